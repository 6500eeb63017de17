"""What this room's audited fields are called, and words that several pages share."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Tone
from storecrew.kernel.pages.wording import Word
from storecrew.shop.supply.models import State, Supplier, Tier
from storecrew.shop.supply.reads.views import terms_of
from storecrew.shop.supply.types import TermsKind

TONES: Mapping[str, Tone] = {State.ACTIVE: Tone.GOOD, State.PAUSED: Tone.WARN, State.ENDED: Tone.NEUTRAL}

wording.register(
    "supplier",
    {
        "code": _("Short code"),
        "name": _("Name"),
        "legal_name": _("Name on contracts"),
        "state": Word(pgettext_lazy("supplier", "State"), values=dict(State.choices)),
        "reason": _("Reason"),
        "paused_until": _("Look again on"),
        "tier": Word(_("Tier"), values=dict(Tier.choices)),
        "country": _("Country"),
        "language": _("Language"),
        "currency": _("Currency"),
        "deposit_percent": _("Deposit in per cent"),
        "net_days": _("Days to pay the rest"),
        "tax_number": _("Tax number"),
        "website": _("Website"),
        "note": _("Note"),
        "keeper_id": Word(_("Who keeps in touch"), value_of="person"),
        "site": _("Warehouse added"),
        "list": _("List of offers"),
    },
)
wording.register(
    "site",
    {
        "handling_days": _("Days until it leaves"),
        "rest_before": _("Days of rest before Spring Festival"),
        "rest_after": _("Days of rest after Spring Festival"),
        "closed": _("Closed on"),
    },
)
wording.register(
    "contact",
    {
        "name": _("Name"),
        "role": _("What they do"),
        "language": _("Language"),
        "birth_month": _("Month of birth"),
        "birth_day": _("Day of birth"),
        "primary": _("Asked first"),
        "note": _("Note"),
        "channels": _("How to reach them"),
        "left": _("Works there no more"),
    },
)
wording.register("supply_document", {"name": _("Document"), "replaced_by": _("Replaced")})
wording.register(
    "offer",
    {
        "offered": _("Offered"),
        "ended": _("No longer offered"),
        "sku": _("Their SKU"),
        "title": _("Their title"),
        "barcode": _("Barcode"),
        "cost_minor": _("Cost of one piece"),
        "currency": _("Currency"),
        "breaks": _("Price breaks"),
        "minimum": _("Minimum order"),
        "pack_size": _("Pieces of a pack"),
        "handling_days": _("Days until it leaves"),
        "valid_from": _("Valid from"),
        "valid_until": _("Valid until"),
        "note": _("Note"),
    },
)
wording.register(
    "supply_watch",
    {
        "rise_percent": _("Rise of a cost in per cent"),
        "document_days": _("Days before a document lapses"),
        "offer_days": _("Days before an offer ends"),
    },
)


def terms_said(row: Supplier) -> str:
    """Return how a supplier is paid, in a few words."""
    match terms_of(row):
        case TermsKind.PREPAID:
            return _now("prepaid")
        case TermsKind.DEPOSIT if not row.net_days:
            return _now("%(percent)d %% deposit, the rest on delivery") % {"percent": row.deposit_percent}
        case TermsKind.DEPOSIT:
            return ngettext(
                "%(percent)d %% deposit, the rest after %(n)d day",
                "%(percent)d %% deposit, the rest after %(n)d days",
                row.net_days,
            ) % {"percent": row.deposit_percent, "n": row.net_days}
    if not row.net_days:
        return _now("on delivery")
    return ngettext("%(n)d day after delivery", "%(n)d days after delivery", row.net_days) % {"n": row.net_days}
