"""What wishes do when others announce: something is back, something became cheaper, a letter did not leave."""

from django.utils import timezone

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.events import ActSettled
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.jobs.background import enqueue
from storecrew.kernel.mail.conditions import condition
from storecrew.shop.catalogue.events import PriceChanged
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.wishes import actions, jobs
from storecrew.shop.wishes.actions.telling import BACK_KEY
from storecrew.shop.wishes.models import AlertState, StockAlert, Wish
from storecrew.shop.wishes.selling import pieces_of


@on(AvailabilityChanged, name="wishes.back")
def back(event: AvailabilityChanged, meta: Meta) -> None:
    """Tell those who wait, as soon as there is something to be had."""
    there = event.sellable is None or event.sellable > 0
    if there and StockAlert.objects.filter(variant=event.variant_id, state=AlertState.WAITING).exists():
        enqueue(jobs.tell_back, variant_id=event.variant_id)


@on(PriceChanged, name="wishes.cheaper")
def cheaper(event: PriceChanged, meta: Meta) -> None:
    """Tell those who want to hear of lower prices."""
    if event.new_minor is None or (event.old_minor is not None and event.new_minor >= event.old_minor):
        return
    wanted = Wish.objects.filter(variant=event.variant_id, currency=event.currency, list__tells_drops=True)
    if wanted.exists():
        enqueue(
            jobs.tell_drop, variant_id=event.variant_id, currency=event.currency, now_minor=event.new_minor, after=0
        )


@on(ActSettled, name="wishes.not_sent")
def not_sent(event: ActSettled, meta: Meta) -> None:
    """Let those wait on whose letter did not leave, because it was gone again."""
    key = str(event.answer.get("key", ""))
    if event.answer.get("sent", True) or not key.startswith(f"{BACK_KEY}:"):
        return
    clerk = Actor("system", name=actions.CLERK, reason="gone again", surface=Surface.WORKER)
    actions.not_sent(clerk, actions.NotSent(key=key), now=meta.now)


@condition(BACK_KEY)
def is_there(variant_id: str) -> bool:
    """Tell, as a letter is about to leave, whether there is still something to be had."""
    pieces = pieces_of([int(variant_id)], timezone.now()).get(int(variant_id))
    return pieces is None or pieces > 0
