"""Plain functions for other rooms, which have checked who asks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.types import Money
from storecrew.shop.delays import reckoning
from storecrew.shop.delays.models import LIVE, Delay, Offer, OfferState, Outcome
from storecrew.shop.delays.reasons import sentence
from storecrew.shop.delays.types import DelayView, Fact, Stricken

MOST = 2000


def at_risk(now: datetime) -> tuple[DelayView, ...]:
    """Return the delays of which something may still come, what they are likely to cost first; one question."""
    rows = Delay.objects.filter(state__in=LIVE).select_related("order").order_by("-cost_minor", "-pk")[:MOST]
    return tuple(view(row) for row in rows)


def affected_by(site_id: int, now: datetime) -> Stricken:
    """Return all that waits for a supplier's warehouse, with what was decided; raises Missing for an unknown one."""
    return reckoning.stricken(site_id, now)


def of_order(order_id: int) -> DelayView | None:
    """Return the delay of an order: the live one, else the last."""
    rows = Delay.objects.filter(order=order_id).select_related("order")
    row = rows.filter(state__in=LIVE).first() or rows.order_by("-pk").first()
    return view(row) if row else None


def live_offer_of(order_id: int, now: datetime) -> int | None:
    """Return the offer that an order's buyer may still answer; None without one."""
    rows = Offer.objects.filter(order=order_id, state=OfferState.SENT, deadline_at__gt=now).order_by("-pk")
    return rows.values_list("pk", flat=True).first()


def facts(supplier_id: int | None, since: datetime, until: datetime) -> tuple[Fact, ...]:
    """Return the promises of a supplier (None: of all) that were settled in a time, or are broken and not settled yet.

    Promises that were kept after all are among them: whoever counts the broken ones against the warned ones needs both.
    One question.
    """
    today = work_calendar().local_date(until)
    over = Q(settled_at__gte=since, settled_at__lt=until) & ~Q(outcome=Outcome.RECOVERED)
    broken = Q(state__in=LIVE, promised_until__lt=today, foreseen_at__lt=until)
    rows = Delay.objects.filter(over | broken).select_related("order")
    rows = rows.filter(supplier=supplier_id) if supplier_id is not None else rows.filter(supplier__isnull=False)
    return tuple(
        Fact(
            delay_id=row.pk,
            order_id=row.order_id,
            number=row.order.number,
            supplier_id=row.supplier_id,
            reason=row.reason,
            promised_until=row.promised_until,
            foreseen_at=row.foreseen_at,
            outcome=row.outcome,
            days=max(0, row.days or 0) if row.settled_at else (today - row.promised_until).days,
            cost=Money(row.spent_minor or 0, row.currency),
            over=row.settled_at is not None,
        )
        for row in rows.order_by("promised_until", "pk")
    )


def view(row: Delay) -> DelayView:
    """Return a delay as others may hold it."""
    return DelayView(
        delay_id=row.pk,
        order_id=row.order_id,
        number=row.order.number,
        name=row.order.name or row.order.email,
        state=row.state,
        reason=row.reason,
        whys=tuple(sentence(why) for why in row.whys),
        source=row.source,
        site_id=row.site_id,
        supplier_id=row.supplier_id,
        chance=row.chance,
        promised_until=row.promised_until,
        expected_first=row.expected_first,
        expected_last=row.expected_last,
        days_late=row.days_late,
        pieces=row.pieces,
        stake=row.stake,
        cost=row.cost,
        foreseen_at=row.foreseen_at,
        outcome=row.outcome,
        days=row.days,
    )


def views(rows: Iterable[Delay]) -> tuple[DelayView, ...]:
    """Return delays as others may hold them; their orders are loaded with them."""
    return tuple(view(row) for row in rows)
