"""A small store on sale: two categories, a product of 48 variants, one reduced, pages in both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import product as combinations

import pytest
from django.test import Client
from PIL import Image

from storecrew.conftest import Company
from storecrew.fronts.storefront import actions, pictures, site
from storecrew.fronts.storefront.actions.pages import SavePage
from storecrew.fronts.storefront.types import Frame, PageText, Shipping
from storecrew.kernel.media import actions as media
from storecrew.shop.catalogue import actions as catalogue

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Goods:
    """Ids of what is on sale."""

    mug: int
    bedding: int
    lamp: int
    tea: int
    light: int
    picture: int


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Forget what earlier tests left in this process: their rows are gone, and their ids are used again."""
    site.forget()
    pictures.forget()


type Make = Callable[..., int]


@pytest.fixture
def make(company: Company) -> Make:
    """Return a function that makes a product, on sale unless `live=False`; returns its id."""
    return maker(company)


def maker(company: Company) -> Make:
    """Return what `make` is."""

    def make(title: str, *, live: bool = True, cny: int = 9800, usd: int | None = 2200, **more: object) -> int:
        draft = {"title": title, "language": "zh-hans", **more}
        prices = [{"currency": "CNY", "price_minor": cny}]
        prices += [{"currency": "USD", "price_minor": usd}] if usd is not None else []
        draft.setdefault("variants", ({"sku": f"SKU-{title}", "prices": tuple(prices), "weight_g": 320},))
        created = catalogue.create(company.web, catalogue.ProductDraft.model_validate(draft), now=NOW)
        if live:
            catalogue.publish(company.web, catalogue.OneProduct(product_id=created.product_id), now=NOW)
        return created.product_id

    return make


@pytest.fixture(scope="module")
def on_sale(lasting_company: Company) -> Goods:
    """Put a small store on sale, for all tests of a module."""
    return put_on_sale(lasting_company, maker(lasting_company))


@pytest.fixture
def goods(on_sale: Goods, company: Company) -> Goods:
    """Return the small store that is on sale."""
    return on_sale


def put_on_sale(company: Company, make: Make) -> Goods:
    """Put a small store on sale."""
    tea = catalogue.create_category(
        company.web, catalogue.CategoryDraft(name="茶", slug="tea", line="水开了，坐下来。")
    ).category_id
    light = catalogue.create_category(company.web, catalogue.CategoryDraft(name="灯", slug="light")).category_id
    words = catalogue.Text(object_type="category", object_id=tea, field="name", text="Tea")
    catalogue.translate(company.web, catalogue.Translate(language="en", texts=(words,)), now=NOW)
    image = BytesIO()
    Image.new("RGB", (800, 1000), "#e8dfcd").save(image, "PNG")
    picture = media.upload(company.web, media.Upload(content=image.getvalue(), name="mug.png")).picture.asset_id
    shown = ({"asset_id": picture, "alt": "燕麦色的杯子"},)
    mug = make(
        "下班杯",
        slug="mug",
        categories=(tea,),
        tags=("送礼",),
        description="<p>杯壁厚四毫米，捧着不烫手。</p>",
        pictures=shown,
        options=(
            {
                "name": "颜色",
                "code": "colour",
                "values": (
                    {"name": "燕麦", "code": "oat", "swatch": "#e8dfcd"},
                    {"name": "影青", "code": "celadon", "swatch": "#b6cbbd"},
                ),
            },
        ),
        variants=(
            _variant("MUG-OAT", ("oat",), 9800, 2200, was=11800),
            _variant("MUG-CEL", ("celadon",), 10800, 2400),
        ),
        texts=(
            {"language": "en", "field": "title", "text": "Clock-Off Mug"},
            {"language": "en", "field": "description", "text": "<p>Walls four millimetres thick.</p>"},
        ),
    )
    bedding = make("四件套", slug="bedding", pictures=shown, **_forty_eight())
    lamp = make("半月台灯", slug="lamp", categories=(light,), pictures=shown, cny=46900, usd=None)
    actions.set_frame(
        company.web,
        Frame(
            name={"zh-hans": "掌灯", "en": "Lamphour"},
            tagline={"zh-hans": "天黑以后，是自己的时间。", "en": "After dark, the hours are yours."},
            email="hello@lamphour.example",
            currencies={"zh-hans": "CNY", "en": "USD"},
            return_days=30,
            shipping=(
                Shipping(
                    country="CN",
                    currency="CNY",
                    rate_minor=1000,
                    free_from_minor=19900,
                    handling_days=(0, 1),
                    transit_days=(2, 4),
                ),
                Shipping(country="US", currency="USD", rate_minor=900, handling_days=(0, 1), transit_days=(9, 14)),
            ),
        ),
    )
    both = {"zh-hans": PageText(title="配送", body="寄得快。"), "en": PageText(title="Delivery", body="By post.")}
    actions.save_page(company.web, SavePage(slug="delivery", texts=both))
    actions.save_page(company.web, SavePage(slug="icp", texts={"zh-hans": PageText(title="备案", body="备案号。")}))
    return Goods(mug=mug, bedding=bedding, lamp=lamp, tea=tea, light=light, picture=picture)


@pytest.fixture
def visitor(goods: Goods) -> Client:
    """Return a browser of somebody nobody knows, in front of the small store."""
    return Client()


def _variant(sku: str, values: tuple[str, ...], cny: int, usd: int, *, was: int | None = None) -> dict[str, object]:
    prices = ({"currency": "CNY", "price_minor": cny, "compare_at_minor": was}, {"currency": "USD", "price_minor": usd})
    return {
        "sku": sku,
        "values": values,
        "prices": prices,
        "weight_g": 410,
        "length_mm": 122,
        "width_mm": 88,
        "height_mm": 98,
        "picture": 1,
    }


def _forty_eight() -> dict[str, object]:
    colours, sizes, sheets = (
        ("燕麦", "暮蓝", "豆沙", "苔绿", "烟灰", "砖红"),
        ("120", "150", "180", "200"),
        ("床笠", "床单"),
    )
    options = tuple(
        {"name": name, "code": code, "values": tuple({"name": value} for value in values)}
        for name, code, values in (("颜色", "colour", colours), ("床宽", "size", sizes), ("床单款式", "sheet", sheets))
    )
    variants = tuple(
        _variant(f"BED-{number:02}", values, 79900 + number * 100, 22800)
        for number, values in enumerate(combinations(colours, sizes, sheets))
    )
    return {"options": options, "variants": variants}
