"""The answer itself: lines, packages and sums, put together from what was found out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts.types import RefusedCoupon
from storecrew.shop.pricing.goods import Good, Goods
from storecrew.shop.pricing.sending import Parcel, Sending
from storecrew.shop.pricing.taking import Taken
from storecrew.shop.pricing.types import (
    ChosenOption,
    Problem,
    Quote,
    QuoteLine,
    QuotePackage,
    QuoteQuery,
    RateUsed,
    RefusedCode,
    TaxPart,
    Totals,
    fingerprint_of,
)
from storecrew.shop.taxes.reads import name_in
from storecrew.shop.taxes.types import Reckoned


class ClassOf(Protocol):
    """Which tax class a variant is of."""

    def __call__(self, *, taxable: bool, tax_code: str) -> str:
        """Return the class's code."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a quote is made of."""

    data: QuoteQuery
    goods: Goods
    sending: Sending
    taken: Taken
    refused: tuple[RefusedCoupon, ...]
    reckoned: Reckoned
    tax_class_of: ClassOf
    inclusive: bool
    problems: tuple[Problem, ...]
    now: datetime


def line_key(key: str) -> str:
    """Return under which key a line is taxed: lines and packages may be called alike."""
    return f"line {key}"


def package_key(key: str) -> str:
    """Return under which key sending a package is taxed."""
    return f"package {key}"


def assembled(parts: Parts) -> Quote:
    """Return the quote, with its fingerprint."""
    data, currency = parts.data, parts.data.currency
    by_key: dict[str, list[TaxPart]] = defaultdict(list)
    called = {tax.name: name_in(tax.name, data.language) for tax in parts.reckoned.lines}
    for tax in parts.reckoned.lines:
        by_key[tax.key].append(TaxPart(name=called[tax.name], rate=tax.rate, base=tax.base, amount=tax.amount))
    lines = tuple(_line(parts, line, tuple(by_key[line_key(line.wish.key)])) for line in parts.goods.lines)
    packages = tuple(_package(parts, one, tuple(by_key[package_key(one.key)])) for one in parts.sending.parcels)
    problems = parts.problems
    if not data.lines:
        problems = (*problems, Problem(code="empty", message=_("There is nothing in the basket.")))
    quote = Quote(
        currency=currency,
        language=data.language,
        country=parts.reckoned.country,
        inclusive=parts.inclusive,
        lines=lines,
        packages=packages,
        discounts=parts.taken.discounts,
        refused=tuple(RefusedCode(code=one.code, reason=one.reason, message=one.message) for one in parts.refused),
        taxes=_by_tax(part for taxes in by_key.values() for part in taxes),
        tax_note=parts.reckoned.note,
        tax_number=parts.reckoned.tax_number,
        totals=_totals(lines, packages, currency, inclusive=parts.inclusive),
        problems=problems,
        rate=_rate(parts.goods.rate),
        quoted_at=parts.now,
        fingerprint="",
    )
    return quote.model_copy(update={"fingerprint": fingerprint_of(quote)})


def _line(parts: Parts, line: Good, taxes: tuple[TaxPart, ...]) -> QuoteLine:
    sold, wish = line.sold, line.wish
    discount = parts.taken.off_line(wish.key)
    tax = _sum(taxes, parts.data.currency)
    left = line.gross - discount
    return QuoteLine(
        key=wish.key,
        variant_id=sold.variant_id,
        product_id=sold.product_id,
        slug=sold.slug,
        sku=sold.sku,
        title=sold.title,
        options=tuple(ChosenOption(name=name, value=value) for name, value in sold.options),
        picture_id=sold.picture_id,
        quantity=wish.quantity,
        unit_price=line.unit_price,
        compare_at=line.compare_at,
        gross=line.gross,
        discount=discount,
        discounts=parts.taken.lines.get(wish.key, ()),
        taxes=taxes,
        tax=tax,
        total=left if parts.inclusive else left + tax,
        tax_class=parts.tax_class_of(taxable=sold.taxable, tax_code=sold.tax_code),
        weight_g=None if sold.weight_g is None else sold.weight_g * wish.quantity,
        requires_shipping=sold.requires_shipping,
        cost=None if sold.cost is None else sold.cost * wish.quantity,
        hs_code=sold.hs_code,
        origin=sold.origin,
    )


def _package(parts: Parts, parcel: Parcel, taxes: tuple[TaxPart, ...]) -> QuotePackage:
    currency = parts.data.currency
    discount = parts.taken.off_package(parcel.key)
    tax = _sum(taxes, currency)
    left = (parcel.chosen.price if parcel.chosen else Money.zero(currency)) - discount
    return QuotePackage(
        key=parcel.key,
        source=parcel.source,
        supplier_id=parcel.supplier_id,
        lines=parcel.lines,
        weight_g=parcel.weight_g,
        offers=parcel.offers,
        chosen=parcel.chosen,
        assumed=parcel.assumed,
        discount=discount,
        discounts=parts.taken.packages.get(parcel.key, ()),
        taxes=taxes,
        tax=tax,
        total=left if parts.inclusive else left + tax,
    )


def _by_tax(parts: Iterable[TaxPart]) -> tuple[TaxPart, ...]:
    """Return one part for each tax and rate, by name and rate."""
    sums: dict[tuple[str, Decimal], TaxPart] = {}
    for part in parts:
        key = (part.name, part.rate)
        known = sums.get(key)
        sums[key] = (
            part
            if known is None
            else known.model_copy(update={"base": known.base + part.base, "amount": known.amount + part.amount})
        )
    return tuple(sums[key] for key in sorted(sums, key=lambda key: (key[0], -key[1])))


def _totals(lines: Sequence[QuoteLine], packages: Sequence[QuotePackage], currency: str, *, inclusive: bool) -> Totals:
    def money(minor: int) -> Money:
        return Money(minor, currency)

    subtotal = sum(line.gross.minor for line in lines)
    discount = sum(line.discount.minor for line in lines) + sum(one.discount.minor for one in packages)
    shipping = sum(one.chosen.price.minor for one in packages if one.chosen)
    tax = sum(line.tax.minor for line in lines) + sum(one.tax.minor for one in packages)
    return Totals(
        subtotal=money(subtotal),
        discount=money(discount),
        shipping=money(shipping),
        tax=money(tax),
        total=money(subtotal - discount + shipping + (0 if inclusive else tax)),
    )


def _rate(rate: ExchangeRate | None) -> RateUsed | None:
    if rate is None:
        return None
    decimal = Decimal(f"{round(rate.rate * 10**12)}E-12").normalize(Context(prec=60))
    return RateUsed(base=rate.base, quote=rate.quote, rate=decimal, source=rate.source, on=rate.on)


def _sum(taxes: Sequence[TaxPart], currency: str) -> Money:
    return Money(sum(tax.amount.minor for tax in taxes), currency)
