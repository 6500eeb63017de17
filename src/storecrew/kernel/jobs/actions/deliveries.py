"""Dead deliveries: events that a handler could not deal with."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.events.models import Delivery, DeliveryState

SURFACES = {"web", "rest", "mcp", "cli"}

Reason = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class OneDelivery(Input):
    """One event for one handler."""

    delivery_id: int


class DropDelivery(Input):
    """`reason` stays on record: why this handler may never know."""

    delivery_id: int
    reason: Reason


class RetryDead(Input):
    """All dead deliveries of one handler, e.g. `seo.refresh_sitemap`."""

    handler: str


class DeliveryNow(Output):
    """Where a delivery stands."""

    delivery_id: int
    state: str


class Retried(Output):
    """How many deliveries were given another chance."""

    count: int


@action("jobs.retry_delivery", label=gettext_lazy("Deliver again"), seats={"it"}, surfaces=SURFACES)
def retry_delivery(run: Run, data: OneDelivery) -> DeliveryNow:
    """Give a dead delivery a fresh set of tries, beginning now; what waits behind it goes on once it is done.

    Do this after the cause is mended: the same error would end the same way.
    """
    row = _dead(data.delivery_id)
    run.about(_subject(row), row.subject)
    run.changed(_subject(row), "state", old=row.state, new=DeliveryState.WAITING)
    _move(row, state=DeliveryState.WAITING, due_at=run.now, attempts=0, abandoned=0)
    return DeliveryNow(delivery_id=row.pk, state=DeliveryState.WAITING)


@action("jobs.retry_dead", label=gettext_lazy("Deliver all again"), seats={"it"}, surfaces=SURFACES)
def retry_dead(run: Run, data: RetryDead) -> Retried:
    """Give all dead deliveries of one handler a fresh set of tries, in the order of the events."""
    run.about(f"handler:{data.handler}")
    count = Delivery.objects.filter(handler=data.handler, state=DeliveryState.DEAD).update(
        state=DeliveryState.WAITING, due_at=run.now, attempts=0, abandoned=0
    )
    if not count:
        raise Refused(_("Nothing of this handler is dead any more."), code="nothing_dead")
    run.changed(f"handler:{data.handler}", "dead", old=count, new=0)
    return Retried(count=count)


@action("jobs.drop_delivery", label=gettext_lazy("Drop delivery"), seats={"it"}, surfaces=SURFACES, destructive=True)
def drop_delivery(run: Run, data: DropDelivery) -> DeliveryNow:
    """Give up a dead delivery for good: this handler will never hear of this event, and what waits behind it goes on.

    The event itself stays on record.
    """
    row = _dead(data.delivery_id)
    run.about(_subject(row), row.subject)
    run.changed(_subject(row), "state", old=row.state, new=DeliveryState.DROPPED)
    _move(row, state=DeliveryState.DROPPED, settled_at=run.now)
    return DeliveryNow(delivery_id=row.pk, state=DeliveryState.DROPPED)


def _dead(delivery_id: int) -> Delivery:
    row = Delivery.objects.filter(pk=delivery_id).first()
    if row is None:
        raise Missing
    if row.state != DeliveryState.DEAD:
        raise _settled()
    return row


def _move(row: Delivery, **values: object) -> None:
    if not Delivery.objects.filter(pk=row.pk, state=DeliveryState.DEAD).update(**values):
        raise _settled()


def _settled() -> Refused:
    return Refused(_("This delivery is not dead any more; somebody was quicker."), code="not_dead")


def _subject(row: Delivery) -> str:
    return f"delivery:{row.pk}"
