"""What shops of other systems tell us by webhook: kept first, understood afterwards by the rules of their files."""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import F
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Actor, Input, Nothing, Output, Personal, Surface
from storecrew.shop.orders.transfer.batching import origin_of_source
from storecrew.shop.orders.transfer.deciding import PREFIXES
from storecrew.shop.orders.transfer.dialects import json_named
from storecrew.shop.orders.transfer.dialects.base import LeftOut
from storecrew.shop.orders.transfer.draft import settled
from storecrew.shop.orders.transfer.events import OrdersImported, OrderTold
from storecrew.shop.orders.transfer.judging import judge
from storecrew.shop.orders.transfer.models import Incoming, IncomingState, Outcome, Source
from storecrew.shop.orders.transfer.reading import Reading, Unclear
from storecrew.shop.orders.transfer.writing.applying import CALLS, write_orders

LISTENER = grants.system("orders.webhooks", may={"orders.receive_told", "orders.take_in_told"})
"""Takes in what other systems tell."""
STATES = {
    Outcome.NEW: IncomingState.DONE,
    Outcome.UPDATED: IncomingState.DONE,
    Outcome.SAME: IncomingState.SAME,
    Outcome.LEFT: IncomingState.LEFT,
    Outcome.OUT: IncomingState.OUT,
}


def listener(reason: str) -> Actor:
    """Return who acts when a shop tells us something."""
    return Actor("system", name=LISTENER, reason=reason, surface=Surface.WORKER)


class Told(Input):
    """A message whose signature fits; `forged` tells of one whose does not, and is only counted."""

    source_id: int
    delivery: Annotated[str, Field(max_length=120)] = ""
    topic: Annotated[str, Field(max_length=60)] = ""
    body: Annotated[str, Personal] = ""
    forged: bool = False


class Kept(Output):
    """Whether a message was new."""

    outcome: Literal["new", "again", "forged"]


@action(
    "orders.receive_told",
    label=gettext_lazy("Keep what a shop tells"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(OrderTold,),
)
def receive_told(run: Run, data: Told) -> Kept:
    """Keep a message once: the same delivery, or the same words about the same thing, only count as repeated."""
    source = Source.objects.filter(pk=data.source_id)
    run.about(f"order_source:{data.source_id}")
    if data.forged:
        source.update(forged=F("forged") + 1, last_forged_at=run.now)
        return Kept(outcome="forged")
    source.update(received=F("received") + 1, last_received_at=run.now)
    digest = hashlib.sha256(data.body.encode()).hexdigest()
    delivery = data.delivery or digest
    known = Incoming.objects.filter(source_id=data.source_id, delivery=delivery) | Incoming.objects.filter(
        source_id=data.source_id, topic=data.topic, digest=digest
    )
    if first := known.order_by("pk").first():
        Incoming.objects.filter(pk=first.pk).update(repeats=F("repeats") + 1)
        source.update(repeated=F("repeated") + 1)
        return Kept(outcome="again")
    row = Incoming.objects.create(
        source_id=data.source_id,
        delivery=delivery,
        topic=data.topic,
        digest=digest,
        body=data.body.replace("\x00", ""),
        received_at=run.now,
    )
    run.emit(OrderTold(incoming_id=row.pk), subject=f"order_source:{data.source_id}")
    return Kept(outcome="new")


class OneIncoming(Input):
    """A message."""

    incoming_id: int


@action(
    "orders.take_in_told",
    label=gettext_lazy("Take in what a shop told"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
    emits=(OrdersImported,),
    calls=CALLS,
)
def take_in_told(run: Run, data: OneIncoming) -> Nothing:
    """Understand a message and do what the import of the same order in a file would do. Handled once."""
    row = Incoming.objects.select_for_update(of=("self",)).select_related("source").get(pk=data.incoming_id)
    run.about(row.source.subject)
    if row.state != IncomingState.NEW:
        return Nothing()
    order = _order_in(row)
    if order is None:
        row.state = IncomingState.PING if not row.topic or row.body.startswith("webhook_id=") else IncomingState.FAILED
        row.why = {} if row.state == IncomingState.PING else {"code": "no_order"}
    elif row.topic.endswith(("deleted", "delete")):
        row.state, row.why = IncomingState.LEFT, {"code": "deleted_there"}
    else:
        _take_in(run, row, order)
    row.body, row.handled_at = "", run.now
    row.save()
    return Nothing()


def _order_in(row: Incoming) -> dict[str, Any] | None:
    try:
        said = json.loads(row.body)
    except (ValueError, RecursionError):
        return None
    if isinstance(said, dict) and isinstance(said.get("order"), dict):
        said = said["order"]
    return said if isinstance(said, dict) and "id" in said else None


def _take_in(run: Run, row: Incoming, order: dict[str, Any]) -> None:
    source = row.source
    try:
        draft = settled(json_named(source.system).draft(order, 1, _reading(source, run.now)))
    except LeftOut as error:
        row.state, row.why = IncomingState.OUT, {"code": error.said[0].code, "params": dict(error.said[0].params)}
        return
    except Unclear as error:
        row.state, row.why = IncomingState.OUT, {"code": error.code, "params": dict(error.params)}
        return
    row.key, row.number, row.outside_at = draft.key[:120], draft.number[:60], draft.updated_at
    origin = origin_of_source(source, PREFIXES[source.system])
    judged, goods = judge([draft], origin, takes_open=source.takes_open, lock=True)
    (done,) = write_orders(run, judged, origin, goods, takes_open=source.takes_open, source=source)
    told = next((one for one in done.said if one.code), None)
    row.order_id, row.state = done.order_id, STATES[done.judged.outcome]
    row.why = {"code": told.code, "params": dict(told.params)} if told else {}
    if row.state == IncomingState.SAME and told and told.code == "older":
        row.state = IncomingState.STALE
    if done.judged.writes and done.order_id is not None:
        run.emit(OrdersImported(order_ids=(done.order_id,), source_id=source.pk), subject=source.subject)


def _reading(source: Source, now: datetime) -> Reading:
    return Reading(currency=source.currency, zone=source.zone, now=now)
