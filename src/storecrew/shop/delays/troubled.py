"""Which suppliers' warehouses need looking after: silent for a day, dead for three, closed, or being looked after already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storecrew.shop.availability import reads as availability
from storecrew.shop.delays.models import Cause, Decision, Outage
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView


@dataclass(frozen=True, slots=True)
class Troubled:
    """A warehouse with what waits for it. `worked`: working days without a word; `undecided`: orders nobody decided about."""

    site: SiteView
    supplier: str
    cause: Cause
    worked: float
    orders: int
    pieces: int
    undecided: int
    looked_after: bool


def troubled(now: datetime, *, only: Iterable[int] | None = None) -> list[Troubled]:
    """Return the warehouses that orders wait for and that need looking after, the most undecided orders first.

    `only`: of these suppliers. A fixed number of questions.
    """
    causes: dict[int, tuple[Cause, float]] = {}
    for one in availability.silent_streams(now):
        cause = Cause.DEAD if one.dead else Cause.SILENT
        if one.site_id not in causes or causes[one.site_id][1] < one.worked:
            causes[one.site_id] = (cause, one.worked)
    outages = {row.site_id: row for row in Outage.objects.filter(over_at=None)}
    for site_id, outage in outages.items():
        causes.setdefault(site_id, (Cause(outage.cause), 0.0))
    waited_for = {site.site_id: site for site in supply.sites_at(stock.places_with_promises()).values()}
    sites = supply.sites_by_id(causes) | waited_for
    causes |= {site.site_id: (Cause.CLOSED, 0.0) for site in waited_for.values() if site.closed}
    resting: dict[int, dict[str, int]] = {}
    for row in stock.promised_from(sites[pk].warehouse_id for pk in causes if pk in sites):
        owners = resting.setdefault(row.warehouse_id, {})
        owners[row.owner] = owners.get(row.owner, 0) + row.quantity
    decided = _decided(outages.values())
    wanted = set(only) if only is not None else None
    names = supply.suppliers_by_id({sites[pk].supplier_id for pk in causes if pk in sites})
    found = [
        _one(sites[pk], names[sites[pk].supplier_id].name, cause, worked, resting, decided, pk in outages)
        for pk, (cause, worked) in causes.items()
        if pk in sites and (wanted is None or sites[pk].supplier_id in wanted)
    ]
    return sorted(found, key=lambda one: (-one.undecided, -one.orders, one.site.site_id))


def _decided(outages: Iterable[Outage]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Decision.objects.filter(outage__in=list(outages), undone_at=None)
    for site_id, order_id in rows.values_list("outage__site_id", "order_id"):
        found.setdefault(site_id, set()).add(order_id)
    return found


def _one(
    site: SiteView,
    supplier: str,
    cause: Cause,
    worked: float,
    resting: dict[int, dict[str, int]],
    decided: dict[int, set[int]],
    looked_after: bool,
) -> Troubled:
    owners = resting.get(site.warehouse_id, {})
    known = decided.get(site.site_id, set())
    numbers = [int(owner.partition(":")[2]) for owner in owners if owner.partition(":")[2].isdecimal()]
    return Troubled(
        site=site,
        supplier=supplier,
        cause=cause,
        worked=worked,
        orders=len(owners),
        pieces=sum(owners.values()),
        undecided=sum(number not in known for number in numbers),
        looked_after=looked_after,
    )
