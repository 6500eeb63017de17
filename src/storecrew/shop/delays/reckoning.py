"""All that waits for one source: order by order, with what was decided, adding up to what stock has promised from there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.money.types import Money
from storecrew.shop.delays.models import LIVE, Decision, Delay, Outage
from storecrew.shop.delays.types import Affected, Part, Stricken
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import Resting
from storecrew.shop.supply import reads as supply

UNDECIDED, OVER = "", "over"


def stricken(site_id: int, now: datetime) -> Stricken:
    """Return the orders that wait for a supplier's warehouse, the dearest first. A number of questions that does not grow.

    An order for which something was decided stays on the list when it no longer waits there (sent, moved, cancelled): its
    pieces and money are then those that were decided about, so that what was decided always adds up.
    """
    site = supply.sites_by_id([site_id]).get(site_id)
    if site is None:
        raise Missing
    resting = _by_order(stock.promised_from([site.warehouse_id]))
    outage = Outage.objects.filter(site=site_id, over_at=None).first()
    decided: dict[int, Decision] = {}
    if outage is not None:
        decided = {row.order_id: row for row in outage.decisions.filter(undone_at=None).order_by("pk")}
    views = orders.find_many({*resting, *decided})
    live = {row.order_id: row for row in Delay.objects.filter(order__in=views, state__in=LIVE)}
    items = [
        _affected(view, resting.get(view.order_id, ()), decided.get(view.order_id), live.get(view.order_id))
        for view in views.values()
    ]
    items = [one for one in items if one.pieces]
    items.sort(key=lambda one: (one.over, one.what != UNDECIDED, -one.stake.minor, one.order_id))
    return Stricken(
        site_id=site_id,
        outage_id=outage.pk if outage else None,
        items=tuple(items),
        parts=tuple(sums(items)),
        whole=_part("whole", items),
    )


def sums(items: Sequence[Affected]) -> list[Part]:
    """Return what each decision comes to; whatever is over counts as that."""
    groups: dict[str, list[Affected]] = defaultdict(list)
    for one in items:
        groups[OVER if one.over else one.what].append(one)
    return [_part(what, groups[what]) for what in (UNDECIDED, "move", "tell", "ask", "wait", OVER) if what in groups]


def _part(what: str, items: Sequence[Affected]) -> Part:
    by_currency: dict[str, int] = defaultdict(int)
    for one in items:
        by_currency[one.stake.currency] += one.stake.minor
    return Part(
        what=what,
        orders=len(items),
        pieces=sum(one.pieces for one in items),
        stake=tuple(Money(minor, currency) for currency, minor in sorted(by_currency.items())),
    )


def _by_order(rows: Iterable[Resting]) -> Mapping[int, list[Resting]]:
    found: dict[int, list[Resting]] = defaultdict(list)
    for row in rows:
        number = row.owner.partition(":")[2]
        if number.isdecimal():
            found[int(number)].append(row)
    return found


def waiting_there(view: OrderView, resting: Sequence[Resting]) -> tuple[dict[int, int], int]:
    """Return the pieces of an order that wait there, by line, and what they cost. A bundle counts once, not by its parts."""
    by_key = {line.key: line for line in view.lines}
    pieces: dict[int, int] = {}
    minor = 0
    for row in resting:
        line = by_key.get(row.line)
        if line is None or not line.open:
            continue
        pieces[line.line_id] = min(line.open, max(pieces.get(line.line_id, 0), row.quantity))
    for line in view.lines:
        if line.line_id in pieces:
            minor += line.total.minor * pieces[line.line_id] // max(1, line.quantity - line.cancelled)
    return pieces, minor


def _affected(view: OrderView, resting: Sequence[Resting], decided: Decision | None, delay: Delay | None) -> Affected:
    pieces, minor = waiting_there(view, resting) if view.state == "open" else ({}, 0)
    over = not pieces
    if over and decided is not None:
        count, stake = decided.pieces, decided.stake
    else:
        count, stake = sum(pieces.values()), Money(minor, view.currency)
    return Affected(
        order_id=view.order_id,
        number=view.number,
        name=view.name or view.email,
        country=view.ship_to.country if view.ship_to else "",
        pieces=count,
        stake=stake,
        promised_until=view.promised_until,
        chance=delay.chance if delay else None,
        delay_id=delay.pk if delay else None,
        state=delay.state if delay else "",
        what=decided.what if decided else UNDECIDED,
        decided_at=decided.at if decided else None,
        over=over,
    )
