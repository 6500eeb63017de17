"""A small shelf of products that the catalogue's tests share."""

from collections.abc import Callable

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Product

type Make = Callable[..., Product]


def mug_draft(**changes: object) -> actions.ProductDraft:
    values = {
        "title": "Clock-Off Mug",
        "language": "en",
        "description": "<p>Walls four millimetres thick.</p>",
        "brand": "Lamphour",
        "tags": ("gift", "office"),
        "options": (
            {
                "name": "Colour",
                "values": ({"name": "Oat", "swatch": "#e8dfcd"}, {"name": "Celadon", "swatch": "#b6cbbd"}),
            },
            {"name": "Capacity", "values": ({"name": "280 ml"}, {"name": "380 ml"})},
        ),
        "variants": tuple(
            {
                "values": (colour, size),
                "sku": f"MUG-{colour[:3].upper()}-{size[:3]}",
                "prices": ({"currency": "CNY", "price_minor": 12800 if size == "280 ml" else 14800},),
                "weight_g": 410,
            }
            for colour in ("Oat", "Celadon")
            for size in ("280 ml", "380 ml")
        ),
    }
    return actions.ProductDraft.model_validate(values | changes)


def simple_draft(title: str, *, price: int | None = 9900, sku: str = "", **changes: object) -> actions.ProductDraft:
    prices = ({"currency": "CNY", "price_minor": price},) if price is not None else ()
    values = {"title": title, "language": "en", "variants": ({"sku": sku, "prices": prices},)}
    return actions.ProductDraft.model_validate(values | changes)


@pytest.fixture
def web(company: Company) -> Actor:
    return company.web


@pytest.fixture(scope="module")
def lasting_mug(lasting_company: Company) -> int:
    return actions.create(lasting_company.web, mug_draft()).product_id


@pytest.fixture
def mug(lasting_mug: int, web: Actor) -> Product:
    return Product.objects.get(pk=lasting_mug)


@pytest.fixture(scope="module")
def lasting_make(lasting_company: Company) -> Make:
    """Return `make` for what all tests of a module begin with."""
    return making(lasting_company.web)


@pytest.fixture
def make(web: Actor) -> Make:
    return making(web)


def making(web: Actor) -> Make:
    def one(title: str, *, on_sale: bool = True, **changes: object) -> Product:
        answer = actions.create(web, simple_draft(title, **changes))
        if on_sale:
            actions.publish(web, actions.OneProduct(product_id=answer.product_id))
        return Product.objects.get(pk=answer.product_id)

    return one
