"""What pages say after something was sent, and what audited fields are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from storecrew.fronts.portal.models import WishState
from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Text
from storecrew.kernel.pages.wording import Word

SAID_WORDS: Final[Mapping[str, Text]] = {
    "stock": _("Reported. We sell by these numbers now."),
    "same": _("Noted: everything is as you said before."),
    "wish": _("It is with us. The old price holds until we have agreed."),
    "accepted": _("Confirmed. We count on that day."),
    "refused": _("Noted. We look for another way."),
    "packed": _("Noted: it is packed."),
    "shipped": _("Noted: it has left. The customer sees the number now."),
    "many": _("The numbers are in. The customers see them now."),
    "agreed": _("Noted: it is called off."),
    "ordered": _("Thank you, we know where we stand."),
    "answered": _("Your answer is with us."),
}

wording.register("price_wish", {"state": Word(_("Answer"), values=dict(WishState.choices))})
