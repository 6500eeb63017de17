"""Carts that nobody came back to: told of once, and cleared away in the end."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.carts.events import CartAbandoned
from storecrew.shop.carts.models import Cart, CartLine, CartState

LEFT_AFTER = timedelta(hours=1)
"""How long a cart rests before it counts as left behind; only those whose shopper can be reached are told of."""
KEPT_FOR = timedelta(days=90)
AT_ONCE = 200

CLERK = grants.system("carts.clerk", may={"carts.notice_left", "carts.clear_away"})


class Sweep(Input):
    """How many to look at in one run."""

    most: int = AT_ONCE


class Swept(Output):
    """How many were found; as many as were asked for means that there may be more."""

    count: int


@action(
    "carts.notice_left",
    label=gettext_lazy("Notice bags left behind"),
    seats=frozenset(),
    surfaces=frozenset(),
    emits=(CartAbandoned,),
)
def notice_left(run: Run, data: Sweep) -> Swept:
    """Announce carts with goods and a way to reach their shopper that were not touched for an hour; each once."""
    full = Exists(CartLine.objects.filter(cart=OuterRef("pk")))
    reachable = ~Q(email="") | Q(customer__isnull=False)
    rested = Q(state=CartState.OPEN, abandoned_at=None, changed_at__lt=run.now - LEFT_AFTER)
    found = list(Cart.objects.filter(rested, reachable, full).order_by("changed_at", "pk")[: data.most])
    for cart in found:
        event = CartAbandoned(cart_uid=cart.uid, customer_id=cart.customer_id)
        run.emit(event, subject=cart.subject)
    Cart.objects.filter(pk__in=[cart.pk for cart in found]).update(abandoned_at=run.now)
    return Swept(count=len(found))


@action("carts.clear_away", label=gettext_lazy("Clear old bags away"), seats=frozenset(), surfaces=frozenset())
def clear_away(run: Run, data: Sweep) -> Swept:
    """Delete open and merged carts that nobody touched for ninety days: what is in them is personal, and of no use any more."""
    old = Cart.objects.exclude(state=CartState.ORDERED).filter(changed_at__lt=run.now - KEPT_FOR)
    ids = list(old.order_by("pk").values_list("pk", flat=True)[: data.most])
    Cart.objects.filter(pk__in=ids).delete()
    return Swept(count=len(ids))
