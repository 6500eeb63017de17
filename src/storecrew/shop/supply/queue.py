"""What supply puts on the list of the warehouse seat, which buys."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.supply.models import Channel, Document, Offer, State, Supplier, Watch
from storecrew.shop.supply.presenting import rises
from storecrew.shop.supply.reads import store_day

SHOWN = 20
SEAT = "warehouse"


def _watch() -> Watch:
    return Watch.objects.filter(pk=1).first() or Watch()


@queue.source("supply.documents")
def documents(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name papers of suppliers that lapse soon, or have."""
    today = store_day(now)
    soon = today + timedelta(days=_watch().document_days)
    rows = Document.objects.filter(replaced_by=None, valid_until__lte=soon).exclude(supplier__state=State.ENDED)
    for row in rows.select_related("supplier").order_by("valid_until", "pk")[:SHOWN]:
        assert row.valid_until is not None
        facts = {
            "name": row.name,
            "supplier": row.supplier.name,
            "day": date_format(row.valid_until, "MONTH_DAY_FORMAT"),
        }
        lapsed = row.valid_until < today
        yield QueueItem(
            key=f"supply.document:{row.pk}",
            seat=SEAT,
            title=(
                _("“%(name)s” of %(supplier)s has lapsed")
                if lapsed
                else _("“%(name)s” of %(supplier)s lapses on %(day)s")
            )
            % facts,
            why=_("Whoever asks for it, a platform or the customs, is shown a paper that no longer holds."),
            step=Step(
                label=_("Add the new one"),
                url=f"{reverse('supply:add_document', args=[row.supplier_id])}?replaces={row.pk}",
            ),
            url=reverse("supply:supplier", args=[row.supplier_id]),
            minutes=10,
            calm=not lapsed,
            subject=row.supplier.subject,
            version=f"{row.valid_until}:{lapsed}",
        )


@queue.source("supply.rises")
def dearer(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers at whom costs rose, each once."""
    found: dict[int, set[int]] = {}
    for supplier_id, offer_id in rises(now).order_by().values_list("offer__supplier_id", "offer_id")[:5000]:
        found.setdefault(supplier_id, set()).add(offer_id)
    for row in Supplier.objects.filter(pk__in=found).order_by("name", "pk")[:SHOWN]:
        count = len(found[row.pk])
        yield QueueItem(
            key=f"supply.rises:{row.pk}",
            seat=SEAT,
            title=ngettext(
                "%(n)d thing became dearer at %(supplier)s", "%(n)d things became dearer at %(supplier)s", count
            )
            % {"n": count, "supplier": row.name},
            why=_("Prices in your store were reckoned with what it cost before."),
            step=Step(label=_("Look at what became dearer"), url=reverse("supply:supplier", args=[row.pk])),
            minutes=min(5 + count, 30),
            subject=row.subject,
            version=str(count),
        )


@queue.source("supply.unreachable")
def unreachable(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name active suppliers whom nobody could ask anything, in one job."""
    reached = Channel.objects.filter(contact__supplier=OuterRef("pk"), contact__left_at=None)
    rows = Supplier.objects.filter(~Exists(reached), state=State.ACTIVE).order_by("tier", "name", "pk")
    names = list(rows.values_list("pk", "name")[: SHOWN + 1])
    if names:
        count = rows.count()
        first, name = names[0]
        yield QueueItem(
            key="supply.unreachable",
            seat=SEAT,
            title=_("Nobody knows how to reach %(supplier)s") % {"supplier": name}
            if count == 1
            else ngettext(
                "Nobody knows how to reach %(supplier)s and %(n)d more supplier",
                "Nobody knows how to reach %(supplier)s and %(n)d more suppliers",
                count - 1,
            )
            % {"n": count - 1, "supplier": name},
            why=_("When a parcel is late there is nobody to ask."),
            step=Step(label=_("Add a contact"), url=reverse("supply:add_contact", args=[first])),
            url=reverse("supply:suppliers"),
            minutes=3,
            calm=True,
            version=str(count),
        )


@queue.source("supply.ending")
def ending(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers whose offers end soon, or are past their dates, each once."""
    today = store_day(now)
    soon = today + timedelta(days=_watch().offer_days)
    rows = Offer.objects.filter(ended_at=None, valid_until__lte=soon, supplier__state=State.ACTIVE)
    first = rows.values("supplier_id", "supplier__name").annotate(day=Min("valid_until")).order_by("day", "supplier_id")
    for one in first[:SHOWN]:
        count = rows.filter(supplier_id=one["supplier_id"]).count()
        over = one["day"] < today
        facts = {"n": count, "supplier": one["supplier__name"], "day": date_format(one["day"], "MONTH_DAY_FORMAT")}
        yield QueueItem(
            key=f"supply.ending:{one['supplier_id']}",
            seat=SEAT,
            title=ngettext(
                "%(n)d offer of %(supplier)s holds no longer than %(day)s",
                "%(n)d offers of %(supplier)s hold no longer than %(day)s",
                count,
            )
            % facts,
            why=_("Past its dates an offer is left out: nothing is promised from there."),
            step=Step(
                label=_("Ask for new prices"),
                url=f"{reverse('supply:offers')}?supplier={one['supplier_id']}&state={'over' if over else 'ending'}",
            ),
            url=reverse("supply:supplier", args=[one["supplier_id"]]),
            minutes=10,
            calm=not over,
            subject=f"supplier:{one['supplier_id']}",
            version=f"{count}:{one['day']}",
        )


@queue.source("supply.paused")
def paused(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name paused suppliers on the day on which somebody wanted to look again."""
    rows = Supplier.objects.filter(state=State.PAUSED, paused_until__lte=store_day(now))
    for row in rows.order_by("paused_until", "pk")[:SHOWN]:
        yield QueueItem(
            key=f"supply.paused:{row.pk}",
            seat=SEAT,
            title=_("%(supplier)s was paused until now") % {"supplier": row.name},
            why=_("Nothing of theirs can be sold until somebody takes them up again."),
            step=Step(label=_("Take them up, or pause on"), url=reverse("supply:supplier", args=[row.pk])),
            minutes=5,
            calm=True,
            subject=row.subject,
            version=str(row.paused_until),
        )
