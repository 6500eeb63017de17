"""Other sources for what a supplier does not send: which there are, what they cost more, when they arrive."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.dropships.models import DropLine, DropShipment
from storecrew.shop.dropships.types import Choice
from storecrew.shop.orders.types import OrderView
from storecrew.shop.sourcing import reads as sourcing
from storecrew.shop.sourcing.types import Limits, Option
from storecrew.shop.stock import reads as stock

type Part = tuple[DropLine, int]


def choices(row: DropShipment, parts: Sequence[Part], order: OrderView, now: datetime) -> list[Choice]:
    """Return every other source of these pieces, those that have enough first, the best of them in front."""
    wanted: dict[int, int] = {}
    for line, quantity in parts:
        wanted[line.variant_id] = wanted.get(line.variant_id, 0) + quantity
    if not wanted:
        return []
    found = sourcing.options(
        list(wanted), ship_to=order.ship_to, currency=row.currency, now=now, avoid=frozenset({row.warehouse_id})
    )
    by_place: dict[int, dict[int, Option]] = {}
    for variant_id, options in found.items():
        for option in options:
            if option.warehouse_id != row.warehouse_id and (option.can is None or option.can > 0):
                by_place.setdefault(option.warehouse_id, {})[variant_id] = option
    names = {one.warehouse_id: one.name for one in stock.open_warehouses()}
    limits = sourcing.limits()
    made = [
        (_choice(row, parts, order, wanted, options, names.get(place, ""), limits), _score(options, wanted))
        for place, options in by_place.items()
    ]
    made.sort(key=lambda one: (not one[0].fits, one[1], one[0].warehouse_id))
    return [choice for choice, _score_ in made]


def cost_of(row: DropShipment, parts: Sequence[Part]) -> Money | None:
    """Return what pieces cost here; None where of one nobody knows."""
    if any(line.unit_minor is None for line, _quantity in parts):
        return None
    return Money(sum((line.unit_minor or 0) * quantity for line, quantity in parts), row.currency)


def paid_for(parts: Sequence[Part], order: OrderView) -> Money:
    """Return what the buyer pays for these pieces, without tax where prices contain it."""
    lines = {line.line_id: line for line in order.lines}
    total = Fraction(0)
    counted: dict[int, Fraction] = {}
    for line, quantity in parts:
        counted.setdefault(line.line_id, Fraction(quantity, line.each))  # the components of a set count once
    for line_id, pieces in counted.items():
        view = lines.get(line_id)
        if view is None or view.quantity <= view.cancelled:
            continue
        net = view.total.minor - view.tax.minor
        total += Fraction(net, view.quantity - view.cancelled) * pieces
    return Money(round(total), order.currency)


def _choice(
    row: DropShipment,
    parts: Sequence[Part],
    order: OrderView,
    wanted: Mapping[int, int],
    options: Mapping[int, Option],
    name: str,
    limits: Limits,
) -> Choice:
    some = next(iter(options.values()))
    fits = all(
        variant_id in options and (options[variant_id].can is None or (options[variant_id].can or 0) >= count)
        for variant_id, count in wanted.items()
    )
    cost = _total(wanted, options)
    here = cost_of(row, parts)
    same = cost is not None and here is not None and cost.currency == here.currency
    extra = cost - here if same and cost is not None and here is not None else None
    paid = paid_for(parts, order)
    margin = paid - cost if cost is not None and cost.currency == paid.currency else None
    lasts = [one.last for one in options.values() if one.last is not None]
    last = max(lasts, default=None)
    later = _days_later(last, order.promised_until)
    return Choice(
        warehouse_id=some.warehouse_id,
        warehouse=name,
        supplier_id=some.supplier_id,
        can=min((one.can for one in options.values() if one.can is not None), default=0),
        fits=fits,
        cost=cost,
        extra=extra,
        margin=margin,
        first=max((one.first for one in options.values() if one.first is not None), default=None),
        last=last,
        days_later=later,
        within_limits=fits and _within(extra, here, later, limits),
        why=tuple(reason.sentence for reason in some.why),
    )


def _within(extra: Money | None, here: Money | None, later: int | None, limits: Limits) -> bool:
    """Tell whether the owner lets it be moved there without being asked. What is not known is not within limits."""
    if extra is None or here is None:
        return False
    dear = extra.minor * 100 > here.minor * limits.most_extra_percent
    return not dear and (later is None or later <= limits.most_days)


def _days_later(last: date | None, promised: date | None) -> int | None:
    return None if last is None or promised is None else (last - promised).days


def _total(wanted: Mapping[int, int], options: Mapping[int, Option]) -> Money | None:
    total: Money | None = None
    for variant_id, count in wanted.items():
        option = options.get(variant_id)
        if option is None or option.cost is None:
            return None
        part = option.cost.times(count, rounding=Rounding.HALF_UP)
        if total is not None and total.currency != part.currency:
            return None
        total = part if total is None else total + part
    return total


def _score(options: Mapping[int, Option], wanted: Mapping[int, int]) -> int:
    return sum(option.score.minor * wanted.get(variant_id, 0) for variant_id, option in options.items())
