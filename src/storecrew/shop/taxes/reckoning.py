"""The arithmetic of taxes: pure, exact until the one named rounding, and tied to the cent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from storecrew.kernel.money.types import Money, Rounding, rounded
from storecrew.shop.taxes.types import FOLLOW, Taxable, TaxLine

LINE, TOTAL = "line", "total"


@dataclass(frozen=True, slots=True)
class Charge:
    """A tax to be charged. Charges of an amount come in the order of their priority."""

    name: str
    percent: Decimal
    compound: bool = False
    shipping: bool = True


type ChargesOf = dict[str, tuple[Charge, ...]]
"""Tax class → what is charged on it. A class that is missing is charged nothing and gets no line."""


def reckon(amounts: Sequence[Taxable], charges: ChargesOf, *, inclusive: bool, rounding: str) -> tuple[TaxLine, ...]:
    """Return the taxes of amounts.

    Exclusive prices: tax = amount × rate; a compound tax is reckoned on the amount with all taxes before it. Inclusive
    ones: amount ÷ (1 + all rates) is the base. `line` rounds each tax on each amount, `total` each tax once over all
    amounts and then divides it by the largest remainder; both half up. Bases are what is left of an inclusive amount,
    so that base + taxes = amount holds to the cent.
    """
    parts = [
        part
        for place, amount in enumerate(_followed(amounts))
        for part in _exact(place, amount, charges, inclusive=inclusive)
    ]
    minor = _each_line(parts) if rounding == LINE else _over_all(parts)
    taxes_of: dict[int, int] = defaultdict(int)
    for part, tax in zip(parts, minor, strict=True):
        taxes_of[part.place] += tax
    return tuple(
        TaxLine(
            key=part.amount.key,
            name=part.charge.name,
            rate=part.charge.percent.normalize() + 0,
            base=Money(part.amount.amount.minor - (taxes_of[part.place] if inclusive else 0), part.currency),
            amount=Money(tax, part.currency),
        )
        for part, tax in zip(parts, minor, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One tax on one amount, not yet rounded (minor units)."""

    place: int
    """Which of the amounts it is on."""
    amount: Taxable
    charge: Charge
    tax: Fraction

    @property
    def currency(self) -> str:
        return self.amount.amount.currency


def _followed(amounts: Sequence[Taxable]) -> Iterable[Taxable]:
    """Give shipping that follows the goods their classes, in proportion to their amounts: it is part of one supply."""
    goods: dict[str, int] = defaultdict(int)
    for one in amounts:
        if not one.shipping:
            goods[one.tax_class] += one.amount.minor
    for one in amounts:
        if not one.shipping or one.tax_class != FOLLOW:
            yield one
        elif sum(goods.values()) == 0:
            # goods that are given away say nothing of their classes' shares: the first class, by name, stands for all
            yield one.model_copy(update={"tax_class": min(goods, default="")})
        else:
            classes = sorted(goods)
            shares = one.amount.allocate([goods[name] for name in classes])
            for name, share in zip(classes, shares, strict=True):
                if share:
                    yield one.model_copy(update={"tax_class": name, "amount": share})


def _exact(place: int, amount: Taxable, charges: ChargesOf, *, inclusive: bool) -> list[_Part]:
    wanted = [one for one in charges.get(amount.tax_class, ()) if one.shipping or not amount.shipping]
    factors: list[Fraction] = []
    for charge in wanted:
        on = 1 + sum(factors) if charge.compound else Fraction(1)
        factors.append(on * Fraction(charge.percent) / 100)
    base = Fraction(amount.amount.minor)
    if inclusive:
        base /= 1 + sum(factors)
    return [_Part(place, amount, charge, base * factor) for charge, factor in zip(wanted, factors, strict=True)]


def _each_line(parts: Sequence[_Part]) -> list[int]:
    return [rounded(part.tax, Rounding.HALF_UP) for part in parts]


def _over_all(parts: Sequence[_Part]) -> list[int]:
    groups: dict[tuple[str, Decimal, str], list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        groups[part.charge.name, part.charge.percent, part.currency].append(index)
    minor = [0] * len(parts)
    for (_name, _percent, currency), indexes in groups.items():
        exact = [parts[index].tax for index in indexes]
        whole = Money(rounded(sum(exact, Fraction(0)), Rounding.HALF_UP), currency)
        if whole:
            for index, share in zip(indexes, whole.allocate(exact), strict=True):
                minor[index] = share.minor
    return minor
