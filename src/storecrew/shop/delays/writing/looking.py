"""Write down how it stands with a promise: a delay begins, changes, goes away, or is over."""

from collections.abc import Iterable
from datetime import date, datetime

from storecrew.kernel.actions.run import Run
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.types import Money
from storecrew.shop.delays.events import DelayForeseen, PromiseBroken
from storecrew.shop.delays.gathering import Case
from storecrew.shop.delays.models import LIVE, Delay, Offer, OfferState, Outcome, Rulebook, State
from storecrew.shop.delays.rule import Verdict
from storecrew.shop.orders.types import OrderView

EVENTS = (DelayForeseen, PromiseBroken)
"""What actions that write delays declare."""
BACK_AGAIN = 15
"""So much more than the limit has the chance to be before a delay goes away: it is not to come and go by the hour."""
UNKNOWN_DAYS = 10
"""For the order of the list, where nobody can say when it comes."""
_FIELDS = (
    "reason",
    "whys",
    "source",
    "site_id",
    "supplier_id",
    "lines",
    "chance",
    "expected_first",
    "expected_likely",
    "expected_last",
    "days_late",
    "pieces",
    "stake_minor",
    "cost_minor",
)


def write(run: Run, cases: Iterable[Case], rules: Rulebook) -> tuple[int, int]:
    """Write what became of orders; returns how many delays began and how many are over. Orders in the order of their ids."""
    cases = list(cases)
    rows = Delay.objects.select_for_update().filter(order__in=[case.order.order_id for case in cases], state__in=LIVE)
    live = {row.order_id: row for row in rows.order_by("pk")}
    begun = over = 0
    today = work_calendar().local_date(run.now)
    for case in cases:
        row = live.get(case.order.order_id)
        if case.verdict is None:
            if row is not None:
                close(run, row, case)
                over += 1
        elif row is None:
            begun += _begin(run, case, case.verdict, rules, today)
        else:
            over += _change(run, row, case, case.verdict, rules, today)
    return begun, over


def close(run: Run, row: Delay, case: Case) -> None:
    """Nothing of the order is waited for any more: say what became of its promise."""
    order, until = case.order, row.promised_until
    today = work_calendar().local_date(run.now)
    if order.state == "cancelled":
        settle(run, row, order, Outcome.CANCELLED, days=max(0, (today - until).days))
    elif case.arrived_at is None:
        settle(run, row, order, Outcome.UNKNOWN, days=None)
    else:
        days = (work_calendar().local_date(case.arrived_at) - until).days
        settle(run, row, order, Outcome.BROKEN if days > 0 else Outcome.KEPT, days=days)


def settle(run: Run, row: Delay, order: OrderView, outcome: Outcome, *, days: int | None) -> None:
    """End a delay. Broken promises are announced: also those whose buyer chose not to wait for the day."""
    run.changed(row.subject, "state", old=row.state, new=State.SETTLED.value)
    row.state, row.outcome, row.days, row.settled_at = State.SETTLED, outcome, days, run.now
    Offer.objects.filter(delay=row, state=OfferState.SENT).update(state=OfferState.VOID)
    save(run, row)
    called_off = outcome == Outcome.CANCELLED and (days or 0) > 0
    if outcome in {Outcome.BROKEN, Outcome.CHANGED} or called_off:
        broken = PromiseBroken(
            delay_id=row.pk,
            order_id=row.order_id,
            number=order.number,
            supplier_id=row.supplier_id,
            reason=row.reason,
            days=max(0, days or 0),
            cost=Money(row.spent_minor or 0, row.currency),
            arrived=outcome == Outcome.BROKEN,
            foreseen_at=row.foreseen_at,
            promised_until=row.promised_until,
        )
        run.emit(broken, subject=row.subject)


def save(run: Run, row: Delay) -> None:
    """Save a delay with the next version."""
    row.version += 1
    row.looked_at = run.now
    row.save()


def _begin(run: Run, case: Case, verdict: Verdict, rules: Rulebook, today: date) -> int:
    until = case.order.promised_until
    if until is None or chance_of(verdict, until, today) >= rules.warn_below:
        return 0
    begin(run, case, verdict, rules)
    return 1


def sketch(case: Case, verdict: Verdict, rules: Rulebook, now: datetime) -> Delay:
    """Return the delay that an order would have, unsaved: to be looked at before anything is done."""
    order, until = case.order, case.order.promised_until
    assert until is not None  # noqa: S101  only those are looked at
    row = Delay(order_id=order.order_id, promised_until=until, currency=order.currency, foreseen_at=now, looked_at=now)
    _fill(row, case, verdict, rules, work_calendar().local_date(now))
    return row


def begin(run: Run, case: Case, verdict: Verdict, rules: Rulebook) -> Delay:
    """Begin a delay and announce it, whatever its chance is: somebody may know better than the rule."""
    order, row = case.order, sketch(case, verdict, rules, run.now)
    row.save()
    run.changed(row.subject, "state", old=None, new=row.state)
    run.emit(
        DelayForeseen(
            delay_id=row.pk,
            order_id=order.order_id,
            number=order.number,
            supplier_id=row.supplier_id,
            reason=row.reason,
            chance=row.chance,
            promised_until=row.promised_until,
            expected=row.expected_likely,
            cost=row.cost,
        ),
        subject=row.subject,
    )
    return row


def _change(run: Run, row: Delay, case: Case, verdict: Verdict, rules: Rulebook, today: date) -> int:
    """Bring a delay up to date; returns 1 when it went away."""
    chance = chance_of(verdict, row.promised_until, today)
    if row.state == State.OPEN and chance >= min(95, rules.warn_below + BACK_AGAIN):
        run.changed(row.subject, "state", old=row.state, new=State.GONE.value)
        row.state, row.outcome, row.settled_at, row.chance = State.GONE, Outcome.RECOVERED, run.now, chance
        save(run, row)
        return 1
    before = {name: getattr(row, name) for name in _FIELDS}
    _fill(row, case, verdict, rules, today)
    if before != {name: getattr(row, name) for name in _FIELDS}:
        run.changed(row.subject, "chance", old=before["chance"], new=row.chance)
        save(run, row)
    return 0


def _fill(row: Delay, case: Case, verdict: Verdict, rules: Rulebook, today: date) -> None:
    worst = verdict.worst
    row.chance = chance_of(verdict, row.promised_until, today)
    row.reason, row.whys = verdict.whys[0].code, [why.as_json() for why in verdict.whys]
    row.source = worst.part.source
    row.site_id, row.supplier_id = worst.part.place.site_id, worst.part.place.supplier_id
    troubled = [one.part for one in verdict.parts if one.whys or one is worst]
    row.lines = sorted({line_id for part in troubled for line_id in part.lines})
    row.expected_first, row.expected_likely, row.expected_last = verdict.first, verdict.likely, verdict.last
    row.days_late = verdict.days_late
    row.pieces, row.stake_minor = sum(one.part.pieces for one in verdict.parts), case.minor
    late = row.days_late if row.days_late is not None else UNKNOWN_DAYS
    daily = case.order.total.minor * rules.day_percent * late
    row.cost_minor = (100 - row.chance) * daily // 10_000


def chance_of(verdict: Verdict, until: date, today: date) -> int:
    """Return the chance in a hundred; none is left once the day is over."""
    return 0 if today > until else round(100 * verdict.chance)
