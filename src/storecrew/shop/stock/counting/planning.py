"""What to count next: what moves most money most often (ABC), and in the order of the walk."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q, Sum

from storecrew.shop.stock.counting.models import CountLine, LineState
from storecrew.shop.stock.models import Item, LayerUse, Level, Pile, Reason

EVERY = {"A": timedelta(days=30), "B": timedelta(days=90), "C": timedelta(days=365)}
"""How often each class is counted: a usual beginning, see APICS Dictionary, "cycle counting"."""
SHARES = (("A", 80), ("B", 95))
"""Classes by the running share, in per cent, of the value that went out; the rest is C."""
OUTFLOW = timedelta(days=90)


def classes(now: datetime) -> dict[int, str]:
    """Return the class of every counted item by the cost of what left for customers in the last 90 days."""
    rows = LayerUse.objects.filter(move__reason=Reason.SALE, used_at__gt=now - OUTFLOW).order_by()
    worth = dict(rows.values("layer__item_id").annotate(cost=Sum("cost_minor")).values_list("layer__item_id", "cost"))
    ordered = sorted(((cost or 0, -item) for item, cost in worth.items()), reverse=True)
    total = sum(cost for cost, _item in ordered)
    found = dict.fromkeys(Item.objects.filter(tracked=True, bundle=False).values_list("pk", flat=True), "C")
    running = 0
    for cost, negated in ordered:
        # the item that crosses the border still belongs to the better class
        share = 100 * running / total if total else 100
        found[-negated] = next((name for name, most in SHARES if share < most), "C")
        running += cost
    return found


def due(warehouse_id: int, wanted: Iterable[str], now: datetime) -> list[int]:
    """Return the items of these classes that lie in a warehouse and were not counted for too long, longest first."""
    rows = Level.objects.filter(warehouse_id=warehouse_id, item__tracked=True).filter(
        Q(on_hand__gt=0) | Q(committed__gt=0)
    )
    by_class = {pk: abc or "C" for pk, abc in rows.values_list("item_id", "item__abc")}
    last = dict(
        CountLine.objects.filter(
            count__warehouse_id=warehouse_id, state__in=(LineState.AGREED, LineState.BOOKED), item_id__in=by_class
        )
        .order_by()
        .values("item_id")
        .annotate(at=Max("counted_at"))
        .values_list("item_id", "at")
    )
    busy = set(
        CountLine.objects.filter(count__warehouse_id=warehouse_id, count__state="open").values_list(
            "item_id", flat=True
        )
    )
    names = set(wanted)
    never = datetime.min.replace(tzinfo=now.tzinfo)
    found = [
        (last.get(item, never), item)
        for item, name in by_class.items()
        if name in names and item not in busy and last.get(item, never) <= now - EVERY[name]
    ]
    return [item for _at, item in sorted(found)]


def walk(warehouse_id: int, items: Sequence[int]) -> list[int]:
    """Return the items in the order in which their bins are walked; what lies in none comes last."""
    piles = Pile.objects.filter(level__warehouse_id=warehouse_id, level__item_id__in=items, bin__isnull=False)
    first = dict(
        piles.order_by().values("level__item_id").annotate(code=Min("bin__code")).values_list("level__item_id", "code")
    )
    return sorted(items, key=lambda item: (item not in first, first.get(item, ""), item))
