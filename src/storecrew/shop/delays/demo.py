"""Late orders of the demo store: those of the last three months as they were foreseen, and today's, led as far as their turn.

Nobody here exists. The same moment gives the same store.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import batched

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, nobody
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.events.drain import drain
from storecrew.shop.delays import actions, reads
from storecrew.shop.delays.gathering import AT_ONCE, watched_ids
from storecrew.shop.delays.models import Delay, Offer, Outcome, State, What
from storecrew.shop.delays.reasons import Reason
from storecrew.shop.delays.seats import watch
from storecrew.shop.delays.troubled import troubled
from storecrew.shop.delays.writing.past import PastDelay, write_many
from storecrew.shop.fulfilment import reads as fulfilment
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.supply import reads as supply

__all__ = ["PastDelay", "build", "write_many"]

REMEMBERED = timedelta(days=90)
ANSWERS = ("wait", "", "substitute", "part", "", "drop", "wait", "cancel")
"""What buyers say, one after the other; empty: nothing yet. Who cannot have it waits."""
WORDS = "这批灯罩烧坏了一窑，重新上釉要几天，耽误您了。"


def build(actor: Actor, now: datetime) -> None:
    """Set the rules, write the past, look at what is open, and lead some of it on."""
    rules = actions.Rules(voucher_percent=5, voucher_most_minor=3000, part_percent=6, part_most_minor=2000)
    actions.set_rules(actor, rules, now=now - timedelta(days=300))
    write_many(list(_past(actor, now)))
    for handful in batched(watched_ids(), AT_ONCE):
        actions.look(watch("the demo's morning"), actions.Look(order_ids=handful), now=now - timedelta(hours=6))
    _lead(actor, now)
    _look_after(actor, now)
    drain(now)


def _past(actor: Actor, now: datetime) -> Iterator[PastDelay]:
    """Yield the late orders of three months: three of four were foreseen; and some warnings that were for nothing."""
    calendar = work_calendar()
    arrived = list(_arrived(actor, now))
    parcels = fulfilment.moving_of([order.order_id for order in arrived])
    places = {one.warehouse_id for some in parcels.values() for one in some if one.warehouse_id}
    sites = supply.sites_at(places)
    for order in arrived:
        moving = parcels.get(order.order_id, [])
        came = max((one.delivered_at for one in moving if one.delivered_at), default=None)
        if (
            came is None
            or order.promised_until is None
            or order.placed_at is None
            or any(not one.delivered_at for one in moving)
        ):
            continue
        days = (calendar.local_date(came) - order.promised_until).days
        false_alarm = days in {-1, 0} and order.order_id % 9 == 0
        if days <= 0 and not false_alarm:
            continue
        ahead = 1 + order.order_id % 4 if order.order_id % 4 or false_alarm else -1
        seen = datetime.combine(order.promised_until - timedelta(days=ahead), time(2), tzinfo=came.tzinfo)
        from_them = (sites[one.warehouse_id] for one in moving if one.warehouse_id in sites)
        yield PastDelay(
            order_id=order.order_id,
            currency=order.currency,
            promised_until=order.promised_until,
            foreseen_at=max(seen, order.placed_at + timedelta(hours=1)),
            settled_at=came,
            outcome=Outcome.KEPT if false_alarm else Outcome.BROKEN,
            reason=Reason.SLOW if order.order_id % 3 else Reason.NOT_SENT,
            days=days,
            stake_minor=order.total.minor,
            supplier_id=next((site.supplier_id for site in from_them), None),
            spent_minor=500 if days > 2 else 0,
        )


def _arrived(actor: Actor, now: datetime) -> Iterator[OrderView]:
    cursor: str | None = None
    while True:
        query = orders.OrderList(view="done", placed_from=now - REMEMBERED, limit=200, cursor=cursor)
        page = orders.orders(actor, query, now=now)
        yield from orders.find_many(row.order_id for row in page.items).values()
        cursor = page.cursor
        if cursor is None:
            return


def _lead(actor: Actor, now: datetime) -> None:
    """Offer choices to the dearest ones, and let buyers answer."""
    rows = Delay.objects.filter(state=State.OPEN).select_related("order").order_by("-cost_minor", "pk")
    for turn, row in enumerate(rows[1:9]):
        at = now - timedelta(hours=5) + timedelta(minutes=4 * turn)
        data = actions.OfferChoices(delay_id=row.pk, words=WORDS if turn == 0 else "")
        with suppress(ActionError):  # whom nobody can write to is called
            made = actions.offer(actor, data, now=at)
            _answer(made.offer_id, ANSWERS[turn % len(ANSWERS)], at + timedelta(hours=1 + turn / 4))


def _answer(offer_id: int, wanted: str, at: datetime) -> None:
    if not wanted:
        return
    offer = Offer.objects.get(pk=offer_id)
    token = orders.token_for(offer.order_id)
    own = reads.own(nobody(), reads.OwnQuery(token=token, offer_id=offer_id), now=at).items[0]
    choice = next((one for one in own.choices if one.code == wanted), own.choices[0])
    data = actions.Answer(token=token, offer_id=offer_id, key=choice.key, seal=choice.seal)
    with suppress(ActionError):
        actions.answer(nobody(), data, now=at)


def _look_after(actor: Actor, now: datetime) -> None:
    """Decide for some orders of the first silent source, and leave the others."""
    for one in troubled(now)[:1]:
        waiting = [row.order_id for row in reads.affected_by(one.site.site_id, now).items if not row.over]
        for what, ids in ((What.ASK, waiting[:2]), (What.WAIT, waiting[2:3])):
            if ids:
                data = actions.Decide(site_id=one.site.site_id, what=what, order_ids=tuple(ids))
                actions.decide(actor, data, now=now - timedelta(hours=2))
