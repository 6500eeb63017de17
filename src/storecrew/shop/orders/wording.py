"""How the audited fields of orders are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.wording import Word
from storecrew.shop.orders.models import Fulfilment, PaymentState, State

wording.register(
    "order",
    {
        "state": Word(pgettext_lazy("order", "State"), values=dict(State.choices)),
        "payment": Word(_("Money"), values=dict(PaymentState.choices)),
        "fulfilment": Word(pgettext_lazy("column", "Goods"), values=dict(Fulfilment.choices)),
        "held": _("On hold"),
        "total": _("Total"),
        "tag": _("Tag"),
        "note": _("Note"),
        "document": pgettext_lazy("order", "Document"),
        "pay_by": _("Waits until"),
        "ship_to": _("Goes to"),
        "bill_to": _("Bill to"),
        "shipped": _("Shipped"),
        "returned": _("Came back"),
        "cancelled": _("Cancelled"),
        "authorised": _("Authorised"),
        "captured": _("Paid"),
        "refunded": _("Gone back"),
        "refunding": pgettext_lazy("money", "On its way back"),
        "disputed": pgettext_lazy("money", "Disputed"),
    },
)
