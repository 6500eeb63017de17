"""What this room registers with the console: the names of links."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Link
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.seats import READERS


def _keys(numbers: Iterable[str]) -> dict[str, Link]:
    rows = Key.objects.select_related("supplier", "contact").filter(
        pk__in=[int(one) for one in numbers if one.isdigit()]
    )
    return {
        str(row.pk): Link(
            _("Link of %(name)s") % {"name": row.contact.name if row.contact else row.supplier.name},
            reverse("supply_access:key", args=[row.pk]),
            "supplier",
        )
        for row in rows
    }


links.register("supplier_key", lambda number: _keys([number]).get(number), many=_keys, seats=READERS)
