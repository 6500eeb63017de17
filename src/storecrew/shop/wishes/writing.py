"""What actions and registries share: lists become one, follow their person, or are erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from storecrew.shop.customers import reads as customers
from storecrew.shop.wishes.models import AlertState, ListKey, StockAlert, Wish, WishList


def join(guest: WishList, own: WishList, at: datetime) -> int:
    """Put a list into another; what is in both keeps the price that was seen first. Returns how many were new."""
    there = {wish.variant_id: wish for wish in own.wishes.all()}
    gained = 0
    for wish in guest.wishes.all():
        known = there.get(wish.variant_id)
        if known is None:
            wish.list = own
            wish.save(update_fields=["list"])
            gained += 1
        elif wish.added_at < known.added_at:
            known.seen_minor, known.currency, known.added_at = wish.seen_minor, wish.currency, wish.added_at
            known.save(update_fields=["seen_minor", "currency", "added_at"])
    ListKey.objects.filter(list=guest).update(list=own)
    guest.delete()
    own.changed_at = at
    own.save(update_fields=["changed_at"])
    return gained


def alerts_of(customer_ids: Sequence[int]) -> Any:
    """Return the notices that customers asked for, signed in or by their address."""
    emails = [view.email.casefold() for view in customers.views(list(customer_ids)).values() if view.email]
    return StockAlert.objects.filter(Q(customer__in=list(customer_ids)) | Q(email__in=emails))


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Erase the lists and notices of these customers; returns how many rows it changed."""
    alerts = alerts_of(customer_ids)
    changed: int = alerts.filter(state=AlertState.WAITING).update(
        state=AlertState.STOPPED, ended_at=now, email="", customer=None
    )
    changed += alerts_of(customer_ids).exclude(email="").update(email="", customer=None)
    return changed + WishList.objects.filter(customer__in=list(customer_ids)).delete()[0]


def give_over(gone: int, kept: int) -> Any:
    """Give one customer's wishes and notices to another; returns exactly what moved."""
    alerts = list(StockAlert.objects.filter(customer=gone).order_by("pk").values_list("pk", flat=True))
    StockAlert.objects.filter(pk__in=alerts).update(customer=kept)
    theirs = WishList.objects.filter(customer=gone).first()
    own = WishList.objects.filter(customer=kept).first()
    moved: dict[str, Any] = {"alerts": alerts}
    if theirs is not None and own is None:
        WishList.objects.filter(pk=theirs.pk).update(customer=kept)
        moved["list"] = theirs.pk
    elif theirs is not None and own is not None:
        known = list(own.wishes.values_list("variant_id", flat=True))
        wishes = list(theirs.wishes.exclude(variant__in=known).order_by("pk").values_list("pk", flat=True))
        Wish.objects.filter(pk__in=wishes).update(list=own)
        moved |= {"wishes": wishes, "from": theirs.pk}
    return moved if alerts or theirs is not None else None


def give_back(moved: Any, gone: int, kept: int) -> None:
    """Give back what `give_over` moved, as far as it is still there."""
    StockAlert.objects.filter(pk__in=moved.get("alerts", ()), customer=kept).update(customer=gone)
    WishList.objects.filter(pk=moved.get("list"), customer=kept).update(customer=gone)
    if WishList.objects.filter(pk=moved.get("from")).exists():
        Wish.objects.filter(pk__in=moved.get("wishes", ()), list__customer=kept).update(list=moved["from"])
