"""The choices of a delayed order, each with its price: reckoned when they are written, and anew whenever they are looked at.

What we have given our word for stays (which choices, the voucher, the part that goes back); what depends on the order, on
today's prices and on the shelf is what it is now. The same arithmetic as the acts that carry a choice out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from storecrew.kernel.actions.types import nobody
from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.delays.models import Delay, Rulebook
from storecrew.shop.delays.seats import watch
from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.orders import in_hand
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.stock import reads as stock

SUBSTITUTES = 3
"""More than three to choose from is a shop, not a letter."""
VOUCHER_DAYS = 180
ALL = tuple(Code)


@dataclass(frozen=True, slots=True)
class Terms:
    """What we give our word for. Amounts in minor units of the order's currency; 0: none."""

    kinds: tuple[str, ...] = ALL
    voucher_minor: int = 0
    part_minor: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return them as rows keep them."""
        return {"kinds": list(self.kinds), "voucher_minor": self.voucher_minor, "part_minor": self.part_minor}


def terms_of(saved: dict[str, Any]) -> Terms:
    """Return terms from their row."""
    return Terms(tuple(saved["kinds"]), int(saved["voucher_minor"]), int(saved["part_minor"]))


def usual_terms(delay: Delay, rules: Rulebook, kinds: Sequence[str] = ALL) -> Terms:
    """Return what the owner's rules give: shares of what is late, whole units, within the limits.

    Limits are in the store's own currency: elsewhere nothing is given by rule.
    """
    store = current()
    if store is None or store.currency != delay.currency:
        return Terms(kinds=tuple(kinds))
    unit = 10 ** minor_digits(delay.currency)
    voucher = min(rules.voucher_most_minor, _up(delay.stake_minor * rules.voucher_percent // 100, unit))
    part = min(rules.part_most_minor, delay.stake_minor * rules.part_percent // 100)
    return Terms(tuple(kinds), voucher if rules.voucher_percent else 0, part)


def choices_of(delay: Delay, order: OrderView, terms: Terms, now: datetime) -> tuple[Choice, ...]:
    """Return what may be chosen now, the most usual first. Empty where nothing of the order is waited for."""
    late = [line for line in order.lines if line.line_id in set(delay.lines)]
    choices = list(_choices(delay, order, late, terms, now))
    return tuple(one.model_copy(update={"seal": _seal(one)}) for one in choices)


def most_given(choices: Sequence[Choice]) -> int:
    """Return the most that choices give away, whatever is chosen."""
    return max((one.given.minor for one in choices), default=0)


def title_of(line: LineView, pieces: int) -> str:
    """Return a line as its buyer calls it."""
    options = ", ".join(option.value for option in line.options)
    name = f"{line.title} ({options})" if options else line.title
    return f"{pieces} × {name}" if pieces != 1 else name


def _choices(delay: Delay, order: OrderView, late: list[LineView], terms: Terms, now: datetime) -> Iterator[Choice]:
    zero = Money.zero(order.currency)
    first, last = delay.expected_first, delay.expected_last
    names = tuple(title_of(line, line.open or line.quantity - line.cancelled) for line in late)
    voucher = Money(terms.voucher_minor, order.currency) if terms.voucher_minor else None
    if Code.WAIT in terms.kinds:
        given = voucher or zero
        yield Choice(
            key="wait",
            code="wait",
            theirs=given,
            ours=-given,
            given=given,
            voucher=voucher,
            lines=names,
            first=first,
            last=last,
        )
    back = min(terms.part_minor, _refundable(order))
    if Code.PART in terms.kinds and back > 0:
        part = Money(back, order.currency)
        yield Choice(key="part", code="part", theirs=part, ours=-part, given=part, lines=names, first=first, last=last)
    waiting = [line for line in late if line.open]
    if not waiting or order.state != "open" or in_hand.is_in_hand(order.order_id):
        return  # what somebody packs already is on its way
    if Code.SUBSTITUTE in terms.kinds:
        yield from _substitutes(delay, order, waiting, now)
    ready = [line for line in order.lines if line.open and line.line_id not in set(delay.lines)]
    if Code.SPLIT in terms.kinds and ready:
        second = _second_parcel(order)
        yield Choice(
            key="split",
            code="split",
            theirs=zero,
            ours=-second,
            given=second,
            lines=tuple(title_of(line, line.open) for line in ready),
            first=first,
            last=last,
        )
    rest = any(line.quantity > line.cancelled and line.line_id not in set(delay.lines) for line in order.lines) or any(
        line.shipped for line in waiting
    )
    if Code.DROP in terms.kinds and rest:
        yield _taken_off("drop", order, {line.line_id: line.open for line in waiting}, waiting)
    if Code.CANCEL in terms.kinds:
        everything = [line for line in order.lines if line.open]
        if not rest or len(everything) > len(waiting) or any(line.shipped for line in order.lines):
            yield _taken_off("cancel", order, {line.line_id: line.open for line in everything}, everything)


def _taken_off(code: str, order: OrderView, pieces: dict[int, int], lines: Sequence[LineView]) -> Choice:
    """Return the choice that takes pieces off: money that was paid goes back, what they earned is lost."""
    fell = orders.would_fall(order.order_id, pieces)
    paid_beyond = max(0, -order.balance.minor) + min(fell, max(0, order.captured.minor - order.refunded.minor))
    back = min(fell, paid_beyond)
    return Choice(
        key=code,
        code=code,
        theirs=Money(back, order.currency),
        ours=_lost(order, fell, pieces, lines),
        given=Money.zero(order.currency),
        lines=tuple(title_of(line, pieces[line.line_id]) for line in lines),
    )


def _lost(order: OrderView, fell: int, pieces: dict[int, int], lines: Sequence[LineView]) -> Money | None:
    """Return what we lose: the price without its taxes, less what the goods had cost; None where that is not known."""
    taxes = sum(line.tax.minor * pieces[line.line_id] // max(1, line.quantity - line.cancelled) for line in lines)
    costs = 0
    for line in lines:
        if line.cost is None or line.cost.currency != order.currency:
            return None
        costs += line.cost.minor * pieces[line.line_id]
    return Money(-(fell - taxes - costs), order.currency)


def _substitutes(delay: Delay, order: OrderView, waiting: list[LineView], now: datetime) -> Iterator[Choice]:
    """Yield other variants of the same product that lie somewhere else, for an order of which one line is late.

    Of several late lines each would need a choice of its own; that is a talk, not a letter.
    """
    line = waiting[0]
    if len(waiting) != 1 or line.variant_id is None:
        return
    face = catalogue.faces([line.variant_id], order.language, now=now).get(line.variant_id)
    if face is None or not face.on_sale:
        return
    query = catalogue.PageQuery(slug=face.slug, language=order.language, currency=order.currency)
    page = catalogue.product_page(nobody(), query, now=now)
    others = {one.variant_id: one for one in page.variants if one.variant_id != line.variant_id and one.price}
    there = _lying_elsewhere(delay, tuple(others), now)
    paid = _net_unit(line)
    found = []
    for variant_id, pieces in there.items():
        other = others[variant_id]
        if pieces < line.open or other.price is None:
            continue
        unit = min(paid, other.price.price.minor)
        found.append((paid - unit, variant_id, unit, f"{page.title} ({other.title})" if other.title else page.title))
    costs = _costs([variant_id for _less, variant_id, _unit, _title in found])
    for _less, variant_id, unit, title in sorted(found)[:SUBSTITUTES]:
        fell = orders.would_fall(order.order_id, {line.line_id: line.open}, replaced=True)
        back = max(0, fell - _with_tax(line, unit * line.open)) if unit < paid else 0
        yield Choice(
            key=f"substitute:{variant_id}",
            code="substitute",
            theirs=Money(back, order.currency),
            ours=_dearer(line, costs.get(variant_id), back, order.currency),
            given=Money.zero(order.currency),
            lines=(title_of(line, line.open),),
            variant_id=variant_id,
            unit=Money(unit, order.currency),
            instead=title,
        )


def _costs(variant_ids: list[int]) -> dict[int, Money]:
    """Return what a piece has cost us where it cost most; variants of which nobody knows are left out."""
    found: dict[int, Money] = {}
    for (variant_id, _warehouse), cost in stock.unit_costs(variant_ids).items():
        if variant_id not in found or (cost.currency == found[variant_id].currency and cost > found[variant_id]):
            found[variant_id] = cost
    return found


def _dearer(line: LineView, cost: Money | None, back: int, currency: str) -> Money | None:
    """Return what a substitute does to our money: the price that goes back, and what it cost us more or less."""
    if line.cost is None or cost is None or not line.cost.currency == cost.currency == currency:
        return None
    return Money(-back - (cost.minor - line.cost.minor) * line.open, currency)


def _net_unit(line: LineView) -> int:
    return (line.gross.minor - line.discount.minor) // max(1, line.quantity - line.cancelled)


def _with_tax(line: LineView, net: int) -> int:
    """Return an amount as its line's total says it: with the taxes that come on top of the price, where they do."""
    before = line.gross.minor - line.discount.minor
    return net * line.total.minor // before if before else net


def _lying_elsewhere(delay: Delay, variant_ids: tuple[int, ...], now: datetime) -> dict[int, int]:
    """Return how many pieces of variants can be promised where the trouble is not, most first."""
    if not variant_ids:
        return {}
    query = stock.LevelsQuery(variant_ids=variant_ids)
    found: dict[int, int] = {}
    for level in stock.levels(watch("what lies elsewhere"), query, now=now).items:
        if f"warehouse:{level.warehouse_id}" != delay.source and level.available > 0:
            found[level.variant_id] = found.get(level.variant_id, 0) + level.available
    return found


def _second_parcel(order: OrderView) -> Money:
    """Return what sending in two parcels costs us: once more what the buyer paid for sending, as far as they did."""
    return order.shipping


def _refundable(order: OrderView) -> int:
    return max(0, order.captured.minor - order.refunded.minor)


def _seal(choice: Choice) -> str:
    """Return what changes with anything that the buyer reads of a choice."""
    said = choice.model_dump(mode="json", exclude={"ours", "given", "seal"})
    return sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


def _up(minor: int, unit: int) -> int:
    """Round up to whole units: a voucher of 4.73 looks like a mistake."""
    return -(-minor // unit) * unit
