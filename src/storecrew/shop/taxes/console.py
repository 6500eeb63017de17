"""What the taxes room registers with the console: its menu entry and the names of its things."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.taxes.models import Rate, TaxClass, Zone
from storecrew.shop.taxes.seats import KEEPERS

menu.register(MenuItem("taxes", _("Taxes"), "coin", "taxes:index", KEEPERS, order=40))


def _zone(number: str) -> Link | None:
    row = Zone.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("taxes:zone", args=[row.pk]), "globe") if row else None


def _rate(number: str) -> Link | None:
    row = Rate.objects.select_related("zone").filter(pk=number).first() if number.isdigit() else None
    return Link(f"{row.zone.name}: {row}", reverse("taxes:zone", args=[row.zone_id]), "globe") if row else None


def _class(number: str) -> Link | None:
    row = TaxClass.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("taxes:classes"), "tag") if row else None


def _all(number: str) -> Link | None:
    return Link(str(_("Tax rules")), reverse("taxes:index"), "globe")


links.register("tax_zone", _zone)
links.register("tax_rate", _rate)
links.register("tax_class", _class)
links.register("taxes", _all)
