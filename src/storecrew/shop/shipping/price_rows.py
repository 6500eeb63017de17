"""Prices as rows of a form: measures in kilograms, amounts or pieces, by what the method's price depends on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.shipping.models import MethodKind, Threshold, Tier

SPARE = 3
"""Empty rows below the filled ones."""
_FIELDS = ("currency", "above", "price", "step", "step_price", "free_from")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row as it is typed. `free_from` stands in the first row of a currency."""

    currency: str = ""
    above: str = ""
    price: str = ""
    step: str = ""
    step_price: str = ""
    free_from: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing was typed but the currency."""
        return not (self.above or self.price or self.step or self.step_price or self.free_from)


def rows_of(kind: str, tiers: Iterable[Tier], thresholds: Iterable[Threshold]) -> list[PriceRow]:
    """Return the rows that show stored prices."""
    free = {one.currency: one.free_from_minor for one in thresholds}
    rows = []
    for tier in tiers:
        free_from = free.pop(tier.currency, None)
        rows.append(
            PriceRow(
                currency=tier.currency,
                above=_shown(kind, tier.above, tier.currency) if tier.above else "",
                price=_amount(tier.price_minor, tier.currency),
                step=_shown(kind, tier.step, tier.currency) if tier.step else "",
                step_price=_amount(tier.step_minor, tier.currency) if tier.step else "",
                free_from="" if free_from is None else _amount(free_from, tier.currency),
            )
        )
    return rows


def spare(rows: list[PriceRow], currency: str) -> list[PriceRow]:
    """Return the rows with some empty ones behind them; the first of an empty form is in the store's currency."""
    return [*rows, *([PriceRow(currency=currency)] if not rows else []), *[PriceRow()] * SPARE]


def read_rows(data: QueryDict | Mapping[str, Any], kind: str) -> tuple[list[PriceRow], list[dict[str, Any]], list[str]]:
    """Return the rows as typed, the prices that they mean by currency, and what is wrong with them."""
    if not isinstance(data, QueryDict):
        return [], [], []
    columns = [data.getlist(f"price_{name}") for name in _FIELDS]
    rows = [PriceRow(*(str(cell).strip() for cell in cells)) for cells in zip(*columns, strict=False)]
    rows = [row for row in rows if not row.empty]
    prices: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for number, row in enumerate(rows, 1):
        currency = row.currency.upper()
        try:
            table = prices.setdefault(currency, {"currency": currency, "tiers": [], "free_from_minor": None})
            if row.free_from:
                table["free_from_minor"] = parse_money(row.free_from, currency).minor
            table["tiers"].append(_tier(kind, row, currency))
        except (MoneyError, InvalidOperation, ValueError) as error:
            said = str(error) if isinstance(error, MoneyError) else _("a number is missing or odd")
            problems.append(_("Price in row %(n)d: %(problem)s") % {"n": number, "problem": said})
    return rows, list(prices.values()), problems


def _tier(kind: str, row: PriceRow, currency: str) -> dict[str, Any]:
    return {
        "above": _measure(kind, row.above, currency) if row.above else 0,
        "price_minor": parse_money(row.price or "0", currency).minor,
        "step": _measure(kind, row.step, currency) if row.step else None,
        "step_minor": parse_money(row.step_price, currency).minor if row.step_price else 0,
    }


def _measure(kind: str, text: str, currency: str) -> int:
    match kind:
        case MethodKind.WEIGHT:
            grams = Decimal(text.replace(",", ".")) * 1000
            if not grams.is_finite() or grams != grams.to_integral_value():
                raise ValueError(text)
            return int(grams)
        case MethodKind.VALUE:
            return parse_money(text, currency).minor
    return int(text)


def _shown(kind: str, measure: int, currency: str) -> str:
    match kind:
        case MethodKind.WEIGHT:
            return f"{Decimal(measure) / 1000:f}"
        case MethodKind.VALUE:
            return _amount(measure, currency)
    return str(measure)


def _amount(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).amount:f}"
