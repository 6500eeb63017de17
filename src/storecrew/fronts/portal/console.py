"""What this room registers with the console: names of wishes."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.fronts.portal.models import PriceWish
from storecrew.fronts.portal.seats import READERS
from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Link


def _wishes(numbers: Iterable[str]) -> dict[str, Link]:
    rows = PriceWish.objects.select_related("supplier").filter(pk__in=[int(one) for one in numbers if one.isdigit()])
    return {
        str(row.pk): Link(
            _("Another cost, asked for by %(name)s") % {"name": row.supplier.name},
            reverse("supply:offer", args=[row.offer_id]),
            "supplier",
        )
        for row in rows
    }


links.register("price_wish", lambda number: _wishes([number]).get(number), many=_wishes, seats=READERS)
