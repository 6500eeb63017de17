"""What delays put on seats' lists: promises that will not hold, sources that are silent, buyers who did not answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.store.reads import current
from storecrew.shop.delays.models import Cause, Delay, Offer, OfferState, State
from storecrew.shop.delays.troubled import troubled
from storecrew.shop.delays.types import Code

SHOWN = 10
REMEMBERED = timedelta(days=3)


@queue.source("delays.at_risk")
def at_risk(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for the orders whose buyers have not been asked, with what they are likely to cost."""
    rows = Delay.objects.filter(state=State.OPEN)
    store = current()
    mine = rows.filter(currency=store.currency) if store else rows.none()
    sums = {**rows.aggregate(n=Count("pk")), **mine.aggregate(cost=Sum("cost_minor"))}
    count = sums["n"]
    if not count:
        return
    url = f"{reverse('delays:index')}?state=open"
    yield QueueItem(
        key="delays.at_risk",
        seat="service",
        title=ngettext("%(n)d promise will not hold", "%(n)d promises will not hold", count) % {"n": count},
        why=_("Who is told before the day keeps buying; who has to ask first goes elsewhere."),
        step=Step(
            label=ngettext("Look at %(n)d order", "Look at %(n)d orders", count) % {"n": count},
            url=url,
        ),
        url=url,
        cost=Money(sums["cost"], store.currency) if store and sums["cost"] else None,
        minutes=min(60, 2 * count),
        version=str(count),
    )


@queue.source("delays.silent")
def silent(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name the sources from which nothing comes while orders wait for them, and nobody has decided."""
    for one in troubled(now)[:SHOWN]:
        if not one.undecided:
            continue
        url = reverse("delays:site", args=[one.site.site_id])
        said = {"supplier": one.supplier, "site": one.site.name, "n": one.undecided}
        title = ngettext("%(n)d order waits for %(site)s", "%(n)d orders wait for %(site)s", one.undecided)
        why = {
            Cause.CLOSED: _("This warehouse of %(supplier)s is closed."),
            Cause.DEAD: _("%(supplier)s has said nothing for days: nobody knows whether anything leaves there."),
            Cause.SILENT: _("%(supplier)s has said nothing for longer than a day."),
        }.get(one.cause, _("%(supplier)s is looked after."))
        yield QueueItem(
            key=f"delays.silent:{one.site.site_id}",
            seat="warehouse",
            title=title % said,
            why=why % said,
            step=Step(label=_("Decide for each of them"), url=url),
            url=url,
            minutes=10,
            subject=f"supplier:{one.site.supplier_id}",
            version=f"{one.cause}:{one.undecided}",
        )


@queue.source("delays.no_answer")
def no_answer(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name the buyers who did not answer lately: they are taken to wait, and a call may keep them."""
    rows = Offer.objects.filter(state=OfferState.LAPSED, answered_at__gt=now - REMEMBERED, delay__state=State.ANSWERED)
    count = rows.count()
    if count:
        url = f"{reverse('delays:index')}?which=silent"
        yield QueueItem(
            key="delays.no_answer",
            seat="service",
            title=ngettext(
                "%(n)d buyer did not say what they would like", "%(n)d buyers did not say what they would like", count
            )
            % {"n": count},
            why=_("They are taken to wait. Nobody who is angry writes twice: call the dearest ones."),
            step=Step(label=_("See whom to call"), url=url),
            url=url,
            minutes=5 * count,
            calm=True,
            version=str(count),
        )


@queue.source("delays.send_now")
def send_now(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for orders of which what is there is to leave at once."""
    rows = Offer.objects.filter(
        state=OfferState.ANSWERED, choice=Code.SPLIT, delay__state=State.ANSWERED, order__fulfilment="none"
    )
    count = rows.count()
    if count:
        url = f"{reverse('delays:index')}?which=split"
        yield QueueItem(
            key="delays.send_now",
            seat="warehouse",
            title=ngettext("%(n)d buyer wants what is there at once", "%(n)d buyers want what is there at once", count)
            % {"n": count},
            why=_("They were promised so: pack what lies here, the rest follows."),
            step=Step(label=_("See which orders"), url=url),
            url=url,
            minutes=3 * count,
            version=str(count),
        )
