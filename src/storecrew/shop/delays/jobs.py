"""The clock's work: look at every open promise, send what the owner lets be sent, take silence for waiting."""

from datetime import datetime, timedelta
from itertools import batched

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.delays import actions
from storecrew.shop.delays.gathering import AT_ONCE, watched_ids
from storecrew.shop.delays.models import LIVE, Delay, Offer, OfferState, State, rulebook
from storecrew.shop.delays.seats import watch

MOST_LAPSED = 200


@scheduled("delays.look", label=_("See which promises will not hold"), rhythm=Every(minutes=15))
def look(now: datetime) -> None:
    """Deal the orders that somebody waits for out to jobs, a handful each: thousands never wait for one another."""
    live = Delay.objects.filter(state__in=LIVE).values_list("order_id", flat=True)
    for handful in batched(sorted({*watched_ids(), *live}), AT_ONCE):
        enqueue(look_at, order_ids=list(handful))


@job(timeout_s=60)
def look_at(order_ids: list[int]) -> None:
    """Look at a handful. Looking again is no harm."""
    actions.look(watch("every quarter of an hour"), actions.Look(order_ids=tuple(order_ids)))


@scheduled("delays.offer", label=_("Offer choices by the owner's rule"), rhythm=Every(minutes=30))
def offer(now: datetime) -> None:
    """Write to buyers by the owner's rule, as many a day as it allows; nothing while it is off."""
    rules = rulebook()
    if not rules.automatic:
        return
    sent = Offer.objects.filter(by_rule=True, made_at__gt=now - timedelta(days=1)).count()
    rows = Delay.objects.filter(state=State.OPEN, chance__lt=rules.automatic_below).order_by("-cost_minor", "pk")
    ids = tuple(rows.values_list("pk", flat=True)[: max(0, min(100, rules.automatic_a_day - sent))])
    if ids:
        actions.offer_by_rule(watch("the owner's rule"), actions.ByRule(delay_ids=ids), now=now)


@scheduled("delays.lapse", label=_("Take buyers who did not answer to wait"), rhythm=Every(minutes=30))
def lapse(now: datetime) -> None:
    """End the offers whose time is over."""
    rows = Offer.objects.filter(state=OfferState.SENT, deadline_at__lte=now).order_by("deadline_at", "pk")
    ids = tuple(rows.values_list("pk", flat=True)[:MOST_LAPSED])
    if ids:
        actions.lapse(watch("nobody answered"), actions.Lapse(offer_ids=ids), now=now)
