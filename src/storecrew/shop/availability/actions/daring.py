"""Say how much the store dares with a supplier."""

from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.availability.models import Said, Threshold
from storecrew.shop.availability.rule import USUAL
from storecrew.shop.availability.seats import DARERS, EVERYWHERE
from storecrew.shop.supply import reads as supply

FIELDS = ("risk", "confirm_after", "stop_after", "cap")


class SetThresholds(Input):
    """What the store dares with a supplier; None: with all who have no thresholds of their own.

    `risk`: a piece is sold while it is missing with at most this chance. Days are working days of the site.
    """

    supplier_id: int | None = None
    risk: Annotated[float, Field(ge=0.001, le=0.5)] = USUAL.risk
    confirm_after: Annotated[float, Field(gt=0, le=90)] = USUAL.confirm_after
    stop_after: Annotated[float, Field(gt=0, le=90)] = USUAL.stop_after
    cap: Annotated[int, Field(ge=1, le=1_000_000)] | None = USUAL.cap


class Dared(Output):
    """Whose thresholds these are, and for how many offers they are looked at anew within minutes."""

    supplier_id: int | None
    offers: int


@action(
    "availability.set_thresholds",
    label=gettext_lazy("Say how much is dared with a supplier"),
    seats=DARERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def set_thresholds(run: Run, data: SetThresholds) -> Dared:
    """Set how likely a sold piece may be missing, from which age a page says "being confirmed", and when selling stops."""
    if data.stop_after < data.confirm_after:
        raise InvalidInput({"stop_after": _("Selling stops no earlier than the page says that it is being confirmed.")})
    subject = _subject(run, data.supplier_id)
    own = Q(supplier=None) if data.supplier_id is None else Q(supplier_id=data.supplier_id)
    row = Threshold.objects.select_for_update().filter(own).first() or Threshold(supplier_id=data.supplier_id)
    for name in FIELDS:
        run.changed(subject, name, old=getattr(row, name), new=getattr(data, name))
        setattr(row, name, getattr(data, name))
    row.changed_at = run.now
    row.save()
    return Dared(supplier_id=data.supplier_id, offers=look_again(run, _of(data.supplier_id)))


class DropThresholds(Input):
    """Whose own thresholds go."""

    supplier_id: int


@action(
    "availability.drop_thresholds",
    label=gettext_lazy("Let the usual thresholds hold for a supplier"),
    seats=DARERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def drop_thresholds(run: Run, data: DropThresholds) -> Dared:
    """Give a supplier's own thresholds up: those for everybody hold from now on."""
    subject = _subject(run, data.supplier_id)
    row = Threshold.objects.select_for_update().filter(supplier_id=data.supplier_id).first()
    if row is not None:
        for name in FIELDS:
            run.changed(subject, name, old=getattr(row, name), new=None)
        row.delete()
    return Dared(supplier_id=data.supplier_id, offers=look_again(run, _of(data.supplier_id)))


def look_again(run: Run, which: Q) -> int:
    """See that the job looks at these words at its next turn; returns how many there are."""
    rows: QuerySet[Any] = Said.objects.filter(which)
    return rows.update(look_at=run.now)


def _subject(run: Run, supplier_id: int | None) -> str:
    if supplier_id is None:
        run.about("availability:thresholds")
        return "availability:thresholds"
    if not supply.suppliers_by_id([supplier_id]):
        raise Missing(_("There is no such supplier."))
    return f"supplier:{supplier_id}"


def _of(supplier_id: int | None) -> Q:
    if supplier_id is not None:
        return Q(site__supplier_id=supplier_id)
    own = Threshold.objects.filter(supplier__isnull=False).values("supplier_id")
    return ~Q(site__supplier_id__in=own)
