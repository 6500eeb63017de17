"""What reviews put into the console: a menu entry, names, hits."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.reviews.models import Review
from storecrew.shop.reviews.seats import READERS

menu.register(
    MenuItem(
        room="reviews", label=gettext_lazy("Reviews"), icon="star", url_name="reviews:index", seats=READERS, order=46
    )
)


def _link(pk: str) -> Link | None:
    row = Review.objects.select_related("product").filter(pk=pk).first() if pk.isdigit() else None
    if row is None:
        return None
    name = _("%(n)d stars for “%(product)s”") % {"n": row.stars, "product": row.product.title}
    return Link(name, reverse("reviews:review", args=[row.pk]))


links.register("review", _link)


@search.source("reviews.reviews")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find reviews by their words."""
    if len(text) < 2:
        return
    for row in Review.objects.filter(text__icontains=text).select_related("product").order_by("-pk")[:limit]:
        yield Hit(
            title=row.title or row.text[:60],
            url=reverse("reviews:review", args=[row.pk]),
            icon="star",
            kind=_("Review"),
            detail=ngettext("%(n)d star", "%(n)d stars", row.stars) % {"n": row.stars} + f" · {row.product.title}",
            score=0.3,
        )
