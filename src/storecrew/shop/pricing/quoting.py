"""Put a quote together: prices, then what is taken off, then sending, then taxes, then the sums."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.money.types import CurrencyMismatch, Money, total
from storecrew.kernel.store.reads import current
from storecrew.kernel.store.types import Profile
from storecrew.shop.discounts import reads as discounts
from storecrew.shop.discounts.types import Basket, Discountable
from storecrew.shop.pricing.assembling import Parts, assembled, line_key, package_key
from storecrew.shop.pricing.goods import Good, Goods, goods_of, gross_of
from storecrew.shop.pricing.sending import Parcel, Sending, sending_of
from storecrew.shop.pricing.supply import Supply, supply_of
from storecrew.shop.pricing.taking import Taken, taken
from storecrew.shop.pricing.types import Problem, Quote, QuoteQuery, QuoteSource
from storecrew.shop.promise import reads as promise
from storecrew.shop.promise.types import Ask, Window
from storecrew.shop.sourcing.types import BuyerPays
from storecrew.shop.taxes import reads as taxes
from storecrew.shop.taxes.types import FOLLOW, STANDARD, Place, Taxable


def price(data: QuoteQuery, *, now: datetime) -> Quote:
    """Return what a basket costs, in the language of the question; see `Quote`. The caller has checked who asks.

    A fixed number of queries whatever the number of lines. Raises Refused before the store is set up, InvalidInput for
    lines with the same key or terms in another currency.
    """
    store = current()
    if store is None:
        raise Refused(_("Set up the store first: its country and currency are needed."), code="not_set_up")
    _check(data)
    return quoted(data, store, Live(), now)


class Sources(Protocol):
    """Whom a quote asks for what it does not know itself."""

    def rules(self, store: Profile, at: datetime) -> taxes.Rules:
        """Return the tax rules that hold."""

    def relief(self, customer_id: int | None, at: datetime) -> tuple[taxes.Relief, ...]:
        """Return why a customer is charged no tax."""

    def goods(self, data: QuoteQuery, base: str, at: datetime) -> Goods:
        """Return the lines with their prices."""

    def supply(self, lines: Sequence[Good], data: QuoteQuery, currency: str, at: datetime) -> Supply:
        """Return how many can be had, and from where each line leaves."""

    def coupons(self, basket: Basket, codes: Sequence[str], at: datetime) -> discounts.Prepared:
        """Return the coupons that the basket names or meets."""

    def arrivals(self, asks: Sequence[Ask], at: datetime) -> Sequence[Window | None]:
        """Return by when things arrive."""


class Live:
    """The rooms themselves, as they are at this moment."""

    def rules(self, store: Profile, at: datetime) -> taxes.Rules:
        """Ask taxes."""
        return taxes.rules(at, store=store)

    def relief(self, customer_id: int | None, at: datetime) -> tuple[taxes.Relief, ...]:
        """Ask taxes."""
        return taxes.relief_of(customer_id, at.date())

    def goods(self, data: QuoteQuery, base: str, at: datetime) -> Goods:
        """Ask the catalogue."""
        return goods_of(data, base, at)

    def supply(self, lines: Sequence[Good], data: QuoteQuery, currency: str, at: datetime) -> Supply:
        """Ask stock, and where there is a choice, sourcing."""
        return supply_of(lines, data, currency, at)

    def coupons(self, basket: Basket, codes: Sequence[str], at: datetime) -> discounts.Prepared:
        """Ask discounts."""
        return discounts.prepared(basket, codes, at)

    def arrivals(self, asks: Sequence[Ask], at: datetime) -> Sequence[Window | None]:
        """Ask promises."""
        return promise.windows(asks, at)


def quoted(data: QuoteQuery, store: Profile, ask: Sources, now: datetime) -> Quote:
    """Return what a basket costs by what `ask` says: the one reckoning, for the shopper at the till and for the past."""
    with override(data.language):
        return _quote(data, store, ask, now)


def _quote(data: QuoteQuery, store: Profile, ask: Sources, now: datetime) -> Quote:
    rules = ask.rules(store, now)
    relief = _relief(data, ask, now)
    place = _place(data)
    goods = ask.goods(data, store.currency, now)
    # who is charged no tax pays no price that contains one
    bare = rules.inclusive and rules.freed(place, relief) is not None
    if bare:
        goods = _goods_without_tax(goods, rules)
    supply = ask.supply(goods.lines, data, store.currency, now)
    coupons = ask.coupons(_basket(data, goods, place.country or store.country), data.codes, now)
    gross = {line.wish.key: line.gross for line in goods.lines}
    conceded = data.staff.discount if data.staff else None
    before = taken(coupons.apply({}), gross, conceded, data.currency)
    sending = sending_of(
        goods.lines,
        address=data.address,
        subtotal=gross_of(goods.lines, data.currency) - before.off_lines,
        chosen=data.method_by_package,
        agreed=data.staff.shipping if data.staff else None,
        supply=supply,
        language=data.language,
        at=now,
        arrivals=ask.arrivals,
    )
    if bare:
        sending = _sending_without_tax(sending, rules)
    problems = (*goods.problems, *supply.problems, *sending.problems)
    quote = composed(data, goods, coupons, sending, rules, place, relief, problems, now)
    return _sourced(quote, supply)


def _sourced(quote: Quote, supply: Supply) -> Quote:
    """Keep with the quote where its lines come from, and what they cost there where that is known of all pieces."""
    if not supply.sources:
        return quote
    costs = {source.key: _cost_there(source) for source in supply.sources}
    lines = tuple(
        line if (cost := costs.get(line.key)) is None else line.model_copy(update={"cost": cost})
        for line in quote.lines
    )
    once = len(quote.packages) > 1 and supply.buyer_pays is BuyerPays.ONE
    told = {"lines": lines, "sources": supply.sources, "sourced": supply.why, "charged_once": once}
    return quote.model_copy(update=told)


def _cost_there(source: QuoteSource) -> Money | None:
    if any(share.own or share.cost is None for share in source.shares):
        return None
    return total((share.cost * share.quantity for share in source.shares if share.cost), _currency(source))


def _currency(source: QuoteSource) -> str:
    return next(share.cost.currency for share in source.shares if share.cost)


def composed(
    data: QuoteQuery,
    goods: Goods,
    coupons: discounts.Prepared,
    sending: Sending,
    rules: taxes.Rules,
    place: Place,
    relief: Sequence[taxes.Relief],
    problems: tuple[Problem, ...],
    now: datetime,
) -> Quote:
    """Return the quote of goods that have prices and packages that have a way to go. Pure: it asks nobody anything."""
    gross = {line.wish.key: line.gross for line in goods.lines}
    applied = coupons.apply(sending.prices())
    off = taken(applied, gross, data.staff.discount if data.staff else None, data.currency)
    inclusive = rules.inclusive and rules.freed(place, relief) is None
    reckoned = rules.reckon(_taxable(goods, sending, off, rules), place, inclusive=inclusive, relief=relief)
    return assembled(
        Parts(
            data=data,
            goods=goods,
            sending=sending,
            taken=off,
            refused=applied.refused,
            reckoned=reckoned,
            tax_class_of=rules.class_of,
            inclusive=inclusive,
            problems=problems,
            now=now,
        )
    )


def _check(data: QuoteQuery) -> None:
    if len({wish.key for wish in data.lines}) < len(data.lines):
        raise InvalidInput({"lines": _("Each line needs a key of its own.")})
    if data.staff is None:
        return
    for amount in (*data.staff.unit_prices.values(), data.staff.discount, data.staff.shipping):
        if amount is not None and amount.currency != data.currency:
            raise InvalidInput({"staff": str(CurrencyMismatch(amount.currency, data.currency))})
        if amount is not None and amount.minor < 0:
            raise InvalidInput({"staff": _("An amount that was agreed cannot be negative.")})


def _relief(data: QuoteQuery, ask: Sources, now: datetime) -> tuple[taxes.Relief, ...]:
    if data.staff and data.staff.tax_exempt:
        return (taxes.Relief(why="exempt", tax_number=""),)
    return ask.relief(data.customer_id, now)


def _place(data: QuoteQuery) -> Place:
    if data.address is None:
        return Place()
    to = data.address
    return Place(country=to.country, region=to.region[:120], postal_code=to.postal_code[:20], city=to.city[:120])


def _basket(data: QuoteQuery, goods: Goods, country: str) -> Basket:
    return Basket(
        lines=tuple(
            Discountable(
                key=line.wish.key,
                variant_id=line.sold.variant_id,
                product_id=line.sold.product_id,
                quantity=line.wish.quantity,
                unit_price=line.unit_price,
            )
            for line in goods.lines
        ),
        currency=data.currency,
        country=country if data.address else "",
        customer_id=data.customer_id,
        email=data.email,
    )


def _goods_without_tax(goods: Goods, rules: taxes.Rules) -> Goods:
    lines = []
    for line in goods.lines:
        kind = rules.class_of(taxable=line.sold.taxable, tax_code=line.sold.tax_code)
        crossed = rules.without_tax(line.compare_at, kind) if line.compare_at else None
        lines.append(replace(line, unit_price=rules.without_tax(line.unit_price, kind), compare_at=crossed))
    return replace(goods, lines=tuple(lines))


def _sending_without_tax(sending: Sending, rules: taxes.Rules) -> Sending:
    kind = STANDARD if rules.shipping_class == FOLLOW else rules.shipping_class

    def bare(parcel: Parcel) -> Parcel:
        offers = tuple(one.model_copy(update={"price": rules.without_tax(one.price, kind)}) for one in parcel.offers)
        chosen = parcel.chosen
        if chosen is not None:
            chosen = chosen.model_copy(update={"price": rules.without_tax(chosen.price, kind)})
        return replace(parcel, offers=offers, chosen=chosen)

    return replace(sending, parcels=tuple(bare(parcel) for parcel in sending.parcels))


def _taxable(goods: Goods, sending: Sending, off: Taken, rules: taxes.Rules) -> Sequence[Taxable]:
    amounts = [
        Taxable(
            key=line_key(line.wish.key),
            amount=line.gross - off.off_line(line.wish.key),
            tax_class=rules.class_of(taxable=line.sold.taxable, tax_code=line.sold.tax_code),
            quantity=line.wish.quantity,
        )
        for line in goods.lines
    ]
    for key, amount in sending.prices().items():
        left = amount - off.off_package(key)
        amounts.append(Taxable(key=package_key(key), amount=left, tax_class=rules.shipping_class, shipping=True))
    return amounts
