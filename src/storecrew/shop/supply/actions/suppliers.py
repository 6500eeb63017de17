"""Suppliers: add them, change what is agreed with them, stop buying from them for a while or for good."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.people.directory import person_name
from storecrew.kernel.store.choices import countries
from storecrew.shop.stock import actions as stock
from storecrew.shop.supply.events import SupplierAdded, SupplierStateChanged
from storecrew.shop.supply.models import Site, State, Supplier, Tier
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.writing.changing import set_fields
from storecrew.shop.supply.writing.loading import supplier_of
from storecrew.shop.supply.writing.warehouses import as_it_is

type Code = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[\w.-]+$")]


class SupplierForm(Input):
    """A company one buys from. `deposit_percent` is paid with the order (100: prepaid), the rest after `net_days`."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=120)]
    legal_name: Annotated[str, Field(max_length=160)] = ""
    tier: Tier = Tier.C
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    language: Annotated[str, Field(min_length=2, max_length=12)] = "zh-hans"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    deposit_percent: Annotated[int, Field(ge=0, le=100)] = 100
    net_days: Annotated[int, Field(ge=0, le=365)] = 0
    tax_number: Annotated[str, Field(max_length=40)] = ""
    website: Annotated[str, Field(max_length=300, pattern=r"^(https?://\S+)?$")] = ""
    note: Annotated[str, Field(max_length=4000)] = ""
    keeper_id: int | None = None
    """The person who keeps in touch with them; None: whoever holds the seat."""


class SupplierId(Output):
    """Names a supplier."""

    supplier_id: int


@action(
    "supply.add_supplier",
    label=gettext_lazy("Add a supplier"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(SupplierAdded,),
    previews=True,
)
def add_supplier(run: Run, data: SupplierForm) -> SupplierId:
    """Add a company one buys from, with the terms of payment agreed."""
    row = Supplier(**_columns(data), added_at=run.now, changed_at=run.now)
    row.save()
    run.changed(row.subject, "name", old=None, new=row.name)
    run.emit(SupplierAdded(supplier_id=row.pk), subject=row.subject)
    return SupplierId(supplier_id=row.pk)


class EditSupplier(SupplierForm):
    """What a supplier is to be."""

    supplier_id: int


@action(
    "supply.edit_supplier",
    label=gettext_lazy("Change a supplier"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_supplier(run: Run, data: EditSupplier) -> SupplierId:
    """Change a supplier's names, tier, terms of payment, or who keeps in touch with them."""
    row = supplier_of(run, data.supplier_id)
    if set_fields(run, row, _columns(data)):
        row.changed_at = run.now
        row.save()
    return SupplierId(supplier_id=row.pk)


class SetState(Input):
    """Whether these are bought from. `until`: a day on which somebody looks again, for a pause."""

    supplier_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]
    state: State
    until: date | None = None
    reason: Annotated[str, Field(max_length=300)] = ""


class StateSet(Output):
    """Those whose state has changed."""

    supplier_ids: tuple[int, ...]


@action(
    "supply.set_state",
    label=gettext_lazy("Pause, end or take up suppliers"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(SupplierStateChanged,),
    calls=(stock.edit_warehouse,),
    previews=True,
)
def set_state(run: Run, data: SetState) -> StateSet:
    """Stop buying from suppliers for a while or for good, or take it up again.

    Nothing in their warehouses can be sold while they are not active; what is promised already stays promised.
    """
    if data.until and data.state != State.PAUSED:
        raise InvalidInput({"until": _("A day to look again belongs to a pause.")})
    rows = list(Supplier.objects.select_for_update().filter(pk__in=data.supplier_ids).order_by("pk"))
    if len(rows) != len(set(data.supplier_ids)):
        raise Missing(_("There is no such supplier."))
    moved = []
    for row in rows:
        was = row.state
        if not set_fields(run, row, {"state": data.state.value, "paused_until": data.until}):
            continue
        row.changed_at = run.now
        row.save(update_fields=["state", "paused_until", "changed_at"])
        if row.state != was:
            run.changed(row.subject, "reason", old=None, new=data.reason or None)
            _let_sell(run, row)
            event = SupplierStateChanged(supplier_id=row.pk, state=row.state, was=was)
            run.emit(event, subject=row.subject)
            moved.append(row.pk)
    return StateSet(supplier_ids=tuple(moved))


def _let_sell(run: Run, row: Supplier) -> None:
    """Let orders take from the warehouses of a supplier who is active, and of no other."""
    sells = row.state == State.ACTIVE
    sites = Site.objects.filter(supplier=row, warehouse__closed_at=None).select_related("warehouse__calendar")
    for site in sites.order_by("pk"):
        if site.warehouse.sells != sells:
            run.call(stock.edit_warehouse, as_it_is(site.warehouse, sells=sells))


class AssignKeeper(Input):
    """Who keeps in touch with these suppliers. None: whoever holds the seat."""

    supplier_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]
    keeper_id: int | None


@action(
    "supply.assign_keeper",
    label=gettext_lazy("Say who keeps in touch with suppliers"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def assign_keeper(run: Run, data: AssignKeeper) -> Nothing:
    """Give suppliers to the person who is to keep in touch with them."""
    _known(data.keeper_id)
    for row in Supplier.objects.select_for_update().filter(pk__in=data.supplier_ids).order_by("pk"):
        if set_fields(run, row, {"keeper_id": data.keeper_id}):
            row.changed_at = run.now
            row.save(update_fields=["keeper", "changed_at"])
    return Nothing()


class SetTier(Input):
    """How much depends on these suppliers."""

    supplier_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]
    tier: Tier


@action(
    "supply.set_tier", label=gettext_lazy("Set the tier of suppliers"), seats=BUYERS, surfaces=EVERYWHERE, previews=True
)
def set_tier(run: Run, data: SetTier) -> Nothing:
    """Say how much depends on suppliers: A is looked after most."""
    for row in Supplier.objects.select_for_update().filter(pk__in=data.supplier_ids).order_by("pk"):
        if set_fields(run, row, {"tier": data.tier.value}):
            row.changed_at = run.now
            row.save(update_fields=["tier", "changed_at"])
    return Nothing()


def _columns(data: SupplierForm) -> dict[str, Any]:
    if data.country not in countries():
        raise InvalidInput({"country": _("There is no country of this code.")})
    if not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency of this code.")})
    if data.deposit_percent == 100 and data.net_days:
        raise InvalidInput(
            {"net_days": _("What is paid in full with the order leaves nothing to pay later. Set the days to 0.")}
        )
    _known(data.keeper_id)
    values = data.model_dump(exclude={"supplier_id"})
    return {**values, "tier": data.tier.value}


def _known(person_id: int | None) -> None:
    if person_id is not None and person_name(str(person_id)) is None:
        raise InvalidInput({"keeper_id": _("There is nobody of this number.")})
