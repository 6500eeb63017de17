"""What scorecards and bills count: facts by time, what is owed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import F, QuerySet, Sum

from storecrew.kernel.money.types import Money
from storecrew.shop.dropships.models import DropPiece, DropShipment
from storecrew.shop.dropships.types import Fact, Owed

MOST = 20_000


def facts(supplier_id: int | None, since: datetime, until: datetime, *, limit: int = MOST) -> list[Fact]:
    """Return the drop shipments that were made in [since, until), oldest first: one question.

    `supplier_id` None: of all suppliers. What was never sent says nothing of a supplier and is left out.
    """
    rows = DropShipment.objects.filter(made_at__gte=since, made_at__lt=until, sent_at__isnull=False)
    rows = rows.filter(supplier=supplier_id) if supplier_id is not None else rows
    counted = rows.order_by("made_at", "pk").annotate(
        n_wanted=Sum(F("lines__wanted") - F("lines__cancelled")),
        n_shipped=Sum("lines__shipped"),
        n_refused=Sum("lines__refused"),
    )
    columns: tuple[str, ...] = (
        "pk",
        "number",
        "supplier_id",
        "site_id",
        "order_id",
        "made_at",
        "sent_at",
        "ack_by",
        "ack_at",
    )
    columns += ("ship_by", "ships_on", "shipped_at", "state", "n_wanted", "n_shipped", "n_refused")
    return [Fact(*values) for values in counted.values_list(*columns)[:limit]]


def owed(supplier_id: int) -> Owed:
    """Return what a supplier sent and has not billed yet."""
    return owed_by([supplier_id]).get(supplier_id, Owed(supplier_id=supplier_id, amounts=(), pieces=0, unpriced=0))


def owed_by(supplier_ids: Collection[int] | None = None) -> dict[int, Owed]:
    """Return what each supplier sent and has not billed yet; one question. None: all of them."""
    rows = unbilled()
    rows = rows.filter(parcel__dropship__supplier__in=supplier_ids) if supplier_ids is not None else rows
    sums = rows.values_list("parcel__dropship__supplier_id", "parcel__dropship__currency", "unit_minor").annotate(
        left=Sum(F("quantity") - F("billed"))
    )
    amounts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    pieces: dict[int, int] = defaultdict(int)
    unpriced: dict[int, int] = defaultdict(int)
    for supplier_id, currency, unit, left in sums.order_by():
        pieces[supplier_id] += left
        if unit is None:
            unpriced[supplier_id] += left
        else:
            amounts[supplier_id][currency] += unit * left
    return {
        number: Owed(
            supplier_id=number,
            amounts=tuple(Money(minor, currency) for currency, minor in sorted(amounts[number].items())),
            pieces=count,
            unpriced=unpriced[number],
        )
        for number, count in pieces.items()
    }


def unbilled() -> QuerySet[DropPiece]:
    """Return the pieces that left, are owed for and were not billed yet."""
    return DropPiece.objects.filter(parcel__owed=True, quantity__gt=F("billed"))
