"""Methods of a zone, with their prices."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.money.currencies import is_currency
from storecrew.shop.shipping import carriers, rulebook
from storecrew.shop.shipping.actions.loading import load
from storecrew.shop.shipping.drafts import Days, Grams, MethodDraft, Prices, PricesDraft, Texts, TierDraft
from storecrew.shop.shipping.models import Method, MethodKind, PackageKind, Threshold, Tier, Zone
from storecrew.shop.shipping.seats import EDITORS, EVERYWHERE

_PLAIN = (
    "kind",
    "carrier",
    "min_weight_g",
    "max_weight_g",
    "volume_divisor",
    "handling_min",
    "handling_max",
    "transit_min",
    "transit_max",
    "active",
)


class MethodSaved(Output):
    """A method after a change."""

    method_id: int
    zone_id: int
    version: int


@action(
    "shipping.create_method",
    label=gettext_lazy("Add a shipping method"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def create_method(run: Run, data: MethodDraft) -> MethodSaved:
    """Add a way of sending to a zone, with its prices and days."""
    zone = load(Zone.objects.all(), data.zone_id)
    last = zone.methods.aggregate(last=Max("position"))["last"] or 0
    row = Method(zone=zone, position=last + 1, **{name: getattr(data, name) for name in _PLAIN})
    row.names, row.notes = _texts("names", data.names, some=True), _texts("notes", data.notes)
    row.warehouse_ids = _warehouses(data.warehouse_ids, data.kind)
    _refuse_unknown_carrier(row.carrier)
    row.save()
    run.changed(row.subject, "names", old=None, new=row.names)
    row.package_kinds.set(_kinds(data.package_kind_ids))
    _set_prices(run, row, data.prices)
    rulebook.change()
    return _saved(row)


class MethodEdit(Input):
    """What is None stays as it is; `prices` replaces those of all currencies. `volume_divisor` 0 and `max_weight_g` 0: none."""

    method_id: int
    version: int | None = None
    kind: MethodKind | None = None
    names: Texts | None = None
    notes: Texts | None = None
    carrier: str | None = None
    warehouse_ids: tuple[int, ...] | None = None
    min_weight_g: Grams | None = None
    max_weight_g: Grams | None = None
    volume_divisor: Grams | None = None
    package_kind_ids: tuple[int, ...] | None = None
    handling_min: Days | None = None
    handling_max: Days | None = None
    transit_min: Days | None = None
    transit_max: Days | None = None
    prices: Prices | None = None
    active: bool | None = None


@action(
    "shipping.edit_method",
    label=gettext_lazy("Change a shipping method"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_method(run: Run, data: MethodEdit) -> MethodSaved:
    """Change a method's words, prices, days or limits. What was ordered keeps what it was offered."""
    row = load(Method.objects.all(), data.method_id, version=data.version)
    run.about(row.subject)
    for name, value in _values(row, data).items():
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    _refuse_unknown_carrier(row.carrier)
    row.version += 1
    row.save()
    if data.package_kind_ids is not None:
        row.package_kinds.set(_kinds(data.package_kind_ids))
    if data.prices is not None:
        _set_prices(run, row, data.prices)
    elif data.kind is not None:
        _refuse_ill_fitting_prices(row)
    rulebook.change()
    return _saved(row)


class Switch(Input):
    """Whether customers are offered it."""

    method_id: int
    active: bool


@action(
    "shipping.switch_method",
    label=gettext_lazy("Switch a shipping method on or off"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
)
def switch_method(run: Run, data: Switch) -> MethodSaved:
    """Offer a method to customers, or offer it no longer."""
    row = load(Method.objects.all(), data.method_id)
    run.changed(row.subject, "active", old=row.active, new=data.active)
    if run.changes:
        row.active, row.version = data.active, row.version + 1
        row.save()
        rulebook.change()
    return _saved(row)


class OneMethod(Input):
    """Which method."""

    method_id: int


@action(
    "shipping.remove_method",
    label=gettext_lazy("Delete a shipping method"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def remove_method(run: Run, data: OneMethod) -> Nothing:
    """Delete a method with its prices. What was ordered keeps its name and price."""
    row = load(Method.objects.all(), data.method_id)
    run.changed(row.subject, "names", old=row.names, new=None)
    row.delete()
    rulebook.change()
    return Nothing()


def _values(row: Method, data: MethodEdit) -> dict[str, Any]:
    values = {name: getattr(data, name) for name in _PLAIN if getattr(data, name) is not None}
    for name in ("max_weight_g", "volume_divisor"):
        if values.get(name) == 0:
            values[name] = None
    if data.names is not None:
        values["names"] = _texts("names", data.names, some=True)
    if data.notes is not None:
        values["notes"] = _texts("notes", data.notes)
    if data.warehouse_ids is not None:
        values["warehouse_ids"] = _warehouses(data.warehouse_ids, data.kind or MethodKind(row.kind))
    return values


def _texts(field: str, texts: Mapping[str, str], *, some: bool = False) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    kept = {language: " ".join(text.split()) for language, text in texts.items() if text.strip()}
    if unknown := set(kept) - set(known):
        raise InvalidInput({field: _("There is no language “%(code)s” here.") % {"code": sorted(unknown)[0]}})
    if some and not kept:
        raise InvalidInput({field: _("Give it a name that customers will read.")})
    return kept


def _warehouses(numbers: Iterable[int], kind: MethodKind) -> list[int]:
    kept = sorted(set(numbers))
    if kind == MethodKind.PICKUP and len(kept) != 1:
        raise InvalidInput({"warehouse_ids": _("Say at which one warehouse customers fetch it.")})
    return kept


def _kinds(numbers: Iterable[int]) -> list[PackageKind]:
    wanted = set(numbers)
    found = list(PackageKind.objects.filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise InvalidInput({"package_kind_ids": _("One of these package kinds does not exist.")})
    return found


def _refuse_unknown_carrier(code: str) -> None:
    if code and carriers.find(code) is None:
        raise InvalidInput({"carrier": _("There is no carrier “%(code)s”.") % {"code": code}})


def _set_prices(run: Run, row: Method, prices: Iterable[PricesDraft]) -> None:
    before = _told(row)
    row.tiers.all().delete()
    row.thresholds.all().delete()
    seen: set[str] = set()
    for table in prices:
        if table.currency in seen or not is_currency(table.currency):
            raise InvalidInput({"prices": _("Prices in %(code)s cannot be set.") % {"code": table.currency}})
        seen.add(table.currency)
        _refuse_ill_fitting(MethodKind(row.kind), table.tiers)
        Tier.objects.bulk_create(
            [Tier(method=row, currency=table.currency, **tier.model_dump()) for tier in table.tiers]
        )
        if table.free_from_minor is not None:
            Threshold.objects.create(method=row, currency=table.currency, free_from_minor=table.free_from_minor)
    run.changed(row.subject, "prices", old=before, new=_told(row))


def _refuse_ill_fitting_prices(row: Method) -> None:
    """Refuse a change of kind that the present prices do not fit."""
    for currency in row.tiers.order_by().values_list("currency", flat=True).distinct():
        tiers = row.tiers.filter(currency=currency).order_by("above", "pk")
        drafts = [
            TierDraft(above=tier.above, price_minor=tier.price_minor, step=tier.step, step_minor=tier.step_minor)
            for tier in tiers
        ]
        _refuse_ill_fitting(MethodKind(row.kind), drafts)


def _refuse_ill_fitting(kind: MethodKind, tiers: Iterable[TierDraft]) -> None:
    rows = sorted(tiers, key=lambda tier: tier.above)
    if len({tier.above for tier in rows}) < len(rows):
        raise InvalidInput({"prices": _("Two prices begin at the same point.")})
    if kind in {MethodKind.FLAT, MethodKind.PICKUP} and (len(rows) != 1 or rows[0].above or rows[0].step):
        raise InvalidInput({"prices": _("It has one price; choose another kind for several.")})
    if kind == MethodKind.WEIGHT and rows[0].above:
        raise InvalidInput({"prices": _("The first price begins at nothing.")})
    if kind == MethodKind.VALUE and any(tier.step for tier in rows):
        raise InvalidInput({"prices": _("Prices by value have no further steps.")})
    if any(tier.step_minor and not tier.step for tier in rows):
        raise InvalidInput({"prices": _("Say what each further step is.")})


def _told(row: Method) -> list[str]:
    """Return the prices as the audit keeps them."""
    tiers = [
        f"{tier.currency} >{tier.above}: {tier.price_minor}" + (f" +{tier.step_minor}/{tier.step}" if tier.step else "")
        for tier in row.tiers.order_by("currency", "above", "pk")
    ]
    return tiers + [f"{one.currency} free from {one.free_from_minor}" for one in row.thresholds.order_by("currency")]


def _saved(row: Method) -> MethodSaved:
    return MethodSaved(method_id=row.pk, zone_id=row.zone_id, version=row.version)
