"""What the demo store has to do this morning: a price cut that waits, a draft without a price, texts and pictures that lag."""

from contextlib import suppress
from datetime import datetime, timedelta

from storecrew.kernel.actions.errors import Parked
from storecrew.kernel.actions.types import Actor, person
from storecrew.kernel.approvals.actions import SetRule, set_rule
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.seats import Seat
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue import reads
from storecrew.shop.catalogue.types import ProductPage

CUT_FROM_MINOR = 5_000
LAMP, MUG, LANTERN = "half-moon-table-lamp", "clock-off-mug", "errand-lantern"


def build(actor: Actor, now: datetime) -> None:
    """Leave work on the seats' lists of a furnished demo store; `actor` is the founder, who is the director too."""
    _rules(actor, now - timedelta(days=60))
    _cut(_holder(actor, Seat.MARKETING, now), _page(actor, LAMP, now), now - timedelta(hours=2))
    _without_price(actor, now - timedelta(days=2))
    _new_without_words(actor, _page(actor, LANTERN, now), now - timedelta(days=1))
    _changed_after_translation(actor, _page(actor, MUG, now), now - timedelta(hours=20))


def _rules(founder: Actor, at: datetime) -> None:
    rules = [SetRule(action="people.create_agent", seat=Seat.DIRECTOR)]
    for name in ("catalogue.set_prices", "catalogue.bulk_edit"):
        cut = SetRule(
            action=name, kind="cut", currency="CNY", from_minor=CUT_FROM_MINOR, seat=Seat.DIRECTOR, expires_hours=48
        )
        rules += [cut, SetRule(action=name, kind="below_cost", seat=Seat.DIRECTOR)]
    for rule in rules:
        set_rule(founder, rule, now=at)


def _cut(marketer: Actor, lamp: ProductPage, at: datetime) -> None:
    prices = tuple(
        catalogue.VariantPrice(variant_id=row.variant_id, currency="CNY", price_minor=39_900, compare_at_minor=46_900)
        for row in lamp.variants
    )
    with suppress(Parked):  # that is the point: it waits for the director
        catalogue.set_prices(marketer, catalogue.SetPrices(product_id=lamp.product_id, prices=prices), now=at)


def _without_price(founder: Actor, at: datetime) -> None:
    draft = catalogue.ProductDraft(
        title="檐下风铃", slug="under-the-eaves-chime", description="<p>铜管六支，风小也响。</p>"
    )
    catalogue.create(founder, draft, now=at)


def _new_without_words(founder: Actor, lantern: ProductPage, at: datetime) -> None:
    draft = catalogue.ProductDraft.model_validate(
        {
            "title": "夜路提灯的备用灯罩",
            "slug": "errand-lantern-spare-shade",
            "description": "<p>玻璃摔了不用换整盏灯。</p>",
            "variants": [{"sku": "LT-ERL-SHADE", "prices": [{"currency": "CNY", "price_minor": 4_900}]}],
            "pictures": [{"asset_id": lantern.pictures[0].asset_id}],
        }
    )
    made = catalogue.create(founder, draft, now=at)
    catalogue.publish(founder, catalogue.OneProduct(product_id=made.product_id), now=at)


def _changed_after_translation(founder: Actor, mug: ProductPage, at: datetime) -> None:
    words = catalogue.Edit(product_id=mug.product_id, description=mug.description + "<p>可以进洗碗机。</p>")
    catalogue.edit(founder, words, now=at)


def _page(actor: Actor, slug: str, now: datetime) -> ProductPage:
    return reads.product_page(actor, reads.PageQuery(slug=slug), now=now)


def _holder(founder: Actor, seat: Seat, now: datetime) -> Actor:
    """Return a colleague in the seat who is not the founder, or the founder where nobody else is."""
    found = people.board(founder, people.BoardQuery(), now=now)
    others = [
        one.person_id
        for row in found.seats
        if row.seat == seat
        for one in (*filter(None, [row.holder]), *row.sharers)
        if one.person_id != founder.person_id
    ]
    return person(others[0]) if others else founder
