"""What sourcing registers with the console: menu, and names in the audit."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import menu, wording
from storecrew.kernel.pages.types import MenuItem
from storecrew.kernel.pages.wording import Word
from storecrew.shop.sourcing.models import BuyerPays, OwnFirst
from storecrew.shop.sourcing.seats import READERS

menu.register(MenuItem("sourcing", _("Where things come from"), "swap", "sourcing:index", READERS, order=28))

wording.register(
    "sourcing_rules",
    {
        "own": Word(_("Own shelf"), values=dict(OwnFirst.choices)),
        "late_day": Word(_("One day later costs")),
        "parcel": Word(_("One more parcel costs")),
        "missing": Word(_("A missing piece costs")),
        "buyer_pays": Word(_("The buyer pays for"), values=dict(BuyerPays.choices)),
        "automatic": Word(_("Moved by itself")),
        "most_extra_percent": Word(_("Dearer by at most, %")),
        "most_days": Word(_("Later by at most, days")),
    },
)
