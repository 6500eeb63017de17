"""A shelf, a way to send things and taxes: what the tests of pricing share."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storecrew.conftest import Company
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.pricing import reads
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery
from storecrew.shop.shipping import actions as shipping
from storecrew.shop.taxes import actions as taxes

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SHENZHEN = Address(
    name="何晴",
    country="CN",
    region="广东省",
    city="深圳市",
    district="南山区",
    line1="灯市街 7 号",
    phone="13800138000",
)

type Shelf = Callable[..., int]
type Ask = Callable[..., Quote]


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


@pytest.fixture
def shelf(company: Company) -> Shelf:
    """Put a product on sale and return its variant's number."""

    def put(title: str, price: int = 12800, **changes: object) -> int:
        variant = {"prices": ({"currency": "CNY", "price_minor": price},), "sku": title.upper(), "weight_g": 400}
        draft = {"title": title, "language": "en", "variants": (variant | changes,)}
        made = catalogue.create(company.web, catalogue.ProductDraft.model_validate(draft), now=NOW)
        catalogue.publish(company.web, catalogue.OneProduct(product_id=made.product_id), now=NOW)
        return Variant.objects.get(product=made.product_id).pk

    return put


@pytest.fixture
def cn_vat(company: Company) -> None:
    """Chinese VAT; prices contain it."""
    taxes.add_sample(company.finance, taxes.AddSample(sample="cn"), now=NOW)


@pytest.fixture
def ask(company: Company) -> Ask:
    """Ask for a quote: `ask((variant, quantity), …, codes=…)`."""

    def quote(*lines: tuple[int, int], **changes: object) -> Quote:
        wishes = tuple(
            LineWish(key=f"l{number}", variant_id=variant, quantity=quantity)
            for number, (variant, quantity) in enumerate(lines)
        )
        data = {"lines": wishes, "currency": "CNY", "language": "en", **changes}
        return reads.quote(company.nobody, QuoteQuery.model_validate(data), now=NOW)

    return quote


@pytest.fixture
def courier(company: Company) -> dict[str, int]:
    """Two ways to send something inside China: 12.00 and 25.00."""
    area = (shipping.AreaDraft(country="CN"),)
    zone = shipping.create_zone(company.warehouse, shipping.ZoneDraft(name="Mainland", areas=area), now=NOW)
    made = {}
    for name, price in (("Standard", 1200), ("Express", 2500)):
        prices = (shipping.PricesDraft(currency="CNY", tiers=(shipping.TierDraft(price_minor=price),)),)
        draft = shipping.MethodDraft(zone_id=zone.zone_id, names={"en": name}, prices=prices, transit_max=3)
        made[name] = shipping.create_method(company.warehouse, draft, now=NOW).method_id
    return made
