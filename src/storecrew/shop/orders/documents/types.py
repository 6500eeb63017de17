"""What a paper says, word for word."""

from datetime import date
from decimal import Decimal

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class Party(Output):
    """A name and what stands below it."""

    name: str
    lines: tuple[str, ...] = ()
    tax_number: str = ""
    more: tuple[str, ...] = ()


class PaperTax(Output):
    """A tax over the whole paper."""

    name: str
    rate: Decimal
    base: Money
    amount: Money


class PaperLine(Output):
    """A line of a paper. `line_id` None: shipping or a fee. `total` after discount, with tax as the paper shows prices."""

    line_id: int | None
    charge_id: int | None = None
    sku: str
    title: str
    options: str
    quantity: int
    unit: Money
    discount: Money
    tax: Money
    total: Money
    taxes: tuple[PaperTax, ...] = ()


class Paper(Output):
    """Everything on it. `number` is empty on what is no document (pro forma, packing slip)."""

    kind: str
    number: str
    order_number: str
    language: str
    currency: str
    inclusive: bool
    on: date
    delivered_on: date | None = None
    corrects: str = ""
    reason: str = ""
    seller: Party
    buyer: Party
    goes_to: Party
    lines: tuple[PaperLine, ...]
    taxes: tuple[PaperTax, ...]
    subtotal: Money
    """Without taxes."""
    tax: Money
    total: Money
    tax_note: str = ""
    note: str = ""
    paid: Money
    due: Money
    bank: str = ""
    footer: str = ""


class DocumentRow(Output):
    """An issued document in a list."""

    document_id: int
    kind: str
    number: str
    on: date
    total: Money
    corrects: str
