"""What people wait for: for the crew, and for whoever buys from suppliers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.wishes.models import AlertState, Habits, StockAlert
from storecrew.shop.wishes.seats import EVERYWHERE, READERS
from storecrew.shop.wishes.tokens import stopped_by
from storecrew.shop.wishes.types import Waiting

TOLD_WITHIN = timedelta(days=30)


class WaitsQuery(Input):
    """How many at most."""

    limit: int = 200


class Waits(Output):
    """What is waited for, by most first."""

    items: tuple[Waiting, ...]


@read("wishes.waits", label=gettext_lazy("What is waited for"), seats=READERS, surfaces=EVERYWHERE)
def waits(ask: Ask, data: WaitsQuery) -> Waits:
    """List the variants that people wait for: how many, since when, and how many were told in the last thirty days."""
    found = counted_by(StockAlert.objects.all(), ask.now)
    ordered = sorted(found.values(), key=lambda one: (-one.count, one.since, one.variant_id))
    return Waits(items=tuple(ordered[: max(1, data.limit)]))


def waiting(variant_ids: Iterable[int], now: datetime) -> dict[int, Waiting]:
    """Return how many wait for these variants, by variant; those that nobody waits for are missing. One question."""
    return counted_by(StockAlert.objects.filter(variant__in=list(variant_ids)), now)


def habits() -> int:
    """Return how many people are told for each piece."""
    return (Habits.objects.filter(pk=1).first() or Habits()).multiple


def stop_is_about(link: str) -> tuple[str, int | None] | None:
    """Return what a letter's link would end (`alert` or `list`) and the variant it is about; None for a forged one."""
    named = stopped_by(link)
    if named is None:
        return None
    what, number = named
    found = (
        StockAlert.objects.filter(pk=number).values_list("variant_id", flat=True).first() if what == "alert" else None
    )
    return what, found


def counted_by(rows: QuerySet[StockAlert], now: datetime) -> dict[int, Waiting]:
    """Return how many of these notices wait, by variant."""
    waits_now = Q(state=AlertState.WAITING)
    told = Q(state=AlertState.TOLD, told_at__gte=now - TOLD_WITHIN)
    counted = (
        rows.order_by()
        .values("variant_id")
        .annotate(
            n=Count("pk", filter=waits_now), since=Min("asked_at", filter=waits_now), told=Count("pk", filter=told)
        )
        .filter(n__gt=0)
    )
    return {
        row["variant_id"]: Waiting(variant_id=row["variant_id"], count=row["n"], since=row["since"], told=row["told"])
        for row in counted
    }
