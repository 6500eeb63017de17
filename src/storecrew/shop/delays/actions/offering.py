"""Offer the buyers of delayed orders priced choices: one, many at once, or by the owner's rule; take an offer back."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal, Weight
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.delays.choosing import ALL, Terms, choices_of, most_given, usual_terms
from storecrew.shop.delays.events import ChoicesOffered
from storecrew.shop.delays.models import LIVE, Delay, Offer, OfferState, State, rulebook
from storecrew.shop.delays.seats import DECIDERS, EVERYWHERE, NOBODY
from storecrew.shop.delays.types import Code
from storecrew.shop.delays.writing import looking
from storecrew.shop.orders import reads as orders

type Kinds = Annotated[tuple[Code, ...], Field(min_length=1, max_length=len(Code))]
type Ids = Annotated[tuple[int, ...], Field(min_length=1, max_length=100)]


class OfferChoices(Input):
    """What the buyer may choose. None leaves what the owner's rules give; `version`: of the delay as it was shown.

    `hours` until an answer; without one the buyer is taken to wait.
    """

    delay_id: int
    version: int | None = None
    kinds: Kinds = ALL
    voucher: Money | None = None
    part: Money | None = None
    hours: Annotated[int, Field(ge=4, le=720)] | None = None
    words: Annotated[str, Personal, Field(max_length=1000)] = ""


class Offered(Output):
    """The letter goes out. `most`: the most that it gives away."""

    offer_id: int
    delay_id: int
    number: str
    most: Money


def weigh_offer(data: OfferChoices) -> Weight:
    """Weigh an offer by what it may give away by hand; what the rules give was decided with them."""
    row = Delay.objects.filter(pk=data.delay_id).first()
    if row is None:
        return Weight()
    amounts = [one.minor for one in (data.voucher, data.part) if one is not None and one.currency == row.currency]
    return Weight(amount_minor=max(amounts, default=0), currency=row.currency, versions={row.subject: row.version})


@action(
    "delays.offer",
    label=gettext_lazy("Offer choices to a buyer"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ChoicesOffered,),
    previews=True,
    weigh=weigh_offer,
)
def offer(run: Run, data: OfferChoices) -> Offered:
    """Write to the buyer of a delayed order what they may choose, each with its price. Whatever they choose is then done.

    Service gives away at most what the owner's rules say; the director may give more.
    """
    row = delay_of(run, data.delay_id, version=data.version)
    usual = usual_terms(row, rulebook(), data.kinds)
    terms = Terms(
        kinds=tuple(data.kinds),
        voucher_minor=_amount(row, data.voucher, usual.voucher_minor, "voucher"),
        part_minor=_amount(row, data.part, usual.part_minor, "part"),
    )
    made = compose(run, row, terms, hours=data.hours, words=data.words, by_rule=False)
    return Offered(offer_id=made.pk, delay_id=row.pk, number=row.order.number, most=made.most)


class OfferMany(Input):
    """Which delays, and what may be chosen; amounts are those of the owner's rules."""

    delay_ids: Ids
    kinds: Kinds = ALL
    words: Annotated[str, Personal, Field(max_length=1000)] = ""


class OfferedMany(Output):
    """How many letters go out. `left`: orders that need none any more, or that nothing can be offered to, with the reason."""

    sent: int
    left: tuple[str, ...]


@action(
    "delays.offer_many",
    label=gettext_lazy("Offer choices to buyers"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ChoicesOffered,),
    calls=(offer,),
)
def offer_many(run: Run, data: OfferMany) -> OfferedMany:
    """Write to many buyers at once, each with their own choices and prices. Those who have been written to are left alone."""
    sent, left = 0, []
    rows = Delay.objects.filter(pk__in=data.delay_ids).select_related("order").order_by("pk")
    for row in rows:
        if row.state != State.OPEN:
            left.append(f"{row.order.number}: {row.get_state_display()}")
            continue
        try:
            run.call(offer, OfferChoices(delay_id=row.pk, kinds=data.kinds, words=data.words))
        except ActionError as error:
            left.append(f"{row.order.number}: {error.message}")
        else:
            sent += 1
    return OfferedMany(sent=sent, left=tuple(left))


class ByRule(Input):
    """Delays to which the owner's rule applies."""

    delay_ids: Ids


@action(
    "delays.offer_by_rule",
    label=gettext_lazy("Offer choices by the owner's rule"),
    seats=NOBODY,
    surfaces=set(),
    emits=(ChoicesOffered,),
)
def offer_by_rule(run: Run, data: ByRule) -> OfferedMany:
    """Write to buyers as far as the owner lets that happen by itself: below a chance, up to an amount, so many a day."""
    rules = rulebook()
    sent, left = 0, []
    rows = Delay.objects.select_for_update(of=("self",)).filter(pk__in=data.delay_ids, state=State.OPEN)
    for row in rows.select_related("order").order_by("pk"):
        order = orders.find(row.order_id)
        if order is None or not rules.automatic or row.chance >= rules.automatic_below:
            continue
        terms = usual_terms(row, rules)
        given = most_given(choices_of(row, order, terms, run.now))
        store = current()
        if given and (store is None or store.currency != row.currency or given > rules.automatic_most_minor):
            left.append(row.order.number)
            continue
        compose(run, row, terms, hours=None, words="", by_rule=True)
        sent += 1
    return OfferedMany(sent=sent, left=tuple(left))


class OneOffer(Input):
    """An offer."""

    offer_id: int


@action("delays.withdraw", label=gettext_lazy("Take an offer back"), seats=DECIDERS, surfaces=EVERYWHERE)
def withdraw(run: Run, data: OneOffer) -> Offered:
    """Take an offer back that nobody has answered; its page says so."""
    made = Offer.objects.select_for_update().filter(pk=data.offer_id).first()
    if made is None:
        raise Missing
    row = delay_of(run, made.delay_id)
    if made.state == OfferState.SENT:
        made.state = OfferState.WITHDRAWN
        made.save(update_fields=["state"])
        run.changed(row.subject, "state", old=row.state, new=State.OPEN.value)
        row.state = State.OPEN
        looking.save(run, row)
    elif made.state != OfferState.WITHDRAWN:
        raise Refused(_("It has been answered, or its time is over."), code="delays.answered")
    return Offered(offer_id=made.pk, delay_id=row.pk, number=row.order.number, most=made.most)


def compose(run: Run, row: Delay, terms: Terms, *, hours: int | None, words: str, by_rule: bool) -> Offer:
    """Write an offer and announce it; raises Refused where there is nothing to choose, or nobody to write to."""
    order = orders.find(row.order_id)
    if row.state not in LIVE:
        raise Refused(_("This delay is over."), code="delays.over")
    if row.state == State.OFFERED:
        raise Refused(_("The buyer has been asked already. Take that offer back first."), code="delays.offered")
    if order is None or not order.email:
        raise Refused(_("This buyer has no e-mail address. Call them."), code="delays.nobody")
    choices = choices_of(row, order, terms, run.now)
    if not choices:
        raise Refused(_("Nothing can be offered here: nothing of it is waited for."), code="delays.nothing")
    if not by_rule:
        _refuse_beyond(run, Money(most_given(choices), row.currency))
    made = Offer.objects.create(
        delay=row,
        order_id=row.order_id,
        terms=terms.as_json(),
        choices=[one.model_dump(mode="json") for one in choices],
        most_minor=most_given(choices),
        currency=row.currency,
        words=words,
        expected_first=row.expected_first,
        expected_last=row.expected_last,
        by_rule=by_rule,
        made_at=run.now,
        made_by=run.actor.ref,
        deadline_at=run.now + timedelta(hours=hours or rulebook().answer_hours),
    )
    run.changed(row.subject, "state", old=row.state, new=State.OFFERED.value)
    row.state = State.OFFERED
    looking.save(run, row)
    run.about(f"order:{row.order_id}")
    event = ChoicesOffered(
        delay_id=row.pk,
        order_id=row.order_id,
        number=order.number,
        offer_id=made.pk,
        deadline_at=made.deadline_at,
        by_rule=by_rule,
    )
    run.emit(event, subject=row.subject)
    return made


def delay_of(run: Run, delay_id: int, *, version: int | None = None) -> Delay:
    """Return a delay, locked with its order: whoever packs or changes that order takes turns with whoever answers.

    Raises Missing, and Refused when it is no longer as it was shown.
    """
    row = Delay.objects.select_for_update(of=("self", "order")).select_related("order").filter(pk=delay_id).first()
    if row is None:
        raise Missing(_("There is no such delay."))
    run.about(row.subject)
    if version is not None and row.version != version:
        raise Refused(_("Something has changed since you looked at it. Look again."), code="delays.stale")
    return row


def _amount(row: Delay, given: Money | None, usual: int, name: str) -> int:
    if given is None:
        return usual
    if given.currency != row.currency or given.minor < 0:
        raise InvalidInput({name: _("An amount in %(currency)s, not below nothing.") % {"currency": row.currency}})
    if given.minor > row.stake_minor:
        most = {"most": format_money(row.stake)}
        raise InvalidInput({name: _("What is late costs %(most)s; more than that is not given.") % most})
    return given.minor


def _refuse_beyond(run: Run, most: Money) -> None:
    """Refuse what is more than service may give away; whoever holds the director's seat may."""
    if run.seat != "service" or not most.minor:
        return
    rules, store = rulebook(), current()
    if store is None or most.currency != store.currency or most.minor > rules.service_most_minor:
        limit = format_money(Money(rules.service_most_minor, store.currency if store else most.currency))
        said = {"most": format_money(most), "limit": limit}
        raise Refused(
            _("This gives away up to %(most)s; service may give %(limit)s. Give less, or ask the director.") % said,
            code="delays.beyond_limit",
        )
