"""The permitted questions about drop shipments."""

from typing import Annotated, Literal

from django.db.models import Q
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.dropships import moving
from storecrew.shop.dropships.models import OPEN, DropShipment
from storecrew.shop.dropships.reads.plain import answers_of
from storecrew.shop.dropships.reads.views import views_of
from storecrew.shop.dropships.seats import COST_READERS, EVERYWHERE, READERS
from storecrew.shop.dropships.types import AnswerView, Choice, DropView
from storecrew.shop.orders import reads as orders


class DropshipsQuery(Input):
    """Which drop shipments. `which`: open ones, those somebody has to decide about, or all; `after`: the last id before."""

    supplier_id: int | None = None
    order_id: int | None = None
    which: Literal["open", "stuck", "all"] = "open"
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Dropships(Output):
    """In the order in which they were made."""

    items: tuple[DropView, ...]


@read("dropships.dropships", label=gettext_lazy("Drop shipments"), seats=READERS, surfaces=EVERYWHERE)
def dropships(ask: Ask, data: DropshipsQuery) -> Dropships:
    """List what suppliers send to buyers for us: asked, answered, sent, with deadlines and what is next for each."""
    rows = DropShipment.objects.filter(pk__gt=data.after)
    rows = rows.filter(supplier=data.supplier_id) if data.supplier_id is not None else rows
    rows = rows.filter(order=data.order_id) if data.order_id is not None else rows
    if data.which == "open":
        rows = rows.filter(state__in=OPEN)
    if data.which == "stuck":
        rows = rows.filter(Q(lines__pending__gt=0) | Q(parcels__settlement="open")).distinct()
    return Dropships(items=views_of(rows.order_by("pk")[: data.limit], ask.now, costs=_sees_costs(ask)))


class DropshipQuery(Input):
    """Names a drop shipment."""

    dropship_id: int


class DropshipInFull(Output):
    """One, with everything that was said of it."""

    dropship: DropView
    answers: tuple[AnswerView, ...]


@read("dropships.dropship", label=gettext_lazy("Drop shipment"), seats=READERS, surfaces=EVERYWHERE)
def dropship(ask: Ask, data: DropshipQuery) -> DropshipInFull:
    """Tell everything about a drop shipment: pieces, deadlines, parcels, and who said what when by which way."""
    row = _row(data.dropship_id)
    (view,) = views_of([row], ask.now, costs=_sees_costs(ask))
    return DropshipInFull(dropship=view, answers=answers_of(row.pk))


class ChoicesQuery(Input):
    """What is open or refused of which drop shipment."""

    dropship_id: int


class ChoicesFound(Output):
    """Other sources, the best that has enough in front."""

    items: tuple[Choice, ...]


@read("dropships.choices", label=gettext_lazy("Other sources"), seats=COST_READERS, surfaces=EVERYWHERE)
def choices(ask: Ask, data: ChoicesQuery) -> ChoicesFound:
    """List from where else the pieces could come, with what it costs more, what is left of the price, and the new day."""
    row = _row(data.dropship_id)
    order = orders.find(row.order_id)
    parts = [(line, line.open + line.pending) for line in row.lines.order_by("pk") if line.open + line.pending]
    return ChoicesFound(items=tuple(moving.choices(row, parts, order, ask.now)) if order else ())


def _row(dropship_id: int) -> DropShipment:
    row = DropShipment.objects.filter(pk=dropship_id).first()
    if row is None:
        raise Missing
    return row


def _sees_costs(ask: Ask) -> bool:
    return allows(ask.actor, name="dropships.dropships", seats=COST_READERS, at=ask.now)
