"""Labels of carriers' APIs: connected, asked for, taken in."""

import re
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import secrets
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment.actions.loading import parcel_of
from storecrew.shop.fulfilment.models import Label, LabelState, Parcel, ParcelState, Service
from storecrew.shop.fulfilment.numbers import checked_number
from storecrew.shop.fulfilment.seats import EVERYWHERE, PACKERS, SETTERS
from storecrew.shop.fulfilment.services import ADAPTERS, KIND, LabelRequest
from storecrew.shop.orders import reads as orders
from storecrew.shop.shipping import carriers
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import reads as stock


class ServiceForm(Input):
    """A connection. `service_id` None adds one; an empty key keeps the one there is."""

    service_id: int | None = None
    name: Annotated[str, Field(min_length=1, max_length=80)]
    adapter: Annotated[str, Field(max_length=32)] = "bridge"
    carrier: Annotated[str, Field(max_length=32)]
    address: Annotated[str, Field(max_length=300)]
    key: Annotated[str, Private, Field(max_length=400)] = ""
    follows: bool = True
    active: bool = True


class ServiceSaved(Output):
    """The connection."""

    service_id: int


@action(
    "fulfilment.connect_carrier",
    label=gettext_lazy("Connect a carrier's API"),
    seats=SETTERS,
    surfaces={"web", "rest", "cli"},
)
def connect_carrier(run: Run, data: ServiceForm) -> ServiceSaved:
    """Connect a carrier's API, or change the connection. Its key is kept encrypted and never shown again."""
    if data.adapter not in ADAPTERS:
        raise InvalidInput({"adapter": _("There is no such form of API.")})
    if carriers.find(data.carrier) is None:
        raise InvalidInput({"carrier": _("There is no carrier “%(code)s”.") % {"code": data.carrier}})
    if not re.match(r"https?://[^/\s]+", data.address):
        raise InvalidInput({"address": _("An address begins with https://.")})
    row = Service()
    if data.service_id is not None:
        found = Service.objects.select_for_update().filter(pk=data.service_id).first()
        if found is None:
            raise Missing
        row = found
    before = {name: getattr(row, name) for name in ("name", "adapter", "carrier", "address", "follows", "active")}
    for name in before:
        setattr(row, name, getattr(data, name))
    if data.key:
        row.sealed_key = secrets.encrypt(data.key)
    row.version += 1
    row.save()
    for name, old in before.items():
        run.changed(row.subject, name, old=old, new=getattr(row, name))
    return ServiceSaved(service_id=row.pk)


class AskLabel(Input):
    """For which parcel a label is asked; `service_id` None: the one connection that there is for its carrier."""

    parcel_id: int
    service_id: int | None = None


class LabelAsked(Output):
    """The label that was asked for; the carrier's answer comes later."""

    label_id: int
    state: str


@action(
    "fulfilment.ask_label",
    label=gettext_lazy("Ask the carrier for a label"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
)
def ask_label(run: Run, data: AskLabel) -> LabelAsked:
    """Ask a carrier's API for a parcel's label. Asked twice, one label is made; it has to be weighed before."""
    row = parcel_of(run, data.parcel_id, here=True)
    there = row.labels.exclude(state=LabelState.FAILED).first()
    if there is not None:
        return LabelAsked(label_id=there.pk, state=there.state)
    service = _service(row, data.service_id)
    weight = row.weight_g or row.expected_g
    if not weight:
        raise Refused(_("Weigh the parcel first; the carrier asks for its weight."), code="fulfilment.unweighed")
    label = Label.objects.create(
        parcel=row,
        service=service,
        asked_at=run.now,
        reference=f"{row.number}:{row.labels.count() + 1}:{row.pk}",
    )
    request = LabelRequest(
        reference=label.reference,
        parcel=row.number,
        sender=_sender(run, row),
        ship_to={name: str(value) for name, value in row.ship_to.items()},
        weight_g=weight,
        size_mm=_size(row),
        goods=_goods(row),
    )
    run.plan(KIND, key=label.reference, payload={"service_id": service.pk, "request": request.to_json()})
    run.changed(row.subject, "label", old=None, new=label.state)
    return LabelAsked(label_id=label.pk, state=label.state)


class TakeInLabel(Input):
    """What a carrier answered."""

    reference: Annotated[str, Field(max_length=80)]
    state: Literal["confirmed", "failed", "unknown"]
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    document_url: Annotated[str, Field(max_length=500)] = ""
    cost: Money | None = None
    trouble: Annotated[str, Field(max_length=300)] = ""


@action("fulfilment.take_in_label", label=gettext_lazy("Take in a carrier's label"), seats=SETTERS, surfaces=set())
def take_in_label(run: Run, data: TakeInLabel) -> Nothing:
    """Note the label that a carrier made, or why it made none. An answer told twice changes nothing."""
    label = Label.objects.select_for_update().filter(reference=data.reference).first()
    if label is None or label.state != LabelState.ASKED or data.state == "unknown":
        return Nothing()
    row = parcel_of(run, label.parcel_id)
    label.answered_at = run.now
    if data.state == "failed":
        label.state, label.trouble = LabelState.FAILED, data.trouble
        label.save()
        run.changed(row.subject, "label", old=LabelState.ASKED.value, new=label.state.value)
        return Nothing()
    found = checked_number(label.service.carrier, data.tracking_number, named=True, sure=True)
    label.state, label.tracking_number, label.document_url = LabelState.MADE, found.number, data.document_url
    if data.cost is not None:
        label.cost_minor, label.cost_currency = data.cost.minor, data.cost.currency
    label.save()
    run.changed(row.subject, "tracking_number", old=row.tracking_number, new=found.number)
    row.carrier, row.tracking_number, row.version = found.carrier, found.number, row.version + 1
    if row.state == ParcelState.PACKED:
        row.state = ParcelState.LABELLED
    row.save()
    return Nothing()


def _service(row: Parcel, service_id: int | None) -> Service:
    rows = Service.objects.filter(active=True)
    rows = rows.filter(pk=service_id) if service_id is not None else rows.filter(carrier=row.carrier)
    found = list(rows.order_by("pk")[:2])
    if not found:
        raise Refused(_("No API of this carrier is connected. Type the number by hand."), code="fulfilment.no_service")
    if len(found) > 1:
        raise InvalidInput({"service_id": _("Several are connected. Choose one.")})
    return found[0]


def _sender(run: Run, row: Parcel) -> dict[str, str]:
    places = stock.warehouses(run.actor, stock.WarehousesQuery(closed=True), now=run.now).items
    return next((place.address for place in places if place.warehouse_id == row.warehouse_id), {})


def _size(row: Parcel) -> tuple[int, int, int] | None:
    kinds = shipping.package_kinds(active=False)
    return next((kind.size_mm for kind in kinds if kind.kind_id == row.package_kind_id), None)


def _goods(row: Parcel) -> list[dict[str, object]]:
    order = orders.find(row.order_id)
    lines = {line.line_id: line for line in order.lines} if order else {}
    return [
        {
            "title": lines[content.line_id].title,
            "quantity": content.quantity,
            "hs_code": lines[content.line_id].hs_code,
            "origin": lines[content.line_id].origin,
            "unit_price": {
                "minor": lines[content.line_id].unit_price.minor,
                "currency": lines[content.line_id].unit_price.currency,
            },
        }
        for content in row.contents.order_by("pk")
        if content.line_id in lines
    ]
