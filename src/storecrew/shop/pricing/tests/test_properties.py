"""What holds for any basket, whatever is bought, taken off, sent and taxed."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import Sold
from storecrew.shop.discounts.reads import Prepared
from storecrew.shop.discounts.terms import Buyer, Terms
from storecrew.shop.discounts.types import Basket, Discountable
from storecrew.shop.pricing.goods import Good, Goods
from storecrew.shop.pricing.quoting import composed
from storecrew.shop.pricing.sending import Parcel, Sending
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery, ShippingOffer, StaffTerms, fingerprint_of
from storecrew.shop.taxes.areas import AreaRule
from storecrew.shop.taxes.reckoning import Charge
from storecrew.shop.taxes.rules import RateRule, Rules
from storecrew.shop.taxes.types import Place

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ANYWHERE = (AreaRule("", "", (), ""),)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@st.composite
def goods(draw) -> Goods:
    lines = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["", "reduced"]))
        sold = Sold.model_construct(
            variant_id=draw(st.integers(1, 4)), product_id=1, slug="", sku="", title="", options=(), picture_id=None,
            prices={}, on_sale=True, retired=False, taxable=draw(st.booleans()), tax_code=kind, requires_shipping=True,
            weight_g=100, size_mm=(None, None, None), cost=None, hs_code="", origin="",
        )  # fmt: skip
        wish = LineWish(key=f"l{number}", variant_id=sold.variant_id, quantity=draw(st.integers(1, 9)))
        lines.append(Good(wish, sold, eur(draw(st.integers(0, 50_000))), None))
    return Goods(tuple(lines), (), None)


@st.composite
def coupon(draw, number: int, keys: list[str]) -> Terms:
    some = frozenset(draw(st.lists(st.sampled_from(keys), unique=True)))
    narrow = draw(st.booleans())
    return Terms(
        coupon_id=number,
        title=f"c{number}",
        kind=draw(st.sampled_from(["percent", "amount", "shipping", "buy_get"])),
        percent=draw(st.decimals(Decimal("0.01"), 100, places=2)),
        amounts={"EUR": draw(st.integers(1, 30_000))},
        most=draw(st.sampled_from([{}, {"EUR": 700}])),
        buy=draw(st.integers(1, 3)),
        get=draw(st.integers(1, 2)),
        goods=some if narrow else frozenset(keys),
        got=frozenset(draw(st.lists(st.sampled_from(keys), unique=True))) if draw(st.booleans()) else frozenset(keys),
        narrow=narrow,
        stacks_with=frozenset(draw(st.lists(st.sampled_from(["goods", "order", "shipping"]), unique=True))),
    )


@st.composite
def baskets(draw):
    some = draw(goods())
    keys = [line.wish.key for line in some.lines]
    coupons = [draw(coupon(number, keys)) for number in range(1, draw(st.integers(0, 4)) + 1)]
    sending = draw(st.integers(0, 3000))
    rate = st.decimals(0, 30, places=2)
    rules = Rules(
        home="DE",
        inclusive=draw(st.booleans()),
        rounding=draw(st.sampled_from(["line", "total"])),
        shipping_class=draw(st.sampled_from(["follow", "standard", "reduced"])),
        destination="buyer",
        rates={
            "": (
                RateRule("all", "standard", Charge("A", draw(rate)), 1, ANYWHERE, ("", 0)),
                RateRule(
                    "all", "standard", Charge("B", draw(rate), compound=True, shipping=False), 2, ANYWHERE, ("", 0)
                ),
                RateRule("all", "reduced", Charge("A", draw(rate)), 1, ANYWHERE, ("", 0)),
            )
        },
        codes={"reduced": "reduced"},
    )
    agreed = draw(st.one_of(st.none(), st.integers(0, 40_000)))
    return some, coupons, sending, rules, agreed


def quoted(some: Goods, coupons: list[Terms], sending: int, rules: Rules, agreed: int | None) -> Quote:
    data = QuoteQuery(
        lines=tuple(line.wish for line in some.lines),
        currency="EUR",
        language="en",
        staff=None if agreed is None else StaffTerms(discount=eur(agreed)),
    )
    basket = Basket(
        lines=tuple(
            Discountable(
                key=line.wish.key,
                variant_id=line.sold.variant_id,
                product_id=1,
                quantity=line.wish.quantity,
                unit_price=line.unit_price,
            )
            for line in some.lines
        ),
        currency="EUR",
    )
    offer = ShippingOffer(method_id=1, name="Post", price=eur(sending), min_days=1, max_days=3)
    parcel = Parcel("own", "own", None, (), 0, (offer,), offer, assumed=True)
    prepared = Prepared(basket, tuple(coupons), (), Buyer(), NOW)
    return composed(data, some, prepared, Sending((parcel,), ()), rules, Place(country="DE"), (), (), NOW)


@settings(max_examples=150, deadline=None)
@given(baskets())
def test_the_parts_add_up_to_the_total(basket) -> None:
    quote = quoted(*basket)
    totals = quote.totals
    on_top = 0 if quote.inclusive else totals.tax.minor
    assert totals.total.minor == totals.subtotal.minor - totals.discount.minor + totals.shipping.minor + on_top
    parts = (*quote.lines, *quote.packages)
    assert totals.total.minor == sum(part.total.minor for part in parts)
    assert totals.tax.minor == sum(part.tax.minor for part in parts) == sum(tax.amount.minor for tax in quote.taxes)
    assert totals.discount.minor == sum(one.amount.minor for one in quote.discounts)
    for part in parts:
        assert part.discount.minor == sum(one.amount.minor for one in part.discounts)
        assert part.tax.minor == sum(one.amount.minor for one in part.taxes)


@settings(max_examples=150, deadline=None)
@given(baskets())
def test_nothing_is_ever_less_than_nothing(basket) -> None:
    quote = quoted(*basket)
    for part in (*quote.lines, *quote.packages):
        assert part.total.minor >= 0
        assert part.discount.minor >= 0
    assert all(one.amount.minor > 0 for one in quote.discounts)
    assert quote.totals.discount.minor <= quote.totals.subtotal.minor + quote.totals.shipping.minor


@settings(max_examples=150, deadline=None)
@given(baskets(), st.randoms())
def test_the_order_of_lines_and_of_coupons_does_not_change_what_is_paid(basket, chance) -> None:
    some, coupons, *rest = basket
    lines, offers = list(some.lines), list(coupons)
    chance.shuffle(lines)
    chance.shuffle(offers)
    straight = quoted(some, coupons, *rest)
    mixed = quoted(Goods(tuple(lines), (), None), offers, *rest)
    assert mixed.totals == straight.totals
    assert mixed.taxes == straight.taxes
    assert mixed.fingerprint == straight.fingerprint


@settings(max_examples=60, deadline=None)
@given(baskets())
def test_a_quote_survives_being_kept_as_json(basket) -> None:
    quote = quoted(*basket)
    kept = Quote.model_validate_json(quote.model_dump_json())
    assert kept == quote
    assert fingerprint_of(kept) == quote.fingerprint


@settings(max_examples=100, deadline=None)
@given(baskets())
def test_coupons_that_do_not_allow_each_other_are_never_used_together(basket) -> None:
    _some, coupons, *_rest = basket
    by_id = {one.coupon_id: one for one in coupons}
    used = [by_id[one.coupon_id] for one in quoted(*basket).discounts if one.coupon_id]
    for one in used:
        assert all(one is other or one.together(other) for other in used)
