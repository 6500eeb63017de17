"""What carts put into the console: the list of those left behind, names."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.carts.models import Cart
from storecrew.shop.carts.seats import HELPERS

menu.register(
    MenuItem(
        room="carts",
        label=gettext_lazy("Bags left behind"),
        icon="later",
        url_name="carts:index",
        seats=HELPERS,
        order=44,
    )
)


def _link(uid: str) -> Link | None:
    row = Cart.objects.filter(uid=uid).first()
    return Link(_("Bag %(uid)s") % {"uid": row.uid[:8]}, reverse("carts:bag", args=[row.uid])) if row else None


links.register("cart", _link, seats=HELPERS)
