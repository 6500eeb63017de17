"""Where else what waits for a source could come from, and having it come from there: by the drop shipments' own acts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.delays.seats import watch
from storecrew.shop.dropships import actions as dropships
from storecrew.shop.dropships import reads
from storecrew.shop.dropships.types import Choice, DropView
from storecrew.shop.supply.types import SiteView

CALLS = (dropships.move,)
"""What actions that move orders declare."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Another source for all that an order waits for at one. `extra`: what it costs us more; None: not known."""

    moves: tuple[tuple[int, int], ...]
    """Drop shipment → warehouse."""
    place: str
    first: date | None
    last: date | None
    extra: Money | None
    margin: Money | None
    within_limits: bool


def find(order_id: int, site: SiteView, now: datetime) -> Fallback | None:
    """Return the best other source for all that an order waits for at one; None where nobody has enough."""
    rows = waiting_at(order_id, site, now)
    best = [(row, _best(row, now)) for row in rows]
    found = [(row, choice) for row, choice in best if choice is not None]
    if not rows or len(found) < len(rows):
        return None
    choices = [choice for _row, choice in found]
    firsts = [one.first for one in choices if one.first]
    lasts = [one.last for one in choices if one.last]
    return Fallback(
        moves=tuple((row.dropship_id, choice.warehouse_id) for row, choice in found),
        place=", ".join(dict.fromkeys(one.warehouse for one in choices)),
        first=max(firsts, default=None),
        last=max(lasts, default=None),
        extra=_sum([one.extra for one in choices]),
        margin=_sum([one.margin for one in choices]),
        within_limits=all(one.within_limits for one in choices),
    )


def why_not(order_id: int, site: SiteView, now: datetime) -> str:
    """Return why nothing can be moved."""
    if not waiting_at(order_id, site, now):
        return _("No drop shipment has been made of it yet.")
    return _("No other source has enough of it.")


def move(run: Run, order_id: int, site: SiteView) -> dict[str, object]:
    """Have all that an order waits for at a source come from the best other one; raises Refused where there is none.

    Service moves within the owner's limits of automatic moves; what is dearer or later is for the warehouse and the director.
    """
    found = find(order_id, site, run.now)
    if found is None:
        raise Refused(why_not(order_id, site, run.now), code="delays.no_source")
    if run.seat == "service" and not found.within_limits:
        raise Refused(
            _("The other source is dearer or later than the owner's limits. Ask the warehouse or the director."),
            code="delays.beyond_limit",
        )
    moved = []
    for dropship_id, warehouse_id in found.moves:
        done = run.call(dropships.move, dropships.Move(dropship_id=dropship_id, warehouse_id=warehouse_id))
        moved.append({"from": dropship_id, "to": done.to_id, "warehouse": warehouse_id})
    return {"moved": moved}


def waiting_at(order_id: int, site: SiteView, now: datetime) -> list[DropView]:
    """Return what of an order is still to leave a source."""
    rows = reads.open_of_orders([order_id], now).get(order_id, ())
    return [row for row in rows if row.site_id == site.site_id and (row.open or row.stuck)]


def _best(row: DropView, now: datetime) -> Choice | None:
    query = reads.ChoicesQuery(dropship_id=row.dropship_id)
    return next((one for one in reads.choices(watch("another source"), query, now=now).items if one.fits), None)


def _sum(amounts: list[Money | None]) -> Money | None:
    known = [one for one in amounts if one is not None]
    if not known or len(known) < len(amounts) or len({one.currency for one in known}) > 1:
        return None
    return Money(sum(one.minor for one in known), known[0].currency)
