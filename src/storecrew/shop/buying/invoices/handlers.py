"""What came may be what a bill was waiting for."""

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.buying.events import PurchaseReceived
from storecrew.shop.buying.invoices import actions
from storecrew.shop.buying.invoices.models import InvoiceState, SupplierInvoice
from storecrew.shop.buying.seats import clerk


@on(PurchaseReceived, name="buying_invoices.match_again")
def match_again(event: PurchaseReceived, meta: Meta) -> None:
    """Match the bills of an order of which something came."""
    waiting = SupplierInvoice.objects.filter(state=InvoiceState.DIFFERS, lines__line__order_id=event.po_id)
    for pk in waiting.order_by("pk").values_list("pk", flat=True).distinct():
        actions.match(clerk("goods came"), actions.OneInvoice(invoice_id=pk), now=meta.now)
