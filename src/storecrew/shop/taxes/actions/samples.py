"""Ready-made rules: all of a sample at once, nothing twice."""

from datetime import date
from decimal import Decimal
from typing import Literal

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.formatting import locale_of
from storecrew.kernel.store.reads import current
from storecrew.shop.taxes.actions.writing import class_of, touch
from storecrew.shop.taxes.events import TaxRulesChanged
from storecrew.shop.taxes.models import Area, Rate, Zone
from storecrew.shop.taxes.samples import eu, others
from storecrew.shop.taxes.seats import EVERYWHERE, KEEPERS


class AddSample(Input):
    """Which ready-made rules."""

    sample: Literal["eu", "us", "cn"]


class SampleAdded(Output):
    """How many zones were added, and how many of that name were left as they are."""

    zones: int
    left: int


@action(
    "taxes.add_sample",
    label=gettext_lazy("Add ready-made tax rules"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
    previews=True,
)
def add_sample(run: Run, data: AddSample) -> SampleAdded:
    """Add ready-made tax rules: value added tax of all EU states or of China, or sales taxes of some US states.

    They are a beginning, with their source and date, and no advice. Zones whose name exists are left as they are.
    """
    run.about("taxes:1")
    store = current()
    language = store.languages[0] if store else "en"
    with override(language):  # names are kept, so they are those of the store, whoever adds the sample
        added = {"eu": _eu, "us": _us, "cn": _cn}[data.sample](locale_of(language))
    wanted = sum(added.values())
    if wanted:
        run.changed("taxes:1", "sample", old=None, new=data.sample)
        touch(run, "sample")
    return SampleAdded(zones=wanted, left=len(added) - wanted)


def _eu(names: Locale) -> dict[str, bool]:
    class_of(eu.SECOND, _("Second reduced rate"), 3)
    added: dict[str, bool] = {}
    for country, rates in eu.RATES.items():
        zone = _zone(names.territories[country], eu.SOURCE, [Area(country=country)], added)
        if zone:
            for rate in rates:
                name = eu.NAMES.get(country, "VAT")
                _rate(zone, rate.tax_class, name, eu.percent(rate), starts_on=rate.starts_on, ends_on=rate.ends_on)
    areas = [Area(country=country, postcodes=codes) for country, codes in eu.OUTSIDE]
    outside = _zone(_("EU places without VAT"), eu.SOURCE, areas, added)
    if outside:
        _rate(outside, "standard", "VAT", Decimal(0))
    return added


def _us(names: Locale) -> dict[str, bool]:
    added: dict[str, bool] = {}
    for code, name, percent, shipping in others.US:
        # addresses may name the state by its code or in full
        areas = [Area(country="US", region=code), Area(country="US", region=name)]
        zone = _zone(f"{names.territories['US']}: {name}", others.US_SOURCE, areas, added)
        if zone:
            _rate(zone, "standard", f"{name} sales tax", Decimal(percent), shipping=shipping)
    return added


def _cn(names: Locale) -> dict[str, bool]:
    class_of("services", _("Services"), 5)
    added: dict[str, bool] = {}
    zone = _zone(names.territories["CN"], others.CN_SOURCE, [Area(country="CN")], added)
    if zone:
        for tax_class, percent in others.CN:
            _rate(zone, tax_class, "增值税", percent)
    return added


def _zone(name: str, source: str, areas: list[Area], added: dict[str, bool]) -> Zone | None:
    """Return a new zone; None where one of the name exists."""
    zone, made = Zone.objects.get_or_create(name=name[:120], defaults={"source": source})
    added[name] = made
    if not made:
        return None
    for area in areas:
        area.zone = zone
    Area.objects.bulk_create(areas)
    return zone


def _rate(
    zone: Zone,
    tax_class: str,
    name: str,
    percent: Decimal,
    *,
    shipping: bool = True,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    Rate.objects.create(
        zone=zone,
        tax_class=class_of(tax_class),
        name=name,
        percent=percent,
        shipping=shipping,
        starts_on=starts_on,
        ends_on=ends_on,
    )
