"""When one last spoke with suppliers, and when one should again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.buying import reads as buying
from storecrew.shop.dropships.reads.served import spent as spent_on_parcels
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import added_at
from storecrew.shop.supply.types import SupplierView
from storecrew.team.suppliers.cadence import USUAL, Due, Waiting, due, tiers, waiting
from storecrew.team.suppliers.facts.clocks import Clocks
from storecrew.team.suppliers.models import Care, Direction, Rhythm, Touch

PATIENCE = 3
"""Days after which a word of ours that nothing came back to is shown."""
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Contacting:
    """How one keeps in touch with a supplier. `last_at` None: never since they are one. `own`: a rhythm of their own."""

    supplier_id: int
    last_at: datetime | None
    heard_at: datetime | None
    due: Due
    waiting: Waiting | None
    own: bool
    later: date | None


def contacting(suppliers: Collection[SupplierView], now: datetime) -> dict[int, Contacting]:
    """Return how one keeps in touch with each of these suppliers. A fixed number of questions, and one for each calendar."""
    ids = [one.supplier_id for one in suppliers]
    rows = Touch.objects.filter(supplier__in=ids, at__lte=now).order_by()
    heard: dict[int, datetime] = {}
    said: dict[int, datetime] = {}
    for supplier_id, direction, at in rows.values_list("supplier_id", "direction").annotate(last=Max("at")):
        if direction != Direction.OURS:
            heard[supplier_id] = max(at, heard.get(supplier_id, at))
        if direction != Direction.THEIRS:
            said[supplier_id] = max(at, said.get(supplier_id, at))
    cares = {row.supplier_id: row for row in Care.objects.filter(supplier__in=ids)}
    rhythm = rhythms()
    clocks, today = Clocks(ids), supply.store_day(now)
    since = added_at(ids)
    found = {}
    for one in suppliers:
        pk = one.supplier_id
        care = cares.get(pk)
        last = max((at for at in (heard.get(pk), said.get(pk)) if at is not None), default=None)
        own = care.days if care else None
        found[pk] = Contacting(
            supplier_id=pk,
            last_at=last,
            heard_at=heard.get(pk),
            due=due(
                supply.store_day(last or since.get(pk, now)),
                own or rhythm[one.tier],
                later=care.later if care else None,
                today=today,
                ours=clocks.ours,
                theirs=clocks.of(pk),
            ),
            waiting=waiting(heard.get(pk), said.get(pk), now, patience=PATIENCE),
            own=own is not None,
            later=care.later if care else None,
        )
    return found


def rhythms() -> dict[str, int]:
    """Return how often one speaks, in days, by tier."""
    return {**USUAL, **dict(Rhythm.objects.values_list("tier", "days"))}


def spend(now: datetime) -> dict[int, Money]:
    """Return what was spent on each supplier in the last 365 days, in the store's currency alone: goods that came to us,
    and parcels they sent for us. What was spent in another currency is left out."""
    store = current()
    if store is None:
        return {}
    sums: dict[int, int] = {}
    for fact in buying.facts(None, now - YEAR, now):
        if fact.agreed.currency == store.currency:
            sums[fact.supplier_id] = sums.get(fact.supplier_id, 0) + fact.agreed.minor * fact.received
    for supplier_id, amounts in spent_on_parcels(now - YEAR, now).items():
        for money in amounts:
            if money.currency == store.currency:
                sums[supplier_id] = sums.get(supplier_id, 0) + money.minor
    return {supplier_id: Money(minor, store.currency) for supplier_id, minor in sums.items() if minor}


def tiers_by_spend(spent: dict[int, Money], supplier_ids: Collection[int]) -> dict[int, str]:
    """Return the tier each supplier would have by what was spent."""
    return tiers({pk: spent[pk].minor if pk in spent else 0 for pk in supplier_ids})
