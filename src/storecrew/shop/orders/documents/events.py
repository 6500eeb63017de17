"""Facts that the papers of orders announce. Subjects are `order:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class DocumentIssued(Event):
    """An invoice or credit note has been issued: `kind` says which."""

    room = "orders_documents"
    history: ClassVar[bool] = True

    document_id: int
    order_id: int
    kind: str
    number: str
    total: Money
    tax: Money
    language: str
