"""What shipping registers with the console: menu, names of objects."""

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.shipping import carriers
from storecrew.shop.shipping.models import Method, PackageKind, Zone
from storecrew.shop.shipping.naming import in_language
from storecrew.shop.shipping.seats import EDITORS

menu.register(MenuItem("shipping", gettext_lazy("Shipping rules"), "truck", "shipping:index", EDITORS, order=45))


def _zone(number: str) -> Link | None:
    row = Zone.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("shipping:zone", args=[row.pk]), "truck") if row else None


def _method(number: str) -> Link | None:
    row = Method.objects.filter(pk=number).first() if number.isdigit() else None
    if row is None:
        return None
    return Link(in_language(row.names, get_language() or "en"), reverse("shipping:method", args=[row.pk]), "truck")


def _kind(number: str) -> Link | None:
    row = PackageKind.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("shipping:kind", args=[row.pk]), "parcel") if row else None


def _carrier(code: str) -> Link:
    return Link(carriers.name_of(code, get_language() or "en"), reverse("shipping:carriers"), "truck")


def _rules(number: str) -> Link:
    return Link(_("Shipping rules"), reverse("shipping:kinds"), "truck")


links.register("shipping_zone", _zone)
links.register("shipping_method", _method)
links.register("package_kind", _kind)
links.register("carrier", _carrier)
links.register("shipping_rules", _rules)
