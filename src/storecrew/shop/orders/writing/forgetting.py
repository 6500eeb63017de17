"""Erase who somebody was from their orders, and move orders with their customer; figures and papers stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storecrew.kernel.audit import forgetting
from storecrew.shop.orders.models import Change, Hold, Note, Order, State

KEPT = ("country", "region")
"""Of an address, what the books need: which country's tax it was."""


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Erase names, addresses and words of these customers' orders; returns how many orders were changed.

    Open orders keep the address until they are done: without it they could not be delivered. What tax law wants kept
    stands on issued documents, which are final.
    """
    changed = 0
    for order in Order.objects.filter(customer__in=customer_ids).exclude(state=State.OPEN).order_by("pk"):
        order.name = order.email = order.phone = order.ip = order.buyer_note = ""
        order.ship_to, order.bill_to = _bare(order.ship_to), _bare(order.bill_to)
        order.risks, order.draft = [], {}
        order.link_version += 1
        order.version += 1
        order.changed_at = now
        order.save()
        Note.objects.filter(order=order).update(text="…")
        Hold.objects.filter(order=order).update(note="")
        for change in Change.objects.filter(order=order):
            change.reason = ""
            if change.kind == "address":
                change.before, change.after = {}, {}
            change.save(update_fields=["reason", "before", "after"])
        forgetting.forget(order.subject)
        changed += 1
    return changed


def move(gone: int, kept: int) -> Any:
    """Give one customer's orders to another; returns which."""
    ids = list(Order.objects.filter(customer=gone).order_by("pk").values_list("pk", flat=True))
    Order.objects.filter(pk__in=ids).update(customer=kept)
    return ids or None


def move_back(moved: Any, gone: int, kept: int) -> None:
    """Give back what `move` moved."""
    Order.objects.filter(pk__in=moved, customer=kept).update(customer=gone)


def _bare(address: dict[str, str] | None) -> dict[str, str] | None:
    if not address:
        return address
    return {name: value if name in KEPT else "" for name, value in address.items()}
