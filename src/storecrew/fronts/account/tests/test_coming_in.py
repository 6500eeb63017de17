"""Buyers come in by a link or a password; nobody learns who is known, and nobody is led away."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from storecrew.fronts.account.returning import own_path
from storecrew.fronts.account.tests.conftest import LIN, PASSWORD, Buyer, letter_to
from storecrew.kernel.events.models import OutwardAct
from storecrew.shop.carts.models import Cart, CartState
from storecrew.shop.customers import proving
from storecrew.shop.customers.models import Consent, Customer, Session, SignInLink

pytestmark = pytest.mark.django_db


def test_a_link_lets_in_by_one_button(lin: Buyer) -> None:
    path = lin.link()
    assert lin.get(path).status_code == 200
    assert lin.get(path).status_code == 200, "looking uses nothing up"
    assert not lin.client.cookies
    assert lin.enter(path) == "/account/?new=1"
    cookie = lin.client.cookies["customer"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert LIN in lin.text("/account/")


def test_a_session_cookie_is_secure_where_the_shop_is(lin: Buyer, settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    lin.sign_in()
    assert lin.client.cookies["customer"]["secure"]


def test_a_link_works_once_and_offers_a_new_one_afterwards(lin: Buyer, come: Callable[[str], Buyer]) -> None:
    path = lin.link()
    lin.enter(path)
    stranger = come("eve@mail.example")
    over = stranger.text(path, 410)
    assert 'action="/account/link/"' in over
    assert LIN not in over, "who finds an old link learns no address from it"
    assert stranger.post(path.replace("/enter/", "/entered/") + "/").status_code == 410
    assert "customer" not in stranger.client.cookies
    assert lin.get(path).headers["Location"] == "/account/"


@pytest.mark.parametrize("why", ["old", "forged", "cut"])
def test_a_link_that_is_over_or_forged_lets_nobody_in(lin: Buyer, why: str) -> None:
    path = lin.link()
    if why == "old":
        past = timezone.now() - timedelta(hours=1)
        SignInLink.objects.update(created_at=past, expires_at=past + timedelta(minutes=15))
    else:
        path = path[:-3] if why == "cut" else path[:-1] + ("a" if path[-1] != "a" else "b")
    assert lin.get(path).status_code == 410
    assert lin.post(path.replace("/enter/", "/entered/") + "/").status_code == 410
    assert not Session.objects.exists()


def test_letters_lead_on_in_the_language_they_were_asked_in(lin: Buyer) -> None:
    mail.outbox.clear()
    lin.post("/en/account/link/", email=LIN)
    path = letter_to(LIN)
    assert lin.get(path).headers["Location"].startswith("/en/account/enter/")
    assert lin.enter(path).startswith("/en/account/")


def test_known_and_unknown_hear_the_same(member: Buyer, come: Callable[[str], Buyer]) -> None:
    pages = {}
    for email in (member.email, "new@mail.example"):
        eve = come("eve@mail.example")
        answer = eve.post("/account/link/", email=email)
        pages[email] = (answer.status_code, answer.content.decode().replace(email, "…"))
    assert pages[member.email] == pages["new@mail.example"]
    wrong = {}
    for email in (member.email, "new@mail.example"):
        answer = come("eve@mail.example").post("/account/password/", email=email, password="wrong words here")  # noqa: S106
        wrong[email] = (answer.status_code, answer.content.decode().replace(email, "…"))
    assert wrong[member.email] == wrong["new@mail.example"]
    assert wrong[member.email][0] == 422


def test_registering_with_a_known_address_says_and_does_the_same(member: Buyer, come: Callable[[str], Buyer]) -> None:
    pages = set()
    for email in (member.email, "new@mail.example"):
        answer = come("eve@mail.example").post("/account/registered/", email=email, name="Eve", terms="on")
        pages.add((answer.status_code, answer.content.decode().replace(email, "…")))
    assert len(pages) == 1
    assert OutwardAct.objects.filter(kind="customers.link").count() == 3
    assert not Customer.objects.filter(email="new@mail.example").exists(), (
        "nobody is known before the address is proved"
    )


def test_a_password_is_tried_as_long_for_strangers(lin: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(proving, "make_password", lambda text: hashed.append(text))
    lin.post("/account/password/", email="nobody@mail.example", password="some words")  # noqa: S106
    assert hashed == ["some words"]


def test_somebody_new_opens_an_account_with_what_they_agreed_to(lin: Buyer) -> None:
    form = lin.text("/account/register/")
    assert 'name="letters"' in form
    assert "checked" not in form
    mail.outbox.clear()
    assert lin.post("/account/registered/", email=LIN, name="林晚", terms="on", letters="on").status_code == 200
    lin.enter(letter_to(LIN))
    assert lin.row.name == "林晚"
    proofs = {row.purpose: row for row in Consent.objects.filter(customer=lin.row)}
    assert set(proofs) == {"terms", "newsletter"}
    assert len(proofs["terms"].text_hash) == 64
    assert proofs["terms"].text_version.startswith("zh-hans")
    assert "林晚" in lin.text("/account/")


def test_without_the_terms_there_is_no_account(lin: Buyer) -> None:
    answer = lin.post("/account/registered/", email=LIN, name="林晚")
    assert answer.status_code == 422
    assert 'value="林晚"' in answer.content.decode()
    assert not SignInLink.objects.exists()


def test_too_many_links_are_refused_in_a_sentence(lin: Buyer) -> None:
    codes = [lin.post("/account/link/", email=LIN).status_code for _time in range(6)]
    assert codes == [200] * 5 + [422]
    assert lin.post("/account/registered/", email=LIN, terms="on").status_code == 422


def test_too_many_passwords_are_refused_in_a_sentence(lin: Buyer) -> None:
    for _time in range(11):
        answer = lin.post("/account/password/", email=LIN, password="wrong words here")  # noqa: S106
    assert "一刻钟" in answer.content.decode()


def test_a_password_opens_the_account_and_leads_back(member: Buyer, come: Callable[[str], Buyer]) -> None:
    member.post("/account/details/password/", password=PASSWORD)
    again = come(LIN)
    answer = again.post("/account/password/", email=LIN, password=PASSWORD, next="/p/mug/")
    assert answer.headers["Location"] == "/p/mug/"
    assert LIN in again.text("/account/")


def test_every_sign_in_is_a_new_session_and_ends_the_one_before(member: Buyer) -> None:
    before = member.client.cookies["customer"].value
    member.sign_in()
    assert member.client.cookies["customer"].value != before
    stolen = Client()
    stolen.cookies["customer"] = before
    assert stolen.get("/account/").status_code == 302


def test_a_planted_session_is_not_taken_over(lin: Buyer) -> None:
    lin.client.cookies["customer"] = "planted" * 6
    lin.sign_in()
    assert lin.client.cookies["customer"].value != "planted" * 6
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/crew/",
        "account/",
        "/" + "a" * 400,
        "/\r\nSet-Cookie: x=1",
    ],
)
def test_nobody_is_led_to_another_site(lin: Buyer, bad: str) -> None:
    assert own_path(bad) == ""
    assert lin.sign_in(next=bad) == "/account/?new=1"
    assert f'value="{bad}"' not in lin.client.get("/account/sign-in/", {"next": bad}).content.decode()


def test_who_came_from_a_page_of_the_shop_goes_back_to_it(lin: Buyer) -> None:
    page = lin.client.get("/account/sign-in/", headers={"Referer": "http://testserver/p/mug/?variant=3"})
    assert 'name="next" value="/p/mug/?variant=3"' in page.content.decode()
    other = lin.client.get("/account/sign-in/", headers={"Referer": "https://evil.example/p/mug/"})
    assert 'name="next" value=""' in other.content.decode()
    assert lin.sign_in(next="/p/mug/") == "/p/mug/"


def test_pages_lead_strangers_to_the_door_and_back(lin: Buyer) -> None:
    for path in ("", "orders/", "addresses/", "addresses/new/", "details/", "devices/", "letters/", "data/", "joined/"):
        answer = lin.get(f"/account/{path}")
        assert answer.status_code == 302, path
        then = parse_qs(urlsplit(answer.headers["Location"]).query)["next"]
        assert then == [f"/account/{path}"]
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_bag_of_a_guest_comes_along(lin: Buyer) -> None:
    lin.put("MUG", 2)
    assert lin.sign_in(next="/cart/") == "/cart/"
    assert Cart.objects.get().customer_id == lin.row.pk


def test_two_bags_become_one_and_that_is_said(member: Buyer, come: Callable[[str], Buyer]) -> None:
    member.put("MUG", 1)
    phone = come(LIN)
    phone.put("LAMP", 1)
    phone.put("MUG", 3)
    leads = phone.sign_in(next="/checkout/")
    assert leads.startswith("/account/joined/?n=1")
    said = phone.text(leads)
    assert "Thing LAMP" in said
    assert 'href="/checkout/"' in said
    cart = Cart.objects.get(state=CartState.OPEN)
    assert sorted(cart.lines.values_list("quantity", flat=True)) == [1, 3]
    assert "Thing LAMP" in member.text("/cart/"), "the first browser holds the same bag"


def test_signing_out_takes_the_bag_home(member: Buyer) -> None:
    member.put("MUG", 2)
    answer = member.post("/account/sign-out/")
    assert answer.headers["Location"] == "/account/sign-in/?said=out"
    assert member.get("/account/").status_code == 302
    assert "Thing MUG" not in member.text("/cart/")
    member.sign_in()
    assert "Thing MUG" in member.text("/cart/")


def test_the_next_one_at_the_same_browser_gets_an_empty_bag(member: Buyer) -> None:
    member.put("MUG", 2)
    member.client.cookies.pop("customer")  # the session is gone, the bag's cookie is not
    member.email = "bo@mail.example"
    member.sign_in()
    assert "Thing MUG" not in member.text("/cart/")
    assert Cart.objects.get().customer_id == Customer.objects.get(email=LIN).pk


def test_forms_of_other_sites_do_nothing(member: Buyer) -> None:
    session = member.client.cookies["customer"].value
    for path in ("link/", "password/", "registered/", "sign-out/", "details/person/", "data/forget/", "devices/end/"):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
            foreign = Client(headers=headers)
            foreign.cookies["customer"] = session
            answer = foreign.post(f"/account/{path}", {"email": "eve@mail.example", "sure": "on", "name": "Eve"})
            assert answer.status_code == 409, (path, headers)
    assert member.row.name != "Eve"
    assert LIN in member.text("/account/")


def test_the_link_at_the_top_leaves_pages_the_same_for_everybody(lin: Buyer, member: Buyer) -> None:
    stranger = Client().get("/p/mug/")
    assert "public" in stranger.headers["Cache-Control"]
    assert not stranger.cookies
    assert 'href="/account/"' in stranger.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_before_the_door_in_both_languages(lin: Buyer, prefix: str) -> None:
    for path in ("sign-in/", "register/"):
        answer = lin.get(f"{prefix}/account/{path}")
        assert answer.status_code == 200
        assert 'content="noindex"' in answer.content.decode()
        assert answer.headers["Cache-Control"] == "private, no-store"
