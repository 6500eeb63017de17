"""A small store that sells: a warehouse, goods, a way to send them, ways to pay. For trials, and for tests of whole sales."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue import reads as shelves
from storecrew.shop.catalogue.actions import create as create_product
from storecrew.shop.payments import actions as payments
from storecrew.shop.shipping import actions as shipping
from storecrew.shop.stock import actions as stock

WAYS = {"test": {}, "transfer": {"holder": "Lab Ltd", "account": "6222 0000 1111", "bank": "Lab Bank"}, "cash": {}}
"""Ways to pay, with what has to be said of them."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does what; one person may be all of them."""

    web: Actor
    warehouse: Actor
    director: Actor
    finance: Actor


@dataclass(frozen=True, slots=True)
class Furnished:
    """What is there. `variants`: SKU to variant id."""

    warehouse_id: int
    zone_id: int
    method_id: int
    variants: dict[str, int]


def furnish(crew: Crew, now: datetime, goods: Iterable[tuple[str, int, int]], *, currency: str = "CNY") -> Furnished:
    """Make everything that a sale needs. `goods`: SKU, price in minor units, pieces that lie there."""
    wares = list(goods)
    main = stock.open_warehouse(crew.warehouse, stock.WarehouseForm(code="MAIN", name="Main"), now=now).warehouse_id
    variants = {sku: put_on_sale(crew, now, sku, price, currency=currency) for sku, price, _pieces in wares}
    stock.set_policy(crew.warehouse, stock.Policy(variant_ids=tuple(variants.values())), now=now)
    lines = tuple(
        stock.ReceivedLine(variant_id=variants[sku], quantity=pieces, cost=Money(price // 3, currency))
        for sku, price, pieces in wares
        if pieces
    )
    if lines:
        stock.receive(crew.warehouse, stock.Receive(warehouse_id=main, lines=lines), now=now)
    zone = shipping.ZoneDraft(name="Everywhere", everywhere_else=True)
    zone_id = shipping.create_zone(crew.warehouse, zone, now=now).zone_id
    method = shipping.MethodDraft(
        zone_id=zone_id,
        names={"en": "Standard", "zh-hans": "普通快递"},
        transit_min=2,
        transit_max=4,
        prices=(
            shipping.PricesDraft(
                currency=currency, tiers=(shipping.TierDraft(price_minor=800),), free_from_minor=20_000
            ),
        ),
    )
    method_id = shipping.create_method(crew.warehouse, method, now=now).method_id
    for place, (code, values) in enumerate(WAYS.items()):
        payments.set_up_provider(
            crew.finance, payments.SetUpProvider(code=code, kind=code, values=values, position=place), now=now
        )
        payments.enable(crew.finance, payments.Enable(code=code, on=True), now=now)
    return Furnished(main, zone_id, method_id, variants)


def put_on_sale(crew: Crew, now: datetime, sku: str, price_minor: int, *, currency: str) -> int:
    """Make a product with one variant and put it on sale; returns the variant's id."""
    draft = catalogue.ProductDraft.model_validate(
        {
            "title": f"Thing {sku}",
            "language": "en",
            "slug": sku.lower(),
            "variants": [{"sku": sku, "weight_g": 400, "prices": [{"currency": currency, "price_minor": price_minor}]}],
        }
    )
    product_id = create_product(crew.web, draft, now=now).product_id
    catalogue.publish(crew.web, catalogue.OneProduct(product_id=product_id), now=now)
    page = shelves.product_page(
        crew.web, shelves.PageQuery(slug=sku.lower(), language="en", currency=currency), now=now
    )
    return page.variants[0].variant_id
