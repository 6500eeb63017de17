"""What may be asked of the papers of orders."""

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.orders.documents.models import Document
from storecrew.shop.orders.documents.types import DocumentRow, Paper
from storecrew.shop.orders.seats import EVERYWHERE

SEATS = frozenset({"finance", "director", "service", "analyst"})


class OfOrder(Input):
    """Which order."""

    order_id: int


class OneDocument(Input):
    """Which document."""

    document_id: int


class Documents(Output):
    """The papers of an order, oldest first."""

    items: tuple[DocumentRow, ...]


@read("orders_documents.of_order", label=gettext_lazy("Papers of an order"), seats=SEATS, surfaces=EVERYWHERE)
def of_order(ask: Ask, data: OfOrder) -> Documents:
    """List the invoices and credit notes of an order."""
    return Documents(items=issued_for(data.order_id))


@read("orders_documents.document", label=gettext_lazy("Invoice or credit note"), seats=SEATS, surfaces=EVERYWHERE)
def document(ask: Ask, data: OneDocument) -> Paper:
    """Tell everything that stands on a document."""
    row = Document.objects.filter(pk=data.document_id).first()
    if row is None:
        raise Missing
    return Paper.model_validate(row.content)


def issued_for(order_id: int) -> tuple[DocumentRow, ...]:
    """Return the papers of an order for another room, oldest first."""
    rows = Document.objects.filter(order=order_id).select_related("corrects").order_by("pk")
    return tuple(
        DocumentRow(
            document_id=row.pk,
            kind=row.kind,
            number=row.number,
            on=row.on,
            total=row.total,
            corrects=row.corrects.number if row.corrects else "",
        )
        for row in rows
    )
