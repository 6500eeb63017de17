"""What the audited fields of people, agents, handovers and the store itself are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.wording import Word
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind

wording.register(
    "person",
    {
        **{f"seat.{seat}": Word(seat.label, values=dict(TenureKind.choices)) for seat in Seat},
        "left_at": _("Left"),
        "way_in": Word(_("Way to sign in"), values={"password": _("Password")}),
        "name": _("Name"),
    },
)
wording.register(
    "agent",
    {
        "day_count": _("Changes a day"),
        "day_amount_minor": _("Money a day, in the smallest unit"),
        "shadow": _("Only propose"),
        "scopes": _("What it may do"),
        "stopped_at": _("Stopped"),
    },
)
wording.register("handover", {"signed.person": Word(_("Signed by"), of="person")})
wording.register(
    "store",
    {"owner": Word(pgettext_lazy("of the store", "Owner"), value_of="person"), "currency": _("Currency of the books")},
)
wording.register(
    "act", {"reception.invitation": _("Invitation by letter"), "reception.new_password": _("Letter for a new password")}
)
