"""What fulfilment puts on seats' lists, the costliest first: what breaks a promise, then what will, then what lies about."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.store.reads import current
from storecrew.shop.fulfilment import reads
from storecrew.shop.fulfilment.models import HERE, ON_THE_WAY, Label, LabelState, Parcel, ParcelState, Shortage
from storecrew.shop.fulfilment.types import ReadyOrder
from storecrew.shop.fulfilment.weighing import current_habits
from storecrew.shop.orders import reads as orders

LIES_ABOUT = timedelta(hours=20)
"""A packed parcel that is not handed over after this has missed a collection."""


@queue.source("fulfilment.sending")
def sending(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell what should have left, and what has to leave before the next cut-off."""
    if "warehouse" not in grants_of(actor, now).seats:
        return
    found = reads.ready(actor, reads.ReadyQuery(), now=now).items
    late = [row for row in found if row.group == "overdue" and row.there]
    soon = [row for row in found if row.group == "today" and row.there]
    if late:
        yield QueueItem(
            key="fulfilment.overdue",
            seat="warehouse",
            title=ngettext("%(n)d order should have left", "%(n)d orders should have left", len(late))
            % {"n": len(late)},
            why=_("Each further day moves the promised date of these buyers; their goods lie here."),
            step=Step(
                label=ngettext("Pick and pack %(n)d order", "Pick and pack %(n)d orders", len(late)) % {"n": len(late)},
                url=reverse("fulfilment:ready"),
            ),
            cost=_at_stake(late),
            minutes=min(6 * len(late), 240),
            version=str(len(late)),
        )
    if soon:
        due = min(row.due_at for row in soon if row.due_at)
        yield QueueItem(
            key="fulfilment.due",
            seat="warehouse",
            title=ngettext(
                "%(n)d order has to leave before the cut-off",
                "%(n)d orders have to leave before the cut-off",
                len(soon),
            )
            % {"n": len(soon)},
            why=_("What misses it arrives a working day later than promised."),
            step=Step(
                label=ngettext("Pick and pack %(n)d order", "Pick and pack %(n)d orders", len(soon)) % {"n": len(soon)},
                url=reverse("fulfilment:ready"),
            ),
            due_at=due,
            minutes=min(6 * len(soon), 240),
            version=str(len(soon)),
        )


@queue.source("fulfilment.lying_about")
def lying_about(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell of parcels that are packed and have not left, of orders that were called off after packing, of labels refused."""
    rows = Parcel.objects.filter(state__in=HERE)
    waiting = rows.filter(packed_at__lte=now - LIES_ABOUT).exclude(order__state="cancelled").count()
    gone = rows.filter(order__state="cancelled").count()
    refused = Label.objects.filter(state=LabelState.FAILED, parcel__state=ParcelState.PACKED).count()
    url = reverse("fulfilment:parcels")
    if gone:
        yield QueueItem(
            key="fulfilment.unpack",
            seat="warehouse",
            title=ngettext(
                "%(n)d packed parcel is of a cancelled order", "%(n)d packed parcels are of cancelled orders", gone
            )
            % {"n": gone},
            why=_("It must not leave; its goods belong back on the shelf."),
            step=Step(label=_("Unpack them"), url=f"{url}?view=called_off"),
            minutes=3 * gone,
            version=str(gone),
        )
    if waiting:
        yield QueueItem(
            key="fulfilment.not_handed_over",
            seat="warehouse",
            title=ngettext("%(n)d packed parcel was not collected", "%(n)d packed parcels were not collected", waiting)
            % {"n": waiting},
            why=_("It has lain here since yesterday: its buyer still waits for the tracking number."),
            step=Step(label=_("Hand them over"), url=f"{url}?view=here"),
            minutes=min(2 * waiting, 60),
            version=str(waiting),
        )
    if refused:
        yield QueueItem(
            key="fulfilment.labels",
            seat="warehouse",
            title=ngettext("The carrier refused %(n)d label", "The carrier refused %(n)d labels", refused)
            % {"n": refused},
            why=_("The carrier said why on the parcel's page; often it is the address or the weight."),
            step=Step(label=_("Look at the parcels"), url=f"{url}?view=here"),
            minutes=3 * refused,
            version=str(refused),
        )


@queue.source("fulfilment.missing")
def missing(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell of orders whose pieces were not in their bins."""
    count = Shortage.objects.filter(settled_at=None).count()
    if count:
        yield QueueItem(
            key="fulfilment.missing",
            seat="warehouse",
            title=ngettext("%(n)d order lacks pieces", "%(n)d orders lack pieces", count) % {"n": count},
            why=_("They were promised and not found. Find them, send the rest, or ask the buyer."),
            step=Step(label=_("Settle what is missing"), url=reverse("fulfilment:trouble")),
            minutes=5 * count,
            version=str(count),
        )


@queue.source("fulfilment.on_the_way")
def on_the_way(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell of parcels in trouble, late, or silent, before their buyers ask."""
    url = reverse("fulfilment:trouble")
    trouble = Parcel.objects.filter(state__in=[ParcelState.EXCEPTION, ParcelState.RETURNED], settled_at=None).count()
    if trouble:
        yield QueueItem(
            key="fulfilment.trouble",
            seat="service",
            title=ngettext("%(n)d parcel is in trouble", "%(n)d parcels are in trouble", trouble) % {"n": trouble},
            why=_("The carrier could not deliver, lost or returned it. The buyer should hear it from us first."),
            step=Step(label=_("Settle it with the carrier or the buyer"), url=url),
            minutes=10 * trouble,
            version=str(trouble),
        )
    calendar = work_calendar()
    today = calendar.local_date(now)
    late = Parcel.objects.filter(state__in=ON_THE_WAY, promised_until__lt=today).exclude(state=ParcelState.EXCEPTION)
    count = late.count()
    if count:
        yield QueueItem(
            key="fulfilment.late",
            seat="service",
            title=ngettext("%(n)d parcel is later than promised", "%(n)d parcels are later than promised", count)
            % {"n": count},
            why=_("Three of four buyers write once the promised day is over. Write first."),
            step=Step(label=_("Tell the buyers"), url=url),
            minutes=5 * count,
            version=str(count),
        )
    silent = _silent(now)
    if silent:
        yield QueueItem(
            key="fulfilment.silent",
            seat="service",
            title=ngettext("Nothing was heard of %(n)d parcel", "Nothing was heard of %(n)d parcels", silent)
            % {"n": silent},
            why=_("The carrier has said nothing for days: lost before the first scan, or the number is wrong."),
            step=Step(label=_("Ask the carrier"), url=url),
            minutes=5 * silent,
            calm=True,
            version=str(silent),
        )


def _silent(now: datetime) -> int:
    since = silent_since(now)
    return silent_parcels(since).count() if since else 0


def silent_since(now: datetime) -> datetime | None:
    """Return the instant since which a parcel of which nothing was heard counts as silent; None: nobody ever works."""
    calendar = work_calendar()
    try:
        on = engine.add_working_days(calendar, calendar.local_date(now), -current_habits().silent_after_days)
    except engine.NeverOpen:
        return None
    return datetime.combine(on, datetime.min.time(), tzinfo=calendar.zone)


def silent_parcels(since: datetime) -> QuerySet[Parcel]:
    """Return the parcels that left before `since` and of which nothing was heard after."""
    rows = Parcel.objects.filter(state__in=ON_THE_WAY, shipped_at__lt=since).exclude(state=ParcelState.EXCEPTION)
    return rows.filter(Q(heard_at=None) | Q(heard_at__lt=since))


def _at_stake(rows: list[ReadyOrder]) -> Money | None:
    """Return what a day of waiting costs at least: the shipping that their buyers paid for being in time, given back.

    In the store's currency only; without such orders it cannot be priced.
    """
    store = current()
    if store is None:
        return None
    found = orders.find_many({row.order_id for row in rows[:200]}, crew=False)
    paid = [order.shipping for order in found.values() if order.shipping.currency == store.currency]
    total = sum((amount.minor for amount in paid), 0)
    return Money(total, store.currency) if total else None
