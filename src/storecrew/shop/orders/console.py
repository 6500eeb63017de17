"""What orders register with the console: menu, names of orders, search."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.orders.finding import matching
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.seats import READERS, RULERS
from storecrew.shop.orders.tables import url_of

menu.register(MenuItem("orders", gettext_lazy("Orders"), "order", "orders:index", READERS, order=5, tab=True))

menu.register(MenuItem("orders", gettext_lazy("Habits of orders"), "sliders", "orders:habits", RULERS, order=25))


def _order(number: str) -> Link | None:
    return _orders([number]).get(number)


def _orders(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    return {str(row.pk): Link(str(row), url_of(row), "order") for row in Order.objects.filter(pk__in=ids)}


links.register("order", _order, many=_orders, seats=READERS)


links.register("orders_rulebook", lambda _number: Link(_("Habits of orders"), reverse("orders:habits"), "sliders"))


@search.source("orders.orders")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find orders by number, name, e-mail, telephone or SKU, the newest first; an exact number comes before everything."""
    if not allows(actor, name="orders.orders", seats=READERS, at=timezone.now()):
        return
    exact = text.strip().lstrip("#").casefold()
    rows = matching(Order.objects.placed(), text).order_by("-pk")[:limit]
    for row in rows:
        sure = exact in {row.number.casefold(), row.source_number.casefold()}
        yield Hit(
            title=row.number,
            url=url_of(row),
            icon="order",
            detail=" · ".join(part for part in (row.name or row.email, format_money(row.total)) if part),
            score=1.0 if sure else 0.6,
            kind=pgettext("orders", "Order"),
        )


@search.source("orders.acts")
def acts(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Offer to write an order to whoever may."""
    word = text.casefold()
    title = _("Write an order")
    if word not in title.casefold() or not allows(actor, name="orders.draft", seats=READERS, at=timezone.now()):
        return
    yield Hit(
        title=title, url=reverse("orders:new"), icon="plus", kind=pgettext("orders", "Order"), act=True, score=0.7
    )
