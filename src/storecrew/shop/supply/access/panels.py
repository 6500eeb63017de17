"""What a supplier's page says of the links its people have."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Panel
from storecrew.shop.supply import panels
from storecrew.shop.supply.access import reads
from storecrew.shop.supply.access.wording import STATES

SHOWN = 4


@panels.of_supplier("supply_access.keys", order=5)
def of_supplier(supplier_id: int, now: datetime) -> Panel:
    """Say who can come in by a link, and when they did last; nobody yet: how to let somebody in."""
    views = reads.keys_of(supplier_id, now)
    return Panel(
        title=_("Their own page"),
        template="supply_access/panels/keys.html",
        context={"lines": [(view, *STATES[view.state]) for view in views if view.state == "open"][:SHOWN]},
        url=reverse("supply_access:keys", args=[supplier_id]),
        link=_("Links") if views else _("Let somebody in"),
    )
