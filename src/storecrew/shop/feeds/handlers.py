"""What feeds do when something else happened: a work ended, goods are bought that were not, somebody has to be told."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.jobs.events import WorkFinished
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.pages import notices
from storecrew.kernel.people.standing import WhoCould, who_could
from storecrew.shop.feeds.actions.asking import gate
from storecrew.shop.feeds.actions.receiving import TAKE_BACK, TAKE_IN
from storecrew.shop.feeds.actions.taking import Ended, NewOffers, end_work, say_all_again
from storecrew.shop.feeds.events import BreakerOpened, SourceWentSilent
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.supply.events import OffersMade

MOST_TOLD = 12


@on(WorkFinished, name="feeds.end_work")
def follow(event: WorkFinished, meta: Meta) -> None:
    """A version whose work was cancelled or failed is stopped: it can go on later, or be taken back."""
    if event.kind not in {TAKE_IN, TAKE_BACK} or event.state == WorkState.DONE:
        return
    version = Version.objects.filter(work_id=event.work_id).first()
    if version is not None:
        data = Ended(version_id=version.pk, failed=event.state == WorkState.FAILED)
        end_work(gate("its work has ended"), data, now=meta.now)


@on(OffersMade, name="feeds.say_all_again")
def say_again(event: OffersMade, meta: Meta) -> None:
    """Tell new offers what the supplier's files have said of them already."""
    if Source.objects.shown().filter(supplier_id=event.supplier_id).exclude(current=None).exists():
        say_all_again(gate("offers are new here"), NewOffers(supplier_id=event.supplier_id), now=meta.now)


@on(BreakerOpened, name="feeds.tell_breaker")
def tell_breaker(event: BreakerOpened, meta: Meta) -> None:
    """Tell whoever can decide that a file is held."""
    row = Source.objects.select_related("supplier").get(pk=event.source_id)
    for person_id in _keepers(meta.now):
        notices.tell(
            person_id,
            _("%(source)s of %(supplier)s sent a file that looks wrong. Nothing of it was taken: have a look."),
            key=f"feeds.held:{row.pk}:{row.held_since}",
            at=meta.at,
            url=reverse("feeds:version", args=[event.version_id]),
            icon="warn",
            source=row.name,
            supplier=row.supplier.name,
        )


@on(SourceWentSilent, name="feeds.tell_silence")
def tell_silence(event: SourceWentSilent, meta: Meta) -> None:
    """Tell whoever looks after suppliers' stock that one of them says nothing any more."""
    row = Source.objects.select_related("supplier").get(pk=event.source_id)
    dead = _("%(source)s of %(supplier)s has been dead for days. What it said is sold less and less.")
    silent = _("%(source)s of %(supplier)s has said nothing for longer than agreed.")
    for person_id in _keepers(meta.now):
        notices.tell(
            person_id,
            dead if event.dead else silent,
            key=f"feeds.silent:{meta.id}",
            at=meta.at,
            url=reverse("feeds:source", args=[row.pk]),
            icon="warn",
            source=row.name,
            supplier=row.supplier.name,
        )


def _keepers(at: datetime) -> Iterator[int]:
    """Return the people who could let a held file through now, each once."""
    found = who_could(gate("somebody has to be told"), WhoCould(name="feeds.let_through", at=at), now=at)
    yield from list(dict.fromkeys(one.person_id for one in found.items if not one.agent))[:MOST_TOLD]
