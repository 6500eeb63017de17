"""What stock is worth, now and on any past day; what lies too long, and how long the rest will do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.models import Layer, LayerUse, Level, Move, Reason, Revaluation
from storecrew.shop.stock.seats import COST_READERS, EVERYWHERE, READERS

COVER_DAYS = 28
"""Sales of these last days say how long stock will do."""


class ValueQuery(Input):
    """`at`: as of when (aware time); None: now."""

    at: datetime | None = None


class ValueRow(Output):
    """Goods of one warehouse bought in one currency; `value` None: pieces of which nobody knows the cost."""

    warehouse_id: int
    pieces: int
    value: Money | None


class Value(Output):
    """By warehouse and currency. What was on the way between warehouses then is in none of them."""

    at: datetime
    items: tuple[ValueRow, ...]


@read("stock.value", label=_("Stock value"), seats=COST_READERS, surfaces=EVERYWHERE)
def value(ask: Ask, data: ValueQuery) -> Value:
    """Say what the stock of each warehouse was worth at a moment, at cost, first in first out."""
    at = data.at or ask.now
    key = ("warehouse_id", "currency")
    came = Layer.objects.filter(came_at__lte=at).order_by().values(*key)
    sums = {
        tuple(row[name] for name in key): [row["pieces"], row["cost"] or 0]
        for row in came.annotate(pieces=Sum("quantity"), cost=Sum("cost_minor"))
    }
    used = LayerUse.objects.filter(used_at__lte=at).order_by().values(*(f"layer__{name}" for name in key))
    for row in used.annotate(pieces=Sum("quantity"), cost=Sum("cost_minor")):
        both = sums[tuple(row[f"layer__{name}"] for name in key)]
        both[0] -= row["pieces"]
        both[1] -= row["cost"] or 0
    later = Revaluation.objects.filter(at__gt=at, layer__came_at__lte=at).order_by()
    for row in later.values(*(f"layer__{name}" for name in key)).annotate(cost=Sum("added_minor")):
        sums[tuple(row[f"layer__{name}"] for name in key)][1] -= row["cost"]
    rows = [
        ValueRow(warehouse_id=place, pieces=pieces, value=Money(cost, currency) if currency else None)
        for (place, currency), (pieces, cost) in sorted(sums.items())
        if pieces or cost
    ]
    return Value(at=at, items=tuple(rows))


class CoverQuery(Input):
    """Which variants; None: all that are counted."""

    variant_ids: Annotated[tuple[int, ...], Field(max_length=1000)] | None = None


class CoverRow(Output):
    """How long a variant will do at the pace of the last four weeks. `days` None: nothing was sold in that time."""

    variant_id: int
    available: int
    sold: int
    days: float | None


class Cover(Output):
    """The shortest first; those that did not sell last."""

    items: tuple[CoverRow, ...]


@read("stock.cover", label=_("Days of cover"), seats=READERS, surfaces=EVERYWHERE)
def cover(ask: Ask, data: CoverQuery) -> Cover:
    """Say for how many days what is available will do, at the pace of the last 28 days."""
    which = Q() if data.variant_ids is None else Q(item_id__in=data.variant_ids)
    levels = Level.objects.filter(which, warehouse__sells=True).order_by().values("item_id")
    free = levels.annotate(
        free=Sum(F("on_hand") - F("damaged") - F("quality") - F("other") - F("safety") - F("committed") - F("held"))
    )
    sold = sold_since(ask.now - timedelta(days=COVER_DAYS), which)
    rows = [
        CoverRow(
            variant_id=row["item_id"],
            available=row["free"],
            sold=sold.get(row["item_id"], 0),
            days=cover_days(row["free"], sold.get(row["item_id"], 0)),
        )
        for row in free
    ]
    return Cover(items=tuple(sorted(rows, key=lambda row: (row.days is None, row.days or 0.0, row.variant_id))))


def sold_since(since: datetime, which: Q | None = None) -> dict[int, int]:
    """Return how many pieces of each item left for customers since then."""
    rows = Move.objects.filter(which or Q(), reason=Reason.SALE, moved_at__gt=since).order_by()
    return dict(rows.values("item_id").annotate(n=Sum("quantity")).values_list("item_id", "n"))


def sold_lately(variant_ids: Iterable[int], now: datetime) -> dict[int, int]:
    """Return how many pieces of variants left for customers in the last `COVER_DAYS`, for another room. One question."""
    return sold_since(now - timedelta(days=COVER_DAYS), Q(item_id__in=list(variant_ids)))


def unit_costs(variant_ids: Iterable[int]) -> dict[tuple[int, int], Money]:
    """Return what one piece of what lies in a warehouse has cost on average: (variant, warehouse) → cost. One question.

    Pieces of which nobody knows the cost are left out, and so is what was bought in several currencies.
    """
    rows = Layer.objects.filter(item_id__in=list(variant_ids), remaining__gt=0, cost_minor__isnull=False).order_by()
    summed = rows.values("item_id", "warehouse_id", "currency").annotate(
        pieces=Sum("remaining"), worth=Sum(F("cost_minor") * F("remaining") / F("quantity"))
    )
    found: dict[tuple[int, int], list[Money]] = {}
    for row in summed:
        each = Money(round(row["worth"] / row["pieces"]), row["currency"])
        found.setdefault((row["item_id"], row["warehouse_id"]), []).append(each)
    return {key: costs[0] for key, costs in found.items() if len(costs) == 1}


def returned_with(documents: Iterable[str]) -> dict[tuple[str, int], int]:
    """Return how many pieces came back into the house with each document, by variant. One question."""
    rows = Move.objects.filter(document__in=list(documents), reason=Reason.RETURN).order_by()
    summed = rows.values("document", "item_id").annotate(n=Sum("quantity"))
    return {(row["document"], row["item_id"]): row["n"] for row in summed}


def cover_days(available: int, sold: int) -> float | None:
    """Return for how many days `available` will do when `sold` went in `COVER_DAYS`; None: nothing was sold."""
    return None if not sold else round(max(0, available) * COVER_DAYS / sold, 1)


def layers_left(item_id: int) -> "list[Layer]":
    """Return the layers of an item that are not used up, in the order in which they will be used."""
    rows = Layer.objects.filter(item_id=item_id, remaining__gt=0).select_related("warehouse", "move")
    return list(rows.order_by("warehouse__priority", "since", "pk"))
