"""What drop shipments put on seats' lists: what breaks a promise first, then what will, then what is merely open."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.dropships.models import DropParcel, DropShipment, Settlement, State
from storecrew.shop.dropships.tables import late, stopping, to_decide


@queue.source("dropships.deciding")
def deciding(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell what no supplier sends any more, and what left against our will."""
    url = reverse("dropships:index")
    surprises = DropParcel.objects.filter(settlement=Settlement.OPEN).count()
    if surprises:
        yield QueueItem(
            key="dropships.surprises",
            seat="warehouse",
            title=ngettext(
                "%(n)d supplier's parcel left although it was called off",
                "%(n)d suppliers' parcels left although they were called off",
                surprises,
            )
            % {"n": surprises},
            why=_("As long as the replacement has not left it can be stopped; after that the buyer gets two."),
            step=Step(label=_("Decide about the parcels"), url=f"{url}?view=decide"),
            minutes=5 * surprises,
            version=str(surprises),
        )
    stuck = to_decide(DropShipment.objects.all()).exclude(parcels__settlement=Settlement.OPEN).count()
    if stuck:
        yield QueueItem(
            key="dropships.stuck",
            seat="warehouse",
            title=ngettext(
                "%(n)d drop shipment has goods that nobody sends",
                "%(n)d drop shipments have goods that nobody sends",
                stuck,
            )
            % {"n": stuck},
            why=_("The supplier refused or was called off; the buyer still waits for the promised day."),
            step=Step(label=_("Choose other sources"), url=f"{url}?view=decide"),
            minutes=4 * stuck,
            version=str(stuck),
        )


@queue.source("dropships.late")
def lateness(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell which answers and parcels are overdue."""
    url = reverse("dropships:index")
    count = late(DropShipment.objects.exclude(state=State.NEW), now).count()
    if count:
        yield QueueItem(
            key="dropships.late",
            seat="warehouse",
            title=ngettext(
                "%(n)d drop shipment is late at its supplier",
                "%(n)d drop shipments are late at their suppliers",
                count,
            )
            % {"n": count},
            why=_("Each further day moves the promised date of these buyers."),
            step=Step(label=_("Ask the suppliers, or take it from elsewhere"), url=f"{url}?view=late&sort=due"),
            minutes=min(4 * count, 120),
            version=str(count),
        )


@queue.source("dropships.sending")
def sending(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell what no supplier knows of yet, and what could not be sent."""
    url = reverse("dropships:index")
    rows = DropShipment.objects.filter(state=State.NEW, order__held=False)
    count = rows.count()
    if count:
        yield QueueItem(
            key="dropships.to_send",
            seat="warehouse",
            title=ngettext(
                "%(n)d drop shipment is not sent to its supplier yet",
                "%(n)d drop shipments are not sent to their suppliers yet",
                count,
            )
            % {"n": count},
            why=_("Nobody there knows of it; what misses the cut-off leaves a working day later."),
            step=Step(
                label=ngettext("Send %(n)d drop shipment", "Send %(n)d drop shipments", count) % {"n": count},
                url=f"{url}?view=send",
            ),
            due_at=rows.aggregate(first=Min("ship_by"))["first"],
            minutes=min(1 + count, 60),
            version=str(count),
        )


@queue.source("dropships.stopping")
def stops(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell who was asked to stop and did not answer."""
    count = stopping(DropShipment.objects.all()).count()
    if count:
        yield QueueItem(
            key="dropships.stopping",
            seat="warehouse",
            title=ngettext(
                "%(n)d supplier did not say whether they stopped",
                "%(n)d suppliers did not say whether they stopped",
                count,
            )
            % {"n": count},
            why=_("What they do not stop is paid for, and the buyer may get two."),
            step=Step(label=_("Ask them"), url=f"{reverse('dropships:index')}?view=stopping"),
            minutes=3 * count,
            calm=True,
            version=str(count),
        )
