"""What came, went and was sold day by day: for whoever reckons what to buy. Summed by the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import TruncDate

from storecrew.shop.stock.models import Level, Move, Place, Reason, ReceiptLine, ReceiptState


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a variant in some warehouses: by how much the shelf changed, and what of it was sold."""

    variant_id: int
    on: date
    change: int
    sold: int


def days(warehouse_ids: Collection[int], since: datetime, zone: ZoneInfo) -> tuple[Day, ...]:
    """Return the days on which something moved on or off the shelves of warehouses, by variant, latest first. One question.

    What goes from one of these warehouses to another leaves and comes.
    """
    on_shelf = Q(to_place=Place.SHELF, to_warehouse_id__in=list(warehouse_ids))
    off_shelf = Q(from_place=Place.SHELF, from_warehouse_id__in=list(warehouse_ids))
    nothing = Value(0)
    rows = (
        Move.objects.filter(on_shelf | off_shelf, moved_at__gt=since)
        .exclude(reason=Reason.REPORTED)
        .annotate(on=TruncDate("moved_at", tzinfo=zone))
        .order_by()
        .values("item_id", "on")
        .annotate(
            came=Sum(Case(When(on_shelf, then=F("quantity")), default=nothing, output_field=IntegerField())),
            went=Sum(Case(When(off_shelf, then=F("quantity")), default=nothing, output_field=IntegerField())),
            sold=Sum(
                Case(
                    When(off_shelf & Q(reason=Reason.SALE), then=F("quantity")),
                    default=nothing,
                    output_field=IntegerField(),
                )
            ),
        )
        .order_by("item_id", "-on")
    )
    return tuple(Day(row["item_id"], row["on"], row["came"] - row["went"], row["sold"]) for row in rows)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a variant stands in some warehouses together: `there` may be sold, `promised` is to orders and carts."""

    shelf: int
    there: int
    promised: int
    incoming: int


def standing(warehouse_ids: Collection[int]) -> dict[int, Standing]:
    """Return how every variant that is counted stands in warehouses together. One question."""
    rows = Level.objects.filter(warehouse_id__in=list(warehouse_ids), item__tracked=True).order_by().values("item_id")
    summed = rows.annotate(
        on_shelf=Sum(F("on_hand") - F("damaged") - F("quality") - F("other")),
        kept=Sum("safety"),
        promised=Sum(F("committed") + F("held")),
        awaited=Sum("incoming"),
    )
    return {
        row["item_id"]: Standing(row["on_shelf"], row["on_shelf"] - row["kept"], row["promised"], row["awaited"])
        for row in summed.order_by("item_id")
    }


def awaited_of(receipt_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Return what is awaited yet of deliveries that are open, by delivery and variant. One question."""
    rows = ReceiptLine.objects.filter(
        receipt_id__in=list(receipt_ids),
        receipt__state__in=[ReceiptState.EXPECTED, ReceiptState.PART],
        expected__gt=F("received"),
    )
    found: dict[int, dict[int, int]] = {}
    for receipt_id, variant_id, expected, received in rows.order_by("pk").values_list(
        "receipt_id", "item_id", "expected", "received"
    ):
        found.setdefault(receipt_id, {})[variant_id] = expected - received
    return found
