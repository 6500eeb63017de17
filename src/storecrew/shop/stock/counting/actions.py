"""Plan counts, count, and book what differs."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Weight
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.counting.models import Count, CountLine, CountState, LineState
from storecrew.shop.stock.counting.planning import classes, due, walk
from storecrew.shop.stock.models import Item, Level, Reason, Warehouse
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.types import LINES_AT_MOST
from storecrew.shop.stock.writing.worth import worth_of

CLASSIFIER = grants.system("stock.classify", may={"stock.classify"})


class PlanCount(Input):
    """What to count: these variants, or (None) what is due of these classes, the longest uncounted first."""

    warehouse_id: int
    classes: Annotated[str, Field(pattern="^[ABC]{0,3}$")] = "ABC"
    at_most: Annotated[int, Field(ge=1, le=LINES_AT_MOST)] = 30
    variant_ids: Annotated[tuple[int, ...], Field(max_length=LINES_AT_MOST)] | None = None
    due_on: date | None = None


class CountId(Output):
    """Names a count, and how many things are still to be counted and booked."""

    count_id: int
    state: str
    todo: int
    differences: int


@action(
    "stock.plan_count",
    label=gettext_lazy("Plan a count"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def plan(run: Run, data: PlanCount) -> CountId:
    """Plan a count of a warehouse, in the order of its bins. What is in an open count already is left out."""
    if not Warehouse.objects.filter(pk=data.warehouse_id, closed_at=None).exists():
        raise InvalidInput({"warehouse_id": _("Choose a warehouse.")})
    items = due(data.warehouse_id, data.classes, run.now)
    if data.variant_ids is not None:
        there = Level.objects.filter(warehouse_id=data.warehouse_id, item_id__in=data.variant_ids)
        items = list(there.order_by("pk").values_list("item_id", flat=True))
    if not items:
        raise Refused(_("Nothing is due to be counted there."), code="stock.nothing_due")
    count = Count(
        warehouse_id=data.warehouse_id,
        classes="" if data.variant_ids is not None else data.classes,
        due_on=data.due_on,
        made_at=run.now,
    )
    count.save()
    chosen = walk(data.warehouse_id, items[: data.at_most])
    CountLine.objects.bulk_create(
        CountLine(count=count, item_id=item, place=place) for place, item in enumerate(chosen, start=1)
    )
    run.changed(count.subject, "lines", old=None, new=len(chosen))
    return _told(count)


class OneLine(Input):
    """Names a line of a count."""

    line_id: int


class LineNow(Output):
    """How a line stands. What the books say is not told: counting is blind."""

    line_id: int
    state: str
    rounds: int


@action("stock.start_count_line", label=gettext_lazy("Begin to count something"), seats=KEEPERS, surfaces=EVERYWHERE)
def start(run: Run, data: OneLine) -> LineNow:
    """Begin to count an item: from now on what moves while it is counted is taken into account."""
    line = _line(run, data.line_id)
    level = _level(line)
    line.books, line.started_at = level.there, run.now
    line.save(update_fields=["books", "started_at"])
    return LineNow(line_id=line.pk, state=line.state, rounds=line.rounds)


class SayCount(Input):
    """How many saleable pieces of a line's item lie on the shelves, promised or not."""

    line_id: int
    pieces: Annotated[int, Field(ge=0, le=1_000_000)]


@action("stock.say_count", label=gettext_lazy("Say what was counted"), seats=KEEPERS, surfaces=EVERYWHERE)
def say(run: Run, data: SayCount) -> LineNow:
    """Say what was counted. A difference is counted again, blind; found twice alike, it waits to be booked.

    What left or came while it was counted is no difference: the number may be from before or from after.
    """
    line = _line(run, data.line_id)
    level = _level(line)
    before = level.there if line.books is None else line.books
    difference = data.pieces - level.there
    if min(before, level.there) <= data.pieces <= max(before, level.there):
        difference = 0
    agreed = difference == 0 or (line.rounds > 0 and line.difference == difference)
    run.changed(line.count.subject, f"variant:{line.item_id}", old=line.counted, new=data.pieces)
    line.counted, line.difference, line.rounds = data.pieces, difference, line.rounds + 1
    line.counter, line.counted_at = run.actor.ref, run.now
    line.state = LineState.AGREED if agreed else LineState.AGAIN
    line.books, line.started_at = None, None
    line.save()
    return LineNow(line_id=line.pk, state=line.state, rounds=line.rounds)


class OneCount(Input):
    """Names a count."""

    count_id: int


def _weigh(data: OneCount) -> Weight:
    rows = CountLine.objects.filter(count_id=data.count_id, state=LineState.AGREED).exclude(difference=0)
    pieces = [(item, abs(change or 0)) for item, change in rows.values_list("item_id", "difference")]
    amount, currency = worth_of(pieces)
    return Weight(amount_minor=amount, currency=currency)


@action(
    "stock.book_count",
    label=gettext_lazy("Book a count"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    calls=(stock.adjust,),
    previews=True,
    weigh=_weigh,
)
def book(run: Run, data: OneCount) -> CountId:
    """Set the books right by what was counted. What moved since then stays moved: the difference is booked, not the number.

    Large differences may need somebody else's approval. The count is done once nothing is left to be counted.
    """
    count = _count(run, data.count_id)
    agreed = list(count.lines.select_for_update().filter(state=LineState.AGREED).order_by("pk"))
    changed = [line for line in agreed if line.difference]
    if changed:
        lines = tuple(stock.Adjusted(variant_id=line.item_id, change=line.difference or 0) for line in changed)
        form = stock.Adjust(warehouse_id=count.warehouse_id, reason=Reason.COUNT, document=count.subject, lines=lines)
        run.call(stock.adjust, form)
    for line in agreed:
        line.state = LineState.BOOKED
    CountLine.objects.bulk_update(agreed, ["state"])
    if not count.lines.exclude(state=LineState.BOOKED).exists():
        run.changed(count.subject, "state", old=count.state, new=CountState.DONE.value)
        count.state, count.done_at = CountState.DONE, run.now
        count.save()
    return _told(count)


@action("stock.drop_count", label=gettext_lazy("Call a count off"), seats=KEEPERS, surfaces=EVERYWHERE, previews=True)
def drop(run: Run, data: OneCount) -> CountId:
    """Call a count off; what was booked of it stays booked."""
    count = _count(run, data.count_id)
    run.changed(count.subject, "state", old=count.state, new=CountState.CANCELLED.value)
    count.state, count.done_at = CountState.CANCELLED, run.now
    count.save()
    return _told(count)


class Classify(Input):
    """Nothing needs to be said."""


class Classified(Output):
    """How many variants changed their class."""

    changed: int


@action("stock.classify", label=gettext_lazy("Sort stock into classes"), seats=KEEPERS, surfaces=EVERYWHERE)
def classify(run: Run, data: Classify) -> Classified:
    """Sort what is counted into A, B and C by the cost of what left in the last 90 days; A is counted most often."""
    wanted = classes(run.now)
    changed: dict[str, list[int]] = {}
    for pk, abc in Item.objects.filter(pk__in=wanted).values_list("pk", "abc"):
        if abc != wanted[pk]:
            changed.setdefault(wanted[pk], []).append(pk)
    for name, ids in changed.items():
        for begin in range(0, len(ids), LINES_AT_MOST):
            Item.objects.filter(pk__in=ids[begin : begin + LINES_AT_MOST]).update(abc=name)
    return Classified(changed=sum(len(ids) for ids in changed.values()))


class OnHand(Input):
    """What a file says of a variant in a warehouse: on hand when it was written, and on hand as it is to be."""

    variant_id: int
    warehouse_id: int
    was: int
    becomes: Annotated[int, Field(ge=0, le=1_000_000)]


class SetOnHand(Input):
    """Numbers of a file. Each is set only where the books still say what the file says they said."""

    reason: Reason = Reason.COUNT
    lines: Annotated[tuple[OnHand, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class HandsSet(Output):
    """How many levels were set, and which were passed over because something had moved: (variant, warehouse)."""

    changed: int
    moved: tuple[tuple[int, int], ...]


def _weigh_file(data: SetOnHand) -> Weight:
    amount, currency = worth_of((line.variant_id, abs(line.becomes - line.was)) for line in data.lines)
    return Weight(amount_minor=amount, currency=currency)


@action(
    "stock.set_on_hand",
    label=gettext_lazy("Set stock from a file"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    calls=(stock.adjust,),
    previews=True,
    weigh=_weigh_file,
)
def set_on_hand(run: Run, data: SetOnHand) -> HandsSet:
    """Set what is on hand, compare-and-set: a level that has moved since the file was written is left alone and named."""
    pairs = {(line.variant_id, line.warehouse_id): line for line in data.lines}
    rows = Level.objects.select_for_update().filter(item_id__in={item for item, _place in pairs}).order_by("pk")
    now = {(row.item_id, row.warehouse_id): row.on_hand for row in rows}
    moved = tuple(sorted(key for key, line in pairs.items() if now.get(key, 0) != line.was))
    by_place: dict[int, list[stock.Adjusted]] = {}
    for (item, place), line in pairs.items():
        if (item, place) not in moved and line.becomes != line.was:
            change = stock.Adjusted(variant_id=item, change=line.becomes - line.was)
            by_place.setdefault(place, []).append(change)
    for place, changes in sorted(by_place.items()):
        run.call(stock.adjust, stock.Adjust(warehouse_id=place, reason=data.reason, lines=tuple(changes)))
    return HandsSet(changed=sum(len(changes) for changes in by_place.values()), moved=moved)


def _line(run: Run, line_id: int) -> CountLine:
    line = CountLine.objects.select_for_update(of=("self",)).select_related("count").filter(pk=line_id).first()
    if line is None:
        raise Missing
    run.about(line.count.subject)
    if line.count.state != CountState.OPEN or line.state in (LineState.AGREED, LineState.BOOKED):
        raise Refused(_("This is counted already."), code="stock.counted")
    return line


def _level(line: CountLine) -> Level:
    """Return the level under its lock, so that nothing moves between looking and writing."""
    rows = Level.objects.select_for_update(of=("self",)).filter(item_id=line.item_id)
    level = rows.filter(warehouse_id=line.count.warehouse_id).first()
    if level is None:
        raise Missing
    return level


def _count(run: Run, count_id: int) -> Count:
    count = Count.objects.select_for_update().filter(pk=count_id).first()
    if count is None:
        raise Missing
    run.about(count.subject)
    if count.state != CountState.OPEN:
        raise Refused(_("This count is closed."), code="stock.count_closed")
    return count


def _told(count: Count) -> CountId:
    lines = count.lines.all()
    return CountId(
        count_id=count.pk,
        state=count.state,
        todo=lines.filter(state__in=(LineState.TODO, LineState.AGAIN)).count(),
        differences=lines.filter(state=LineState.AGREED).exclude(difference=0).count(),
    )
