"""What may be asked about taxes: the rules of a day, what is charged on amounts, and who is not charged."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.kernel.store.types import Profile
from storecrew.shop.taxes.areas import AreaRule
from storecrew.shop.taxes.models import Area, Exemption, Rate, Settings, TaxClass
from storecrew.shop.taxes.reckoning import Charge
from storecrew.shop.taxes.rules import RateRule, Relief, Rules, by_country
from storecrew.shop.taxes.seats import EVERYWHERE, READERS
from storecrew.shop.taxes.types import STANDARD, Place, Reckoned, Taxable, TaxLine

__all__ = [
    "NoInput",
    "Relief",
    "Rules",
    "SettingsView",
    "TryQuery",
    "Tried",
    "countries_without_rates",
    "days_of_change",
    "reckon",
    "relief_of",
    "rules",
    "settings",
    "settings_now",
    "try_out",
]

_kept: dict[tuple[str, date, str], Rules] = {}
"""Rules of the days asked for last, by the revision they rest on: one question instead of four for each quote."""
KEPT_AT_MOST = 8


def rules(at: datetime, *, store: Profile | None = None) -> Rules:
    """Return the rules that hold at `at` (its day in the store's time zone); one query while nothing has changed."""
    store = store or current()
    row = Settings.objects.filter(pk=1).first() or Settings(revision="")
    home, zone = (store.country, store.time_zone) if store else ("", "UTC")
    on = at.astimezone(ZoneInfo(zone)).date()
    key = (row.revision, on, home)
    found = _kept.get(key) if row.revision else None
    if found is None:
        found = _load(row, home, on)
        while len(_kept) >= KEPT_AT_MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = found
    return found


def days_of_change() -> list[date]:
    """Return the days from which other rates hold than the day before; between two of them `rules` are the same."""
    told = Rate.objects.order_by().values_list("starts_on", "ends_on").distinct()
    return sorted({day for pair in told for day in pair if day is not None})


def relief_of(customer_id: int | None, on: date) -> tuple[Relief, ...]:
    """Return why a customer is not charged on a day; one query, none for guests."""
    if customer_id is None:
        return ()
    rows = Exemption.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), customer=customer_id, checked_on__lte=on)
    return tuple(
        Relief(why=row.why, tax_number=row.tax_number, country=row.country) for row in rows.order_by("-country", "pk")
    )


def reckon(
    lines: Sequence[Taxable], place: Place, *, inclusive: bool, at: datetime, customer_id: int | None = None
) -> Reckoned:
    """Return the taxes of amounts sent to `place`, by the rules of that day; see `Rules.reckon`."""
    return rules(at).reckon(lines, place, inclusive=inclusive, relief=relief_of(customer_id, at.date()))


def _load(row: Settings, home: str, on: date) -> Rules:
    areas: dict[int, list[AreaRule]] = {}
    for area in Area.objects.order_by("zone_id", "pk"):
        rule = AreaRule.of(area.country, area.region, area.postcodes, area.city)
        areas.setdefault(area.zone_id, []).append(rule)
    holding = Rate.objects.filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gt=on))
    return Rules(
        home=home,
        inclusive=row.inclusive,
        rounding=row.rounding,
        shipping_class=row.shipping_class,
        destination=row.destination,
        rates=by_country(
            [
                RateRule(
                    zone=rate.zone.name,
                    tax_class=rate.tax_class.code,
                    charge=Charge(rate.name, rate.percent, compound=rate.compound, shipping=rate.shipping),
                    priority=rate.priority,
                    areas=tuple(areas.get(rate.zone_id, ())),
                    order=(str(rate.starts_on or ""), -rate.pk),
                )
                for rate in holding.select_related("zone", "tax_class").order_by("priority", "pk")
            ]
        ),
        codes=_codes(),
    )


def _codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in TaxClass.objects.order_by("position", "pk"):
        for code in (row.code, *row.codes):
            found.setdefault(str(code).strip().casefold(), row.code)
    return found


class TryQuery(Input):
    """An amount sent somewhere. `inclusive` None: as the store's prices are."""

    place: Place
    amount: Money
    tax_class: Annotated[str, Field(max_length=40)] = STANDARD
    shipping: Money | None = None
    inclusive: bool | None = None
    on: date | None = None
    customer_id: int | None = None


class Step(Output):
    """Why a tax is charged: by which zone, at which rate, on what."""

    zone: str
    name: str
    rate: Decimal
    priority: int
    compound: bool
    on_shipping: bool


class Tried(Output):
    """What is charged, and why. `total` is what the buyer pays."""

    country: str
    net: Money
    tax: Money
    total: Money
    lines: tuple[TaxLine, ...]
    steps: tuple[Step, ...]
    note: str


@read("taxes.try", label=_("Try a tax"), seats=READERS, surfaces=EVERYWHERE)
def try_out(ask: Ask, data: TryQuery) -> Tried:
    """Tell which taxes are charged on an amount sent to a place, and by which rules."""
    at = ask.now if data.on is None else datetime(data.on.year, data.on.month, data.on.day, 12, tzinfo=ask.now.tzinfo)
    book = rules(at)
    inclusive = book.inclusive if data.inclusive is None else data.inclusive
    amounts = [Taxable(key="goods", amount=data.amount, tax_class=data.tax_class)]
    if data.shipping:
        amounts.append(Taxable(key="shipping", amount=data.shipping, tax_class=book.shipping_class, shipping=True))
    found = book.reckon(amounts, data.place, inclusive=inclusive, relief=relief_of(data.customer_id, at.date()))
    charged = Money(sum(one.amount.minor for one in amounts), data.amount.currency)
    tax = Money(sum(line.amount.minor for line in found.lines), data.amount.currency)
    return Tried(
        country=found.country,
        net=charged - tax if inclusive else charged,
        tax=tax,
        total=charged if inclusive else charged + tax,
        lines=found.lines,
        steps=()
        if found.note
        else tuple(
            Step(
                zone=rule.zone,
                name=rule.charge.name,
                rate=rule.charge.percent,
                priority=rule.priority,
                compound=rule.charge.compound,
                on_shipping=rule.charge.shipping,
            )
            for rule in book.charges(data.place, data.tax_class)
        ),
        note=found.note,
    )


class SettingsView(Output):
    """How the store charges taxes."""

    inclusive: bool
    rounding: str
    shipping_class: str
    destination: str
    tax_number: str


class NoInput(Input):
    """Nothing needs to be said."""


@read("taxes.settings", label=_("Tax settings"), seats=READERS, surfaces=EVERYWHERE)
def settings(ask: Ask, data: NoInput) -> SettingsView:
    """Tell whether prices contain taxes, how taxes are rounded, and whose rates apply."""
    return settings_now()


def settings_now() -> SettingsView:
    """Return how the store charges taxes, for other rooms: invoices name the rule and the store's own number."""
    row = Settings.objects.filter(pk=1).first() or Settings(revision="")
    return SettingsView.model_validate(row, from_attributes=True)


def countries_without_rates(countries: Sequence[str]) -> list[str]:
    """Return those of the countries for which no rate is kept: what is sent there is charged no tax."""
    kept = set(Area.objects.filter(zone__rates__isnull=False).values_list("country", flat=True))
    return [] if "" in kept else [country for country in countries if country not in kept]


VALUE_ADDED = frozenset({"VAT", "增值税"})
"""Names of the one tax that has a word in every language; what else a rate is called is shown as it was written."""


def name_in(name: str, language: str) -> str:
    """Return what a tax is called on a bill in a language; empty: the reader's."""
    if name not in VALUE_ADDED:
        return name
    with override(language or get_language()):
        return pgettext("tax", "VAT")
