"""Costs as suppliers' own lists tell them: many at once, and nothing but what changed is written."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.supply.events import CostsChanged
from storecrew.shop.supply.models import CostChange, Offer
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.writing.offers import cost_change

ROWS_AT_MOST = 5_000
type Minor = Annotated[int, Field(ge=0, le=10**13)]


class SetCosts(Input):
    """What one piece costs now, of a supplier's offers: (offer, minor units of the offer's currency)."""

    supplier_id: int
    rows: Annotated[tuple[tuple[int, Minor], ...], Field(max_length=ROWS_AT_MOST)]


class CostsSet(Output):
    """How many costs changed; the others were so already, or are no offers of this supplier."""

    changed: int


@action(
    "supply.set_costs",
    label=gettext_lazy("Set what offers cost"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(CostsChanged,),
)
def set_costs(run: Run, data: SetCosts) -> CostsSet:
    """Set what offers of a supplier cost, at most 5,000 at once. Price breaks and everything else stays as it is."""
    wanted = dict(data.rows)
    run.about(f"supplier:{data.supplier_id}")
    rows = Offer.objects.select_for_update().filter(pk__in=wanted, supplier_id=data.supplier_id, ended_at=None)
    changed = [row for row in rows.order_by("pk") if row.cost_minor != wanted[row.pk]]
    history = []
    for row in changed:
        before, row.cost_minor, row.changed_at = row.cost_minor, wanted[row.pk], run.now
        history.append(cost_change(run, row, before=before))
    Offer.objects.bulk_update(changed, ["cost_minor", "changed_at"], batch_size=500)
    CostChange.objects.bulk_create(history, batch_size=500)
    if changed:
        event = CostsChanged(supplier_id=data.supplier_id, offer_ids=tuple(row.pk for row in changed))
        run.emit(event, subject=f"supplier:{data.supplier_id}")
    return CostsSet(changed=len(changed))
