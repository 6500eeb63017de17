"""What has been promised from where: for rooms that look after the orders of one place."""

from collections.abc import Iterable

from storecrew.shop.stock.models import Reservation
from storecrew.shop.stock.types import Resting


def promised_from(warehouse_ids: Iterable[int], *, owners: str = "order:") -> tuple[Resting, ...]:
    """Return what firm promises rest on warehouses, the oldest first; one question. `owners`: how their names begin."""
    rows = Reservation.objects.filter(
        level__warehouse__in=set(warehouse_ids), held_until=None, lapsed_at=None, owner__startswith=owners
    )
    values = rows.order_by("made_at", "pk").values_list(
        "owner", "line", "level__item_id", "level__warehouse_id", "quantity"
    )
    return tuple(
        Resting(owner=owner, line=line, variant_id=variant_id, warehouse_id=warehouse_id, quantity=quantity)
        for owner, line, variant_id, warehouse_id, quantity in values
    )


def places_with_promises(*, owners: str = "order:") -> set[int]:
    """Return the warehouses on which firm promises rest; one question."""
    rows = Reservation.objects.filter(held_until=None, lapsed_at=None, owner__startswith=owners)
    return set(rows.order_by().values_list("level__warehouse_id", flat=True).distinct())
