"""The console's pages of orders, in both languages, for those who may."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import HOME, Shop
from storecrew.shop.orders.tests.making import Want, quote_of

BASE = "/crew/orders/"


@pytest.fixture
def browser(settings: Any) -> Callable[..., Client]:
    def signed_in(actor: Actor, language: str = "en") -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        if actor.person_id is not None:
            client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return signed_in


@pytest.fixture(scope="module")
def lasting_order(lasting_shop: Shop) -> Order:
    shop = lasting_shop
    lamp, mug = shop.lamp("SHADE"), shop.lamp("MUG")
    quote = quote_of(Want(lamp, 2, off=500, title="Clock-Off Lamp"), Want(mug, 1))
    return shop.pay(shop.place(quote, checkout="lasting", bill_to=HOME), reference="lasting")


@pytest.fixture
def order(lasting_order: Order, shop: Shop) -> Order:
    return copy.deepcopy(lasting_order)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_answers_in_both_languages(
    browser: Callable[..., Client], company: Company, order: Order, shop: Shop, language: str
) -> None:
    client = browser(company.service, language)
    waiting = shop.place(quote_of(Want(shop.lamp("X"))), checkout="w")
    pages = ["", "?view=to_ship", "?view=late", "?view=drafts", "?q=lamp", "?since=2026-01-01", "new"]
    pages += [f"{order.number}/{part}" for part in ("", "cancellation", "changes", "address", "hold")]
    pages += [f"{waiting.number}/", f"{waiting.number}/split", f"papers/of/{order.number}/"]
    pages += [f"papers/pro-forma/{order.number}/", f"papers/slips?id={order.pk}&id={waiting.pk}"]
    for page in pages:
        answer = client.get(BASE + page)
        assert answer.status_code == 200, (page, answer.status_code)
        assert "{%" not in answer.content.decode(), page


def test_who_may_not_read_is_told_so(browser: Callable[..., Client], company: Company, order: Order) -> None:
    assert browser(company.stranger).get(f"{BASE}{order.number}/").status_code == 403
    assert browser(company.it).get(BASE).status_code == 403
    assert browser(company.nobody).get(BASE).status_code in {302, 303, 401}
    assert browser(company.warehouse).get(f"{BASE}{order.number}/").status_code == 200
    assert browser(company.warehouse).get(f"{BASE}{order.number}/cancellation").status_code == 403


def test_costs_are_for_those_who_may_see_them(browser: Callable[..., Client], company: Company, order: Order) -> None:
    assert "Left so far" in browser(company.finance).get(f"{BASE}{order.number}/").content.decode()
    assert "Left so far" not in browser(company.service).get(f"{BASE}{order.number}/").content.decode()


def test_the_list_costs_the_same_however_long(
    browser: Callable[..., Client], company: Company, shop: Shop, django_assert_max_num_queries: Any
) -> None:
    lamp = shop.lamp(on_hand=100)
    client = browser(company.service)
    shop.place(quote_of(Want(lamp)), checkout="a")
    client.get(BASE)
    for number in range(5):
        shop.place(quote_of(Want(lamp)), checkout=f"n{number}")
    with django_assert_max_num_queries(28):
        client.get(BASE)


def test_an_order_is_cancelled_from_its_page(browser: Callable[..., Client], company: Company, order: Order) -> None:
    client = browser(company.service)
    page = f"{BASE}{order.number}/cancellation"
    first = order.lines.all()[0]
    nothing = client.post(page, {"reason": "buyer", f"q_{first.pk}": "0"})
    assert nothing.status_code == 422
    answer = client.post(page, {"reason": "buyer", f"q_{first.pk}": "1", "refund": "on"})
    assert answer.status_code == 303
    order.refresh_from_db()
    assert (order.lines.all()[0].cancelled, order.refunding_minor) == (1, 9750)


def test_an_order_is_changed_after_a_look(
    browser: Callable[..., Client], company: Company, order: Order, shop: Shop
) -> None:
    client = browser(company.service)
    page = f"{BASE}{order.number}/changes"
    extra = shop.lamp("EXTRA", price=3300)
    assert "EXTRA" in client.post(page, {"q": "EXTRA", "do": "find"}).content.decode()
    looked = client.post(page, {"variant": extra, f"n_{extra}": "2", "do": "look"}, HTTP_HX_REQUEST="true")
    assert "66.00" in looked.content.decode()
    assert client.post(page, {f"q_{order.lines.all()[0].pk}": "many", "do": "look"}).status_code == 200
    done = client.post(page, {"variant": extra, f"n_{extra}": "2", "do": "save"})
    assert done.status_code == 303
    order.refresh_from_db()
    assert order.balance_minor == 6600


def test_notes_tags_and_holds_stand_on_the_page(browser: Callable[..., Client], company: Company, order: Order) -> None:
    client = browser(company.service)
    page = f"{BASE}{order.number}/"
    assert client.post(f"{page}notes", {"text": "No price tag, it is a gift."}).status_code == 303
    assert client.post(f"{page}notes", {"text": ""}).status_code == 422
    assert client.post(f"{page}tags", {"add": "gift，vip"}).status_code == 303
    assert client.post(f"{page}hold", {"reason": "address", "note": "no house number"}).status_code == 303
    html = client.get(page).content.decode()
    assert "No price tag" in html
    assert "no house number" in html
    assert ">vip<" in html
    assert client.post(f"{page}release").status_code == 303


def test_many_orders_at_once(browser: Callable[..., Client], company: Company, shop: Shop) -> None:
    client = browser(company.service)
    lamp = shop.lamp()
    ids = [shop.place(quote_of(Want(lamp)), checkout=f"m{n}").pk for n in range(3)]
    assert client.post(BASE, {"bulk": "hold", "row": ids}).status_code == 200
    done = client.post(f"{BASE}holds", {"id": ids, "reason": "risk"})
    assert done.status_code == 303
    assert Order.objects.filter(held=True).count() == 3
    assert client.post(BASE, {"bulk": "unhold", "row": ids}).status_code == 303
    assert client.post(BASE, {"bulk": "cancel_unpaid", "row": ids}).status_code == 303
    assert set(Order.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"cancelled"}
    assert client.post(BASE, {"bulk": "slips", "row": ids})["Location"].startswith(f"{BASE}papers/slips?id=")
    lines = client.get(client.post(BASE, {"bulk": "lines", "row": ids})["Location"])
    assert b"L-" in b"".join(lines.streaming_content)


def test_an_order_is_written_by_hand(browser: Callable[..., Client], company: Company, shop: Shop) -> None:
    client = browser(company.service)
    lamp = shop.lamp("LAMP", price=10000)
    page = client.post(f"{BASE}new")["Location"]
    order = Order.objects.latest("pk")

    def post(**values: object) -> Any:
        order.refresh_from_db()
        return client.post(page, {"version": order.version, "currency": "CNY", "language": "en", **values})

    assert post(q="LAMP", do="find")["Location"].endswith("?q=LAMP")
    assert "LAMP" in client.get(f"{page}?q=LAMP").content.decode()
    post(add=lamp)
    order.refresh_from_db()
    key = order.draft["lines"][0]["key"]
    line = {"line": key, f"v_{key}": lamp, f"n_{key}": "2", f"p_{key}": ""}
    pasted = post(
        **line, pasted="陈小鱼 13800138000 广东省佛山市南海区桂城街道灯湖路8号", do="read", email="a@example.com"
    )
    assert pasted.status_code == 303
    order.refresh_from_db()
    assert order.draft["ship_to"]["district"] == "南海区"
    html = client.get(page).content.decode()
    assert "灯湖路8号" in html
    order.refresh_from_db()
    before = order.version
    looked = client.post(
        page,
        {"version": before, "currency": "CNY", "language": "en", **line, "discount": "50", "do": "look"},
        headers={"HX-Request": "true"},
    )
    order.refresh_from_db()
    assert ("150.00" in looked.content.decode(), order.version) == (True, before)
    wrong = post(**line, discount="a lot", do="save")
    assert wrong.status_code == 422
    address = {f"to_{name}": value for name, value in order.draft["ship_to"].items()}
    placed = post(**line, **address, email="a@example.com", discount="10", shipping="0", payment="link", do="place")
    assert placed.status_code == 303
    order.refresh_from_db()
    assert (order.state, order.total_minor) == ("open", 19000)
    assert placed["Location"] == f"{BASE}{order.number}/"


def test_an_address_is_changed_by_its_countrys_form(
    browser: Callable[..., Client], company: Company, order: Order
) -> None:
    client = browser(company.service)
    page = f"{BASE}{order.number}/address"
    assert "灯湖路8号" in client.get(page).content.decode()
    values = {f"to_{name}": value for name, value in HOME.model_dump().items()}
    wrong = client.post(page, {**values, "to_line1": "", "do": "save", "version": order.version})
    assert wrong.status_code == 422
    done = client.post(page, {**values, "to_line1": "桂城街道灯湖路9号", "do": "save", "version": order.version})
    assert done.status_code == 303
    order.refresh_from_db()
    assert order.ship_to["line1"] == "桂城街道灯湖路9号"


def test_waiting_longer(browser: Callable[..., Client], company: Company, shop: Shop) -> None:
    waiting = shop.place(quote_of(Want(shop.lamp())))
    client = browser(company.service)
    assert client.post(f"{BASE}{waiting.number}/pay-by", {"pay_by": ""}).status_code == 303
    waiting.refresh_from_db()
    assert waiting.pay_by is None


def test_too_much_money_is_given_back_with_one_click(
    browser: Callable[..., Client], company: Company, shop: Shop
) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp()))), 20000)
    client = browser(company.finance)
    assert "88.00" in client.get(f"{BASE}{order.number}/").content.decode()
    assert client.post(f"{BASE}{order.number}/give-back").status_code == 303
    order.refresh_from_db()
    assert (order.refunding_minor, order.to_give_back_minor) == (8800, 0)
