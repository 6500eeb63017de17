"""What this room's audited fields and states are called."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Text, Tone
from storecrew.kernel.pages.wording import Word
from storecrew.shop.buying.invoices.models import InvoiceState
from storecrew.shop.buying.models import CostKind, State
from storecrew.shop.buying.proposing.models import Verdict

TONES: Mapping[str, Tone] = {
    State.DRAFT: Tone.NEUTRAL,
    State.SENT: Tone.HALF,
    State.ACKNOWLEDGED: Tone.HALF,
    State.PART: Tone.HALF,
    State.RECEIVED: Tone.GOOD,
    State.CLOSED: Tone.NEUTRAL,
    State.CANCELLED: Tone.NEUTRAL,
}
INVOICE_TONES: Mapping[str, Tone] = {
    InvoiceState.DIFFERS: Tone.WARN,
    InvoiceState.MATCHED: Tone.HALF,
    InvoiceState.PAID: Tone.GOOD,
    InvoiceState.REJECTED: Tone.NEUTRAL,
}
VERDICT_TONES: Mapping[str, Tone] = {
    Verdict.DUE: Tone.WARN,
    Verdict.SOON: Tone.HALF,
    Verdict.ENOUGH: Tone.GOOD,
    Verdict.UNOFFERED: Tone.NEUTRAL,
}
SAID: Mapping[str, Text] = {
    "sent": pgettext_lazy("purchase order", "Sent"),
    "acknowledged": _("They answered"),
    "accepted": _("Their answer was accepted"),
    "declined": _("Their answer was declined"),
    "cancelled": pgettext_lazy("purchase order", "Called off"),
}

wording.register(
    "purchase",
    {
        "state": Word(pgettext_lazy("purchase order", "State"), values=dict(State.choices)),
        "total": _("Total"),
        "wanted_on": pgettext_lazy("purchase order", "Wanted by"),
        "note": _("Note"),
        "paid_ahead": _("Paid ahead"),
        **{f"cost:{kind.value}": kind.label for kind in CostKind},
    },
)
wording.register(
    "supplier_invoice",
    {
        "state": Word(pgettext_lazy("supplier invoice", "State"), values=dict(InvoiceState.choices)),
        "total": _("Total"),
        "paid": _("Paid"),
    },
)
wording.register(
    "buying_tolerance",
    {
        "price_percent": _("Price of one piece, in per cent"),
        "line_minor": _("Amount of a line"),
        "sum_minor": _("Lines against the total"),
    },
)
wording.register(
    "buying_rulebook",
    {
        "capital_percent": _("Money tied up, per cent a year"),
        "storage_percent": _("Storage and loss, per cent a year"),
        "patient_percent": _("Buyers who wait, per cent"),
        "line_minor": _("Work of one order line"),
        "review_days": _("Days between two orders"),
        "most_days": _("Most days of demand at once"),
        "service_percent": _("Service where the margin is not known"),
    },
)
wording.register("buying_promotion", {"percent": _("More than usual, per cent")})
