"""Addresses, details, devices, letters and data of an account: each thing done, refused, and out of reach of others."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.fronts.account import sections
from storecrew.fronts.account.devices import called
from storecrew.fronts.account.tests.conftest import LIN, PASSWORD, Buyer, letter_to
from storecrew.shop.carts.tests.conftest import HOME
from storecrew.shop.customers import actions as customers
from storecrew.shop.customers.models import Address, Consent, PrivacyRequest, Session

pytestmark = pytest.mark.django_db

PAGES = ("", "orders/", "addresses/", "addresses/new/", "details/", "devices/", "letters/", "data/")


@pytest.fixture
def other(come: Callable[[str], Buyer]) -> Buyer:
    """Return Bo, signed in."""
    bo = come("bo@mail.example")
    bo.sign_in()
    return bo


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_in_both_languages_is_kept_and_found_by_nobody(member: Buyer, prefix: str) -> None:
    for path in PAGES:
        answer = member.get(f"{prefix}/account/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert 'content="noindex"' in answer.content.decode()


def added(buyer: Buyer, **more: str) -> Address:
    answer = buyer.post("/account/addresses/add/", **(HOME | more))
    assert answer.status_code == 302, answer.content.decode()
    return Address.objects.latest("pk")


def test_an_address_is_added_put_right_and_made_the_usual_one(member: Buyer) -> None:
    first = added(member)
    second = added(member, name="林爸", line1="湖墅南路 12 号")
    assert (first.default_shipping, second.default_shipping) == (True, False)
    page = member.text("/account/addresses/")
    assert "天平路" in page
    assert "湖墅南路" in page
    assert 'value="林爸"' in member.text(f"/account/addresses/{second.pk}/")
    member.post(f"/account/addresses/{second.pk}/change/", **(HOME | {"name": "林妈", "usual": "on"}), line2="")
    second.refresh_from_db()
    assert (second.data["name"], second.default_shipping) == ("林妈", True)
    member.post(f"/account/addresses/{first.pk}/usual/")
    first.refresh_from_db()
    assert first.default_shipping


def test_what_was_taken_out_can_be_put_back_as_it_was(member: Buyer) -> None:
    first = added(member)
    added(member, name="林爸")
    page = member.post(f"/account/addresses/{first.pk}/remove/").content.decode()
    assert "天平路" in page
    assert Address.objects.count() == 1
    assert member.post(f"/account/addresses/{first.pk}/remove/").status_code == 302, "twice"
    back = page.split('name="back" value="')[1].split('"')[0]
    member.post("/account/addresses/put-back/", back=back)
    again = Address.objects.latest("pk")
    assert (again.data, again.default_shipping) == (first.data, True)
    member.post("/account/addresses/put-back/", back=back + "x")
    assert Address.objects.count() == 2


def test_nobody_puts_an_address_of_others_into_their_own_book(member: Buyer, other: Buyer) -> None:
    kept = added(member)
    page = member.post(f"/account/addresses/{kept.pk}/remove/").content.decode()
    back = page.split('name="back" value="')[1].split('"')[0]
    assert other.post("/account/addresses/put-back/", back=back).status_code == 404
    assert not Address.objects.exists()


def test_addresses_of_others_are_not_there(member: Buyer, other: Buyer) -> None:
    kept = added(member)
    assert other.get(f"/account/addresses/{kept.pk}/").status_code == 404
    for act in ("change", "usual"):
        assert other.post(f"/account/addresses/{kept.pk}/{act}/", **HOME).status_code == 404
    other.post(f"/account/addresses/{kept.pk}/remove/")
    kept.refresh_from_db()
    assert kept.data["name"] == "林晚"


def test_each_country_asks_in_its_own_way_and_a_pasted_address_is_taken_apart(member: Buyer) -> None:
    american = member.post("/account/addresses/add/", do="fill", country="US", name="Lin").content.decode()
    assert 'name="postal_code"' in american
    assert '<option value="NY"' in american
    assert 'value="Lin"' in american
    pasted = "张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号"
    member.post("/account/addresses/add/", country="CN", pasted=pasted)
    assert Address.objects.get().data["city"] == "佛山市"


def test_what_is_wrong_with_an_address_is_said_at_its_field(member: Buyer) -> None:
    answer = member.post("/account/addresses/add/", **(HOME | {"line1": ""}))
    assert answer.status_code == 422
    assert 'href="#a-line1"' in answer.content.decode()
    assert not Address.objects.exists()


def test_name_telephone_and_language_are_changed(member: Buyer) -> None:
    answer = member.post("/account/details/person/", name="林晚", phone="138 0013 8000", language="en")
    assert answer.headers["Location"].endswith("?done=person")
    assert (member.row.name, member.row.phone, member.row.language) == ("林晚", "13800138000", "en")
    wrong = member.post("/account/details/person/", name="林晚", phone="12", language="xx")
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.content.decode()


def test_a_new_address_holds_once_its_link_is_opened(member: Buyer, come: Callable[[str], Buyer]) -> None:
    number = member.row.pk
    mail.outbox.clear()
    said = member.post("/account/details/email/", email="new@mail.example").content.decode()
    assert "new@mail.example" in said
    assert member.row.pk == number
    path = letter_to("new@mail.example")
    assert any(letter.to == [LIN] for letter in mail.outbox), "the old address is told"
    member.enter(path)
    member.email = "new@mail.example"
    assert member.row.pk == number
    assert "new@mail.example" in member.text("/account/")


def test_an_address_that_another_account_has_is_not_given_away(member: Buyer, other: Buyer) -> None:
    mail.outbox.clear()
    taken = member.post("/account/details/email/", email=other.email)
    free = member.post("/account/details/email/", email="no@mail.example")
    pages = [page.content.decode().replace(e, "…") for page, e in ((taken, other.email), (free, "no@mail.example"))]
    assert pages[0] == pages[1]
    path = letter_to(other.email)
    assert other.post(path.replace("/enter/", "/entered/") + "/").status_code == 302
    assert member.row.email == LIN


def test_a_password_is_set_changed_with_the_present_one_and_removed(member: Buyer) -> None:
    member.post("/account/details/password/", password=PASSWORD)
    later = {"created_at": timezone.now() - timedelta(hours=1)}
    Session.objects.update(**later)
    path, new = "/account/details/password/", "another five words here"
    assert member.post(path, password=new).status_code == 422
    assert member.post(path, password=new, present="wrong words").status_code == 422
    assert member.post(path, password="short", present=PASSWORD).status_code == 422  # noqa: S106
    assert member.post(path, password=new, present=PASSWORD).headers["Location"].endswith("done=password")
    assert member.post(path, do="remove").status_code == 422
    assert member.post(path, do="remove", present=new).headers["Location"].endswith("done=removed")
    assert set(member.row.identities.values_list("kind", flat=True)) == {"link"}


def test_a_new_password_signs_out_the_other_browsers(member: Buyer, come: Callable[[str], Buyer]) -> None:
    phone = come(LIN)
    phone.sign_in()
    phone.text("/account/")
    member.post("/account/details/password/", password=PASSWORD)
    assert phone.get("/account/").status_code == 302
    member.text("/account/")


def test_browsers_are_listed_by_name_and_ended(member: Buyer, come: Callable[[str], Buyer], other: Buyer) -> None:
    phone = come(LIN)
    phone.sign_in()
    newest = Session.objects.filter(customer=member.row).latest("pk")
    newest.device = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    newest.save()
    page = member.text("/account/devices/")
    assert "iPhone" in page
    assert "Mozilla" not in page
    assert other.post("/account/devices/end/", session=str(newest.pk)).status_code == 404
    phone.text("/account/")
    assert member.post("/account/devices/end/", session=str(newest.pk)).headers["Location"].endswith("ended=1")
    assert phone.get("/account/").status_code == 302
    phone.sign_in()
    member.post("/account/devices/end/")
    assert phone.get("/account/").status_code == 302
    member.text("/account/")
    other.text("/account/")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0", "微信 WeChat Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/18 Safari/605", "Safari Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "Firefox Linux"),
    ],
)
def test_browsers_are_called_what_their_owners_call_them(agent: str, name: str) -> None:
    assert all(word in called(agent) for word in name.split())


def test_an_unknown_browser_has_a_name_too() -> None:
    assert called("curl/8")
    assert called("") == called("curl/8")


def test_letters_are_agreed_to_and_ended_with_their_day(member: Buyer) -> None:
    member.post("/account/letters/change/", what="newsletter", do="on")
    assert member.row.takes_newsletter
    proof = Consent.objects.get(purpose="newsletter")
    assert (proof.place, len(proof.text_hash)) == ("account", 64)
    member.post("/account/letters/change/", what="newsletter", do="on")
    assert Consent.objects.count() == 1, "twice"
    assert 'value="off"' in member.text("/account/letters/")
    member.post("/account/letters/change/", what="newsletter", do="off")
    assert not member.row.takes_newsletter
    assert member.post("/account/letters/change/", what="terms", do="off").status_code == 404


def test_a_copy_of_the_data_is_handed_to_whoever_came_in_just_now(member: Buyer) -> None:
    added(member)
    answer = member.post("/account/data/copy/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        book = json.loads(archive.read("customers.addresses.json"))
    assert book[0]["name"] == "林晚"


def test_an_old_session_alone_takes_no_data_and_closes_nothing(member: Buyer) -> None:
    member.post("/account/details/password/", password=PASSWORD)
    Session.objects.update(created_at=timezone.now() - timedelta(hours=1))
    for path, more in (("copy", {}), ("forget", {"sure": "on"})):
        assert member.post(f"/account/data/{path}/", **more).status_code == 422
        assert member.post(f"/account/data/{path}/", present="wrong words", **more).status_code == 422
    assert not PrivacyRequest.objects.exists()
    assert member.post("/account/data/copy/", present=PASSWORD).status_code == 200
    member.sign_in()
    assert member.post("/account/data/copy/").status_code == 200


def test_a_wish_to_be_forgotten_is_taken_down_with_its_day_and_taken_back(member: Buyer) -> None:
    assert member.post("/account/data/forget/").status_code == 422
    member.post("/account/data/forget/", sure="on")
    member.post("/account/data/forget/", sure="on")
    wish = PrivacyRequest.objects.get()
    assert (wish.due_at - wish.asked_at).days == 15
    assert "/account/data/stay/" in member.text("/account/data/")
    member.post("/account/data/stay/")
    member.post("/account/data/stay/")
    assert "/account/data/stay/" not in member.text("/account/data/")
    wish.refresh_from_db()
    assert wish.withdrawn


def test_who_was_forgotten_is_signed_in_nowhere(member: Buyer, company: Company) -> None:
    customers.forget(company.service, customers.Forget(customer_id=member.row.pk))
    assert member.get("/account/").status_code == 302


def test_other_fronts_add_to_the_menu(member: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_makers", dict(sections._makers))

    @sections.section("test-wishes", order=25)
    def wishes(visit: sections.Visit) -> sections.Entry | None:
        return sections.Entry("Wishes", f"/account/wishes/{visit.customer.customer_id}/", count=3)

    @sections.section("test-silent")
    def silent(visit: sections.Visit) -> sections.Entry | None:
        return None

    page = member.text("/account/")
    assert f'href="/account/wishes/{member.row.pk}/"' in page
    assert '<span class="count">3</span>' in page
    with pytest.raises(ValueError, match="twice"):
        sections.section("test-wishes")(silent)
