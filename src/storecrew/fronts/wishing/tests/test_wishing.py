"""Hearts, lists and notices by pages and forms alone."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.fronts.account import arriving
from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.fronts.storefront.site import site_at
from storecrew.kernel.money.types import Money
from storecrew.shop.carts.models import CartLine
from storecrew.shop.customers import actions as customers
from storecrew.shop.customers import reads as people
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.writing.sessions import open_session
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Warehouse
from storecrew.shop.wishes import pages
from storecrew.shop.wishes.models import StockAlert, Wish, WishList
from storecrew.shop.wishes.tokens import stop_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_yet() -> None:
    cache.clear()


def test_hearts_are_the_same_for_everybody_until_one_is_pressed(browser: Browser) -> None:
    page = browser.get("/search/?q=Thing")
    assert page.content.decode().count('class="heart"') == 3
    assert not page.cookies
    assert page.headers["Cache-Control"].startswith("public")
    answer = browser.post("/wishes/add/", p="mug")
    assert answer.headers["Location"] == "/wishes/?said=added"
    cookie = answer.cookies["wishes"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    again = browser.get("/search/?q=Thing")
    assert "no-store" in again.headers["Cache-Control"]
    assert "/wishes/" in again.content.decode()


def test_a_script_is_told_in_one_line(browser: Browser) -> None:
    accept = {"Accept": "application/json"}
    answer = browser.client.post("/en/wishes/add/", {"variant": browser.goods["MUG"]}, headers=accept)
    assert answer.json() == {"said": "It is on your wish list.", "count": 1}
    assert browser.client.post("/wishes/add/", {"p": "nothing"}, headers=accept).status_code in {404, 422}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_list_with_prices_then_and_now(browser: Browser, prefix: str) -> None:
    assert browser.get(f"{prefix}/wishes/").status_code == 200
    browser.post("/wishes/add/", variant=browser.goods["MUG"])
    browser.post("/wishes/add/", variant=browser.goods["GONE"])
    Wish.objects.filter(variant=browser.goods["MUG"]).update(seen_minor=12_000)
    page = browser.get(f"{prefix}/wishes/").content.decode()
    assert "18 %" in page
    assert 'class="was"' in page
    assert page.count('class="line"') == 2
    assert page.count(f'action="{prefix}/wishes/move/"') == 1


def test_the_product_page_knows_what_is_on_the_list(browser: Browser) -> None:
    variant = browser.goods["MUG"]
    assert "Save for later" in browser.get("/en/p/mug/").content.decode()
    browser.post("/wishes/add/", variant=variant)
    page = browser.get("/en/p/mug/").content.decode()
    assert "On your wish list" in page
    answer = browser.post("/en/wishes/remove/", variant=variant, back=f"/en/p/mug/?variant={variant}")
    assert answer.headers["Location"] == f"/en/p/mug/?variant={variant}"
    assert "Save for later" in browser.get("/en/p/mug/").content.decode()
    assert browser.post("/wishes/remove/", variant=variant, back="//evil.example/p/").headers["Location"] == "/wishes/"


def test_one_or_all_go_into_the_bag(browser: Browser) -> None:
    for sku in ("MUG", "LAMP", "GONE"):
        browser.post("/wishes/add/", variant=browser.goods[sku])
    assert browser.post("/wishes/move/", variant=browser.goods["MUG"]).headers["Location"] == "/cart/"
    assert [line.variant_id for line in CartLine.objects.all()] == [browser.goods["MUG"]]
    assert browser.post("/wishes/move/", variant="all").headers["Location"] == "/cart/"
    assert {line.variant_id for line in CartLine.objects.all()} == {browser.goods["MUG"], browser.goods["LAMP"]}
    assert [wish.variant_id for wish in Wish.objects.all()] == [browser.goods["GONE"]]
    assert browser.post("/wishes/move/", variant="all").status_code == 422


def test_a_shared_list_is_read_only_and_ends(browser: Browser) -> None:
    browser.post("/wishes/add/", variant=browser.goods["MUG"])
    browser.post("/wishes/settings/", what="share", on="1")
    found = re.search(r'value="https?://[^/"]+(/wishes/of/[^"]+)"', browser.get("/wishes/").content.decode())
    assert found is not None
    friend = Client()
    page = friend.get(f"/en{found.group(1)}")
    assert page.status_code == 200
    assert "Thing MUG" in page.content.decode()
    assert "/wishes/remove/" not in page.content.decode()
    browser.post("/wishes/settings/", what="share", on="0")
    assert friend.get(found.group(1)).status_code == 404


def test_what_is_sold_out_offers_a_notice(browser: Browser, company: Company) -> None:
    page = browser.get("/en/p/gone/").content.decode()
    assert "Tell me when it is back" in page
    assert "One letter to this address" in page
    variant = browser.goods["GONE"]
    bad = browser.post("/en/wishes/notice/", variant=variant, email="lin")
    assert bad.status_code == 422
    assert 'value="lin"' in bad.content.decode()
    for _again in range(2):
        assert (
            "lin@wan.example"
            in browser.post("/en/wishes/notice/", variant=variant, email="lin@wan.example").content.decode()
        )
    alert = StockAlert.objects.get()
    assert browser.post("/en/wishes/notice/", variant="x", email="a@b.example").status_code == 404
    assert browser.post("/en/wishes/notice/", variant=browser.goods["MUG"], email="a@b.example").status_code == 422
    assert pages.product("en", "gone", variant).endswith(f"/en/p/gone/?variant={variant}")
    path = pages.stop("en", stop_link(alert)).partition("//")[2].partition("/")[2]
    assert Client().get(f"/{path}").status_code == 200
    assert StockAlert.objects.get().state == "waiting"  # looking at it ends nothing
    assert "not waiting" in Client().post(f"/{path}").content.decode()
    assert StockAlert.objects.get().state == "stopped"
    assert Client().get("/wishes/stop/nonsense-nonsense/").status_code == 404


def test_it_is_back(browser: Browser, company: Company) -> None:
    line = stock.ReceivedLine(variant_id=browser.goods["GONE"], quantity=1, cost=Money(100, "CNY"))
    stock.receive(company.warehouse, stock.Receive(warehouse_id=Warehouse.objects.get().pk, lines=(line,)))
    assert "Tell me when it is back" not in browser.get("/en/p/gone/").content.decode()


def sign_in(browser: Browser, company: Company) -> int:
    """Let a customer come in with this browser."""
    known = customers.recognise(
        company.service, customers.Recognise(email="lin@wan.example", language="en", country="CN")
    )
    session = open_session(Customer.objects.get(pk=known.customer_id), device="test", now=timezone.now())
    browser.client.cookies["customer"] = session
    assert people.whose(session) == known.customer_id
    return known.customer_id


def test_a_customers_list_and_letters_about_prices(browser: Browser, company: Company) -> None:
    browser.post("/wishes/add/", variant=browser.goods["MUG"])
    assert browser.post("/wishes/settings/", what="drops", on="1").status_code == 422
    sign_in(browser, company)
    assert "Thing MUG" in browser.get("/en/wishes/").content.decode()
    browser.post("/wishes/add/", variant=browser.goods["LAMP"])
    assert browser.post("/wishes/settings/", what="drops", on="1").status_code == 302
    row = WishList.objects.get()
    assert (row.tells_drops, row.wishes.count()) == (True, 2)
    assert "Write no more" in browser.get("/en/wishes/").content.decode()


def test_who_comes_in_takes_the_list_along(browser: Browser, company: Company) -> None:
    browser.post("/wishes/add/", variant=browser.goods["MUG"])
    known = customers.recognise(
        company.service, customers.Recognise(email="lin@wan.example", language="en", country="CN")
    )
    row = Customer.objects.get(pk=known.customer_id)
    entered = customers.Entered(
        customer_id=row.pk, new=False, session=open_session(row, device="test", now=timezone.now()), go_on=""
    )
    request = RequestFactory().post(
        "/account/enter/", headers={"cookie": f"wishes={browser.client.cookies['wishes'].value}"}
    )
    arriving.let_in(request, site_at(""), timezone.now(), entered)
    assert WishList.objects.get().customer_id == row.pk


@pytest.mark.parametrize("path", ["add", "remove", "move", "settings", "notice"])
def test_forms_of_other_sites_do_nothing(browser: Browser, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        assert Client(headers=headers).post(f"/wishes/{path}/", {"variant": browser.goods["MUG"]}).status_code == 409
    assert not Wish.objects.exists()


def test_a_bounded_number_of_questions(browser: Browser, django_assert_max_num_queries: Callable[..., object]) -> None:
    for sku in ("MUG", "LAMP", "GONE"):
        browser.post("/wishes/add/", variant=browser.goods[sku])
    browser.get("/wishes/")
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        browser.get("/wishes/")
