"""What the discounts room registers with the console: menu, names of coupons, search."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.discounts.codes import key_of
from storecrew.shop.discounts.models import Coupon
from storecrew.shop.discounts.seats import KEEPERS, READERS
from storecrew.shop.discounts.wording import does

menu.register(MenuItem("discounts", _("Coupons"), "card", "discounts:index", KEEPERS | {"service"}, order=30))


def _coupon(number: str) -> Link | None:
    return _coupons([number]).get(number)


def _coupons(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Coupon.objects.filter(pk__in=ids).values_list("pk", "title")
    return {str(pk): Link(title, reverse("discounts:coupon", args=[pk]), "card") for pk, title in rows}


links.register("coupon", _coupon, many=_coupons)


@search.source("discounts.coupons")
def coupons(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find coupons by their title or by a code as a customer reads it out."""
    if not allows(actor, name="discounts.usage", seats=READERS, at=timezone.now()):
        return
    key = key_of(text)
    found = Coupon.objects.filter(Q(title__icontains=text) | Q(codes__key=key or None)).distinct().order_by("-pk")
    for row in found[:limit]:
        yield Hit(
            title=row.title,
            url=reverse("discounts:coupon", args=[row.pk]),
            icon="card",
            kind=_("Coupon"),
            detail=does(row),
            score=0.7,
        )
