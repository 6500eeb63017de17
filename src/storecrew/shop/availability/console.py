"""What availability registers with the console: menu and names in the audit."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import menu, wording
from storecrew.kernel.pages.types import MenuItem
from storecrew.kernel.pages.wording import Word
from storecrew.shop.availability.seats import READERS

menu.register(MenuItem("availability", _("What suppliers say"), "truck", "availability:said", READERS, order=27))

_THRESHOLDS = {
    "risk": Word(_("Risk of a missing piece")),
    "confirm_after": Word(_("Being confirmed after working days")),
    "stop_after": Word(_("No longer sold after working days")),
    "cap": Word(_("Pieces sold on one word at most")),
}
for _kind in ("availability", "supplier"):
    wording.register(_kind, _THRESHOLDS)
