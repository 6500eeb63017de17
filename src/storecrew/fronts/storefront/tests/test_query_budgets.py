"""How many queries a page may cost: the first time after a change anywhere in the house, and again while nothing changes.

`query_budgets.json` holds the numbers; a page that needs more fails here.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.conftest import Company
from storecrew.fronts.storefront import actions, site
from storecrew.fronts.storefront.actions.home import AddSection
from storecrew.fronts.storefront.tests.conftest import Goods
from storecrew.fronts.storefront.types import Goods as Row
from storecrew.fronts.storefront.types import Tiles

BUDGETS = json.loads((Path(__file__).parent / "query_budgets.json").read_text())

FACETS = 3
"""Queries that facets without choices before may add: their number does not grow with the goods."""


def _queries(visitor: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def home(company: Company) -> None:
    """Put goods and departments on the home page."""
    actions.add_section(company.web, AddSection(content=Row(heading={"en": "For tonight"}, source="category:tea")))
    actions.add_section(company.web, AddSection(content=Tiles(heading={"en": "Departments"})))


@pytest.mark.parametrize("address", BUDGETS)
@pytest.mark.usefixtures("home")
def test_a_page_stays_within_its_budget(visitor: Client, address: str) -> None:
    site.forget()
    first = _queries(visitor, address)
    again = _queries(visitor, address)
    assert first <= BUDGETS[address]["first"]
    assert again <= BUDGETS[address]["again"]


@pytest.mark.usefixtures("home")
def test_more_goods_cost_no_more_queries(visitor: Client, make: Callable[..., int], goods: Goods) -> None:
    make("杯", categories=(goods.tea,), tags=("送礼",))  # whatever is kept of lists is old in both measurements
    before = {address: _fresh(visitor, address) for address in ("/", "/c/tea/", "/search/?q=杯")}
    for number in range(30):
        make(f"杯 {number}", categories=(goods.tea,), tags=("送礼",))
    after = {address: _fresh(visitor, address) for address in before}
    assert {address: count for address, count in after.items() if count > before[address] + FACETS} == {}


def test_forty_eight_variants_cost_as_much_as_two(visitor: Client) -> None:
    assert _fresh(visitor, "/p/bedding/") <= _fresh(visitor, "/p/mug/")


def _fresh(visitor: Client, address: str) -> int:
    site.forget()
    return _queries(visitor, address)
