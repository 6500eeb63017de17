"""Rows to be changed: locked, theirs, and refused with a sentence when they are not where the act needs them."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Actor
from storecrew.shop.dropships.models import DropLine, DropParcel, DropShipment
from storecrew.shop.dropships.seats import PLANNER, SENDERS
from storecrew.shop.dropships.types import LinePart


def dropship_of(run: Run, dropship_id: int) -> DropShipment:
    """Return a drop shipment, locked; only for those of the crew who send, and for the supplier whose it is."""
    order_id = DropShipment.objects.filter(pk=dropship_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise Missing(_("There is no such drop shipment."))
    take_turns(order_id)
    row = DropShipment.objects.select_for_update().get(pk=dropship_id)
    by_supplier(run, row)
    run.about(row.subject, f"order:{row.order_id}", f"supplier:{row.supplier_id}")
    return row


def take_turns(order_id: int) -> None:
    """Let whoever does something about an order's drop shipments go one after the other, the first of them being made too."""
    its_order = DropShipment._meta.get_field("order").related_model
    list(its_order._default_manager.select_for_update(no_key=True).filter(pk=order_id).values_list("pk", flat=True))


def by_supplier(run: Run, row: DropShipment) -> None:
    """Let through the supplier whose it is, and the crew; deny strangers and other suppliers.

    What is open to the public is open to whoever is signed in: of the crew, those who hold a seat for it are asked for.
    """
    if run.actor.stranger:
        if run.actor.kind != "outsider" or run.actor.ref != f"supplier:{row.supplier_id}":
            raise Denied(_("This drop shipment is not yours."))
    elif not run.parent and PUBLIC in run.action.seats:
        permit(run.actor, name=run.action.name, seats=SENDERS, at=run.now)


def asking(run: Run) -> Actor:
    """Return who asks other rooms: suppliers have no seat to ask with, and the act needs the answer all the same."""
    return Actor("system", name=PLANNER, reason=run.action.name, surface=run.actor.surface)


def lines_of(row: DropShipment) -> list[DropLine]:
    """Return its lines in order."""
    return list(row.lines.order_by("pk"))


def parts_of(
    lines: Sequence[DropLine], parts: Iterable[LinePart], *, usual: Mapping[int, int]
) -> list[tuple[DropLine, int]]:
    """Return which lines are meant and how many of each; without `parts` what is `usual` for each line."""
    known = {line.pk: line for line in lines}
    named = tuple(parts)
    if not named:
        return [(line, usual[line.pk]) for line in lines if usual.get(line.pk, 0) > 0]
    found: dict[int, int] = {}
    for place, part in enumerate(named):
        if part.line_id not in known:
            raise InvalidInput({f"lines.{place}.line_id": _("This line is not of that drop shipment.")})
        if part.line_id in found:
            raise InvalidInput({f"lines.{place}.line_id": _("A line is named twice.")})
        found[part.line_id] = part.quantity
    return [(line, found[line.pk]) for line in lines if line.pk in found]


def parcel_of(run: Run, drop_parcel_id: int) -> DropParcel:
    """Return a parcel of a drop shipment, with that, both locked."""
    row = DropParcel.objects.filter(pk=drop_parcel_id).first()
    if row is None:
        raise Missing(_("There is no such parcel."))
    dropship_of(run, row.dropship_id)
    return DropParcel.objects.select_for_update().select_related("dropship").get(pk=row.pk)
