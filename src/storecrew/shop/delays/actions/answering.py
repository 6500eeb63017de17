"""What a buyer chose, carried out at once: by their own page, told to the crew, or by the deadline."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.types import Money
from storecrew.shop.delays.actions.offering import delay_of
from storecrew.shop.delays.choosing import choices_of, terms_of
from storecrew.shop.delays.events import ChoiceMade
from storecrew.shop.delays.models import LIVE, Delay, Offer, OfferState, Outcome, State, Way
from storecrew.shop.delays.seats import BUYERS, DECIDERS, EVERYWHERE, NOBODY, SHOP_DOORS
from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.delays.writing import carrying, looking
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView

ENDS = frozenset({Code.SUBSTITUTE, Code.DROP, Code.CANCEL})
"""After these nothing of the old promise is waited for."""


class Answer(Input):
    """The token of the order's link, which offer, which choice. `seal`: of the choice as the buyer read it."""

    token: Annotated[str, Private, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
    offer_id: int
    key: Annotated[str, Field(min_length=1, max_length=40)]
    seal: Annotated[str, Field(max_length=16)]


class Answered(Output):
    """What was chosen, and that it is done. `theirs`: what goes back or is given."""

    offer_id: int
    order_id: int
    number: str
    choice: str
    theirs: Money
    code: str = ""


@action(
    "delays.answer",
    label=gettext_lazy("Choose what becomes of one's delayed order"),
    seats=BUYERS,
    surfaces=SHOP_DOORS,
    emits=(ChoiceMade, *looking.EVENTS),
    calls=carrying.CALLS,
)
def answer(run: Run, data: Answer) -> Answered:
    """Choose by the link of one's order. It is done at once; the same answer again is the same answer.

    What was shown is what is done: where price, day or goods have changed meanwhile, nothing is, and the page shows it anew.
    """
    order = orders.by_token(run.actor, orders.ByToken(token=data.token), now=run.now)
    made = _offer(data.offer_id)
    if made.order_id != order.order_id:
        raise Missing
    return _answer(run, made, data.key, seal=data.seal, way=Way.PAGE)


class AnswerFor(Input):
    """What a buyer said on the telephone or in a letter."""

    offer_id: int
    key: Annotated[str, Field(min_length=1, max_length=40)]
    seal: Annotated[str, Field(max_length=16)] = ""


@action(
    "delays.answer_for",
    label=gettext_lazy("Note what a buyer chose"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ChoiceMade, *looking.EVENTS),
    calls=carrying.CALLS,
)
def answer_for(run: Run, data: AnswerFor) -> Answered:
    """Note what a buyer told somebody of the crew, and do it."""
    return _answer(run, _offer(data.offer_id), data.key, seal=data.seal, way=Way.CREW)


class Lapse(Input):
    """Offers whose time is over."""

    offer_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=200)]


class Lapsed(Output):
    """How many buyers are taken to wait."""

    count: int


@action(
    "delays.lapse",
    label=gettext_lazy("Take buyers who did not answer to wait"),
    seats=NOBODY,
    surfaces=set(),
    emits=(ChoiceMade,),
)
def lapse(run: Run, data: Lapse) -> Lapsed:
    """Take it that buyers wait who did not answer in time; nothing is given for it, and somebody is told to call them."""
    count = 0
    for offer_id in sorted(set(data.offer_ids)):
        made = _offer(offer_id)
        row = delay_of(run, made.delay_id)
        if made.state != OfferState.SENT or made.deadline_at > run.now:
            continue
        made.state, made.way, made.choice = OfferState.LAPSED, Way.DEADLINE, Code.WAIT
        made.answered_at, made.answered_by = run.now, run.actor.ref
        made.save()
        run.changed(row.subject, "state", old=row.state, new=State.ANSWERED.value)
        row.state = State.ANSWERED
        looking.save(run, row)
        _announce(run, row, made, Code.WAIT, ours=Money.zero(row.currency), theirs=Money.zero(row.currency))
        count += 1
    return Lapsed(count=count)


def _offer(offer_id: int) -> Offer:
    """Return an offer, locked: who answers twice at one moment waits for the first."""
    made = Offer.objects.select_for_update().filter(pk=offer_id).first()
    if made is None:
        raise Missing
    return made


def _answer(run: Run, made: Offer, key: str, *, seal: str, way: Way) -> Answered:
    row = delay_of(run, made.delay_id)
    order = orders.find(made.order_id)
    if order is None:
        raise Missing
    run.about(f"order:{made.order_id}")
    if made.state == OfferState.ANSWERED and made.answer.get("key") == key:
        return _said(made, order)
    _refuse_unless_open(made, row, run)
    choice = next((one for one in choices_of(row, order, terms_of(made.terms), run.now) if one.key == key), None)
    if choice is None:
        raise Refused(_("This is no longer possible: something has changed meanwhile."), code="delays.changed")
    if seal and choice.seal != seal:
        raise Refused(
            _("Something has changed meanwhile. Look at the choices again; nothing was done."), code="delays.changed"
        )
    made.done = carrying.carry_out(run, row, made, order, choice)
    made.state, made.way, made.choice = OfferState.ANSWERED, way, choice.code
    made.answered_at, made.answered_by = run.now, run.actor.ref
    made.answer = choice.model_dump(mode="json")
    made.save()
    run.changed(row.subject, "choice", old=None, new=choice.key)
    row.spent_minor = max(0, -choice.ours.minor) if choice.ours is not None else choice.theirs.minor
    _announce(run, row, made, choice.code, ours=choice.ours, theirs=choice.theirs)
    _follow(run, row, choice, order)
    return _said(made, order)


def _refuse_unless_open(made: Offer, row: Delay, run: Run) -> None:
    match made.state:
        case OfferState.ANSWERED:
            raise Refused(_("You have chosen already; it is being done."), code="delays.answered")
        case OfferState.WITHDRAWN:
            raise Refused(_("This offer was taken back. The page of the order says how it stands."), code="delays.over")
        case OfferState.VOID:
            raise Refused(_("This is over: the order has gone another way meanwhile."), code="delays.over")
    if made.state == OfferState.LAPSED or made.deadline_at <= run.now:
        raise Refused(_("The time for this answer is over. Write to us; we find a way."), code="delays.expired")
    if row.state not in LIVE:
        raise Refused(_("This is over: the order has gone another way meanwhile."), code="delays.over")


def _follow(run: Run, row: Delay, choice: Choice, order: OrderView) -> None:
    """Where nothing of the old promise is waited for any more, the delay is over; else it goes on, with an answer."""
    if choice.code in ENDS:
        today = work_calendar().local_date(run.now)
        days = max(row.days_late or 0, (today - row.promised_until).days)
        looking.settle(run, row, order, Outcome.CHANGED, days=days)
        return
    run.changed(row.subject, "state", old=row.state, new=State.ANSWERED.value)
    row.state = State.ANSWERED
    looking.save(run, row)


def _announce(run: Run, row: Delay, made: Offer, choice: str, *, ours: Money | None, theirs: Money) -> None:
    event = ChoiceMade(
        delay_id=row.pk,
        order_id=row.order_id,
        number=row.order.number,
        offer_id=made.pk,
        supplier_id=row.supplier_id,
        choice=choice,
        way=made.way,
        ours=ours,
        theirs=theirs,
    )
    run.emit(event, subject=row.subject)


def _said(made: Offer, order: OrderView) -> Answered:
    return Answered(
        offer_id=made.pk,
        order_id=made.order_id,
        number=order.number,
        choice=made.choice,
        theirs=Choice.model_validate(made.answer).theirs if made.answer else Money.zero(order.currency),
        code=made.code,
    )
