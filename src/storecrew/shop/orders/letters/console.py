"""What the letters of orders register with the console."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.orders.letters.actions import WRITERS
from storecrew.shop.orders.letters.kinds import find

menu.register(MenuItem("orders_letters", _("Letters to buyers"), "message", "orders_letters:index", WRITERS, order=26))


def _letter(code: str) -> Link | None:
    kind = find(code)
    return Link(str(kind.label), reverse("orders_letters:kind", args=[kind.code]), "message") if kind else None


links.register("orders_letters", _letter, seats=WRITERS)
