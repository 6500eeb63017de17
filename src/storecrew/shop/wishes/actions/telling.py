"""Tell people that something is back, or has become cheaper; take back what was not sent; clear old rows away."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.mail.writing import write
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.customers import reads as customers
from storecrew.shop.wishes import letters
from storecrew.shop.wishes.allotting import HOPES_FOR, allot
from storecrew.shop.wishes.events import BackTold
from storecrew.shop.wishes.models import AlertState, Habits, StockAlert, Wish, WishList
from storecrew.shop.wishes.selling import pieces_of

NOBODY: frozenset[str] = frozenset()
CLERK = grants.system(
    "wishes.clerk", may={"wishes.tell_back", "wishes.tell_drop", "wishes.not_sent", "wishes.clear_away"}
)
"""The system itself, keeping its word to those who wait."""
AT_ONCE = 200
BACK_KEY = "wishes.back"
WORTH_PER_CENT = 5
"""A price that fell by less is not worth a letter."""
GUEST_LISTS_KEPT = timedelta(days=400)
ALERTS_KEPT = timedelta(days=180)
WAITS_AT_MOST = timedelta(days=365)


class BackAgain(Input):
    """What can be had again."""

    variant_id: int


class Told(Output):
    """How many letters were written; `left` wait still. As many as AT_ONCE means that there may be more to tell."""

    count: int
    left: int


@action(
    "wishes.tell_back",
    label=gettext_lazy("Tell those who wait"),
    seats=NOBODY,
    surfaces=set(),
    emits=(BackTold,),
)
def tell_back(run: Run, data: BackAgain) -> Told:
    """Write to those who wait for a variant, the first to ask first, as many as can hope for a piece; each once."""
    rows = StockAlert.objects.filter(variant=data.variant_id)
    waiting = list(rows.filter(state=AlertState.WAITING).select_for_update().order_by("asked_at", "pk"))
    run.about(f"variant:{data.variant_id}")
    pieces = pieces_of([data.variant_id], run.now).get(data.variant_id)
    # counted after the rows were locked: whoever was told by another process meanwhile is among them
    hoping = rows.filter(state=AlertState.TOLD, told_at__gt=run.now - HOPES_FOR).count()
    habits = Habits.objects.filter(pk=1).first() or Habits()
    chosen = set(allot([row.pk for row in waiting], pieces, multiple=habits.multiple, hoping=hoping))
    next_ones = [row for row in waiting if row.pk in chosen][:AT_ONCE]
    faces = _faces(data.variant_id, {row.language for row in next_ones}, run)
    told = [row for row in next_ones if row.language in faces]
    for row in told:
        row.state, row.told_at, row.times = AlertState.TOLD, run.now, row.times + 1
        write(
            letters.back(row, faces[row.language], few=pieces is not None and pieces < len(waiting)),
            key=f"{BACK_KEY}:{row.pk}:{row.times}",
            subject=f"variant:{row.variant_id}",
            cause=run.uid,
            at=run.now,
            still=(BACK_KEY, str(row.variant_id)),
        )
    StockAlert.objects.bulk_update(told, ["state", "told_at", "times"])
    left = len(waiting) - len(told)
    if told:
        run.emit(BackTold(variant_id=data.variant_id, told=len(told), left=left), subject=f"variant:{data.variant_id}")
    return Told(count=len(told), left=left)


def _faces(variant_id: int, languages: set[str], run: Run) -> dict[str, Face]:
    """Return how a variant looks in each language, as long as its page shows it."""
    found = {language: catalogue.faces([variant_id], language, now=run.now).get(variant_id) for language in languages}
    return {language: face for language, face in found.items() if face is not None and face.on_sale}


class NotSent(Input):
    """The key of a letter that did not leave, because it was gone again."""

    key: Annotated[str, Field(max_length=200)]


@action("wishes.not_sent", label=gettext_lazy("Wait on"), seats=NOBODY, surfaces=set())
def not_sent(run: Run, data: NotSent) -> Told:
    """Let somebody wait on, at their old place, whose letter was not sent."""
    number, _sep, times = data.key.removeprefix(f"{BACK_KEY}:").partition(":")
    if not (number.isdecimal() and times.isdecimal()):
        return Told(count=0, left=0)
    row = StockAlert.objects.select_for_update().filter(pk=number, state=AlertState.TOLD, times=times).first()
    if row is None:
        return Told(count=0, left=0)
    again = StockAlert.objects.filter(variant=row.variant_id, email=row.email, state=AlertState.WAITING).first()
    run.about(f"variant:{row.variant_id}")
    if again is not None or not row.email:  # asked anew meanwhile: that one waits
        return Told(count=0, left=0)
    row.state, row.told_at = AlertState.WAITING, None
    row.save(update_fields=["state", "told_at"])
    return Told(count=0, left=1)


class Dropped(Input):
    """A variant that costs `now_minor` from now on. `after`: the wish after which to go on."""

    variant_id: int
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    now_minor: Annotated[int, Field(ge=0)]
    after: int = 0


class Heard(Output):
    """How many letters were written, and the last wish that was looked at (0: all were)."""

    count: int
    last: int


@action("wishes.tell_drop", label=gettext_lazy("Tell of lower prices"), seats=NOBODY, surfaces=set())
def tell_drop(run: Run, data: Dropped) -> Heard:
    """Write to customers who want it that something on their list became cheaper; of each price once."""
    price = catalogue.sold([data.variant_id], language="", currencies=[data.currency], at=run.now).get(data.variant_id)
    offered = price.prices.get(data.currency) if price and price.on_sale else None
    if offered is None or offered.price.minor != data.now_minor:  # changed again meanwhile: that one tells
        return Heard(count=0, last=0)
    run.about(f"variant:{data.variant_id}")
    rows = Wish.objects.select_related("list").filter(
        variant=data.variant_id, currency=data.currency, list__tells_drops=True, pk__gt=data.after
    )
    found = list(rows.order_by("pk")[:AT_ONCE])
    worth = [wish for wish in found if _is_worth_it(wish, data.now_minor)]
    people = customers.views({wish.list.customer_id for wish in worth if wish.list.customer_id})
    faces = _faces(data.variant_id, {wish.list.language for wish in worth}, run)
    written = 0
    for wish in worth:
        person, face = people.get(wish.list.customer_id or 0), faces.get(wish.list.language)
        if person is None or not person.email or person.forgotten or face is None:
            continue
        letter = letters.cheaper(wish, face, person.email, Money(data.now_minor, data.currency))
        write(
            letter,
            key=f"wishes.drop:{wish.pk}:{data.now_minor}",
            subject=f"variant:{wish.variant_id}",
            cause=run.uid,
            at=run.now,
        )
        written += 1
    return Heard(count=written, last=found[-1].pk if len(found) == AT_ONCE else 0)


def _is_worth_it(wish: Wish, now_minor: int) -> bool:
    return wish.seen_minor is not None and now_minor * 100 <= wish.seen_minor * (100 - WORTH_PER_CENT)


class ClearAway(Input):
    """How many of each at most."""

    most: int = AT_ONCE


@action("wishes.clear_away", label=gettext_lazy("Clear old wishes away"), seats=NOBODY, surfaces=set())
def clear_away(run: Run, data: ClearAway) -> Told:
    """Delete guests' lists that nobody touched for over a year, and addresses of those who were told or waited in vain."""
    old = WishList.objects.filter(customer=None, changed_at__lt=run.now - GUEST_LISTS_KEPT)
    ids = list(old.order_by("pk").values_list("pk", flat=True)[: data.most])
    WishList.objects.filter(pk__in=ids).delete()
    done = StockAlert.objects.exclude(state=AlertState.WAITING).filter(asked_at__lt=run.now - ALERTS_KEPT)
    vain = StockAlert.objects.filter(state=AlertState.WAITING, asked_at__lt=run.now - WAITS_AT_MOST)
    gone = [pk for rows in (done, vain) for pk in rows.order_by("pk").values_list("pk", flat=True)[: data.most]]
    StockAlert.objects.filter(pk__in=gone).delete()
    return Told(count=max(len(ids), len(gone)), left=0)
