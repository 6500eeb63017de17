"""The console's pages: every one answers in both languages for whoever may see it, and forms do what they say."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue, search
from storecrew.kernel.people.models import Person
from storecrew.shop.customers import actions
from storecrew.shop.customers.demo import PastCustomer, create_many
from storecrew.shop.customers.models import Customer, Merge, PrivacyRequest
from storecrew.shop.customers.tests.conftest import LEEDS, NANHAI, Make, themselves

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_LIST = 40
QUERIES_OF_THE_PAGE = 80


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def client(company: Company) -> Client:
    return client_of(company.service)


@pytest.fixture
def full(company: Company, ann: Customer, make: Make) -> Customer:
    """A customer with something of everything, a merge behind and a request ahead."""
    service = company.service
    for address in (LEEDS, NANHAI):
        actions.add_address(service, actions.AddressDraft(customer_id=ann.pk, address=address))
    actions.tag(service, actions.TagCustomers(customer_ids=(ann.pk,), add=("VIP",)))
    actions.add_note(service, actions.NoteDraft(customer_id=ann.pk, text="Rings on Mondays", private=True))
    said = {"purpose": "newsletter", "text_version": "2026-03", "text_hash": "a" * 64, "place": "account"}
    actions.consent(themselves(ann), actions.GiveConsent(customer_id=ann.pk, **said))
    other = make("ann.lee@example.com", phone="13800138000")
    actions.merge(service, actions.MergeTwo(kept_id=ann.pk, gone_id=other.pk))
    actions.ask_privacy(themselves(ann), actions.AskPrivacy(customer_id=ann.pk, kind="forget"))
    ann.refresh_from_db()
    return ann


def addresses_of(full: Customer, make: Make) -> tuple[list[str], list[str]]:
    """Return the pages for every reader, and those for who keeps the records."""
    bo = make("bo@example.com", phone="+44 20 7946 0000")
    request = PrivacyRequest.objects.get()
    page, one = reverse("customers:customer", args=[full.pk]), [full.pk]
    kept = [
        reverse("customers:new"),
        reverse("customers:edit", args=one),
        reverse("customers:new_address", args=one),
        reverse("customers:new_address", args=one) + "?country=JP",
        reverse("customers:address", args=[full.pk, full.addresses.all()[0].pk]),
        reverse("customers:choose", args=one) + "?q=bo",
        reverse("customers:merge", args=[full.pk, bo.pk]),
        reverse("customers:duplicates"),
        reverse("customers:requests"),
        reverse("customers:refuse", args=[request.pk]),
        reverse("customers:forget", args=one),
    ]
    return [reverse("customers:customers"), page, f"{page}?before=2026-01-01T00:00:00%2B00:00"], kept


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("seat", "keeps"), [("service", True), ("director", True), ("finance", False)])
def test_every_page_answers(company, full, make, seat, keeps, language) -> None:
    everybody, keepers = addresses_of(full, make)
    client = client_of(company.holding(seat), language)
    for address in everybody:
        assert client.get(address).status_code == 200, address
    for address in keepers:
        assert client.get(address).status_code == (200 if keeps else 403), address


@pytest.mark.parametrize("seat", ["warehouse", "web", "it", "analyst"])
def test_other_seats_see_no_customers(company, full, make, seat) -> None:
    everybody, keepers = addresses_of(full, make)
    for address in (*everybody, *keepers):
        assert client_of(company.holding(seat)).get(address).status_code == 403, address


def test_a_stranger_is_sent_to_the_sign_in(full) -> None:
    answer = Client().get(reverse("customers:customer", args=[full.pk]))
    assert answer.status_code == 302


def test_marketing_does_not_read_private_notes(company, full) -> None:
    page = reverse("customers:customer", args=[full.pk])
    assert "Rings on Mondays" in client_of(company.finance).get(page).content.decode()
    assert "Rings on Mondays" not in client_of(company.marketing).get(page).content.decode()


def test_the_list_asks_the_same_however_many_there_are(client, company, django_assert_max_num_queries) -> None:
    at = timezone.now()
    rows = [PastCustomer(email=f"c{n}@example.com", name=f"C {n}", created_at=at, tags=("VIP",)) for n in range(200)]
    create_many(rows)
    with django_assert_max_num_queries(QUERIES_OF_THE_LIST):
        assert client.get(reverse("customers:customers")).status_code == 200


def test_a_page_asks_a_bounded_number_of_questions(client, full, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(QUERIES_OF_THE_PAGE):
        client.get(reverse("customers:customer", args=[full.pk]))


@pytest.mark.parametrize(
    ("words", "found"),
    [("lee", True), ("ANN@example", True), ("0000", True), ("020 7946 0000", True), ("7946", False), ("zhang", False)],
)
def test_the_list_is_searched_by_name_e_mail_and_telephone(client, ann, words, found) -> None:
    answer = client.get(reverse("customers:customers"), {"q": words})
    assert ("Ann Lee" in answer.content.decode()) is found


def test_the_list_goes_out_as_a_file(client, ann) -> None:
    answer = client.get(reverse("customers:customers"), {"export": "csv"})
    assert "Ann Lee" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_many_are_tagged_from_the_list(client, ann, make) -> None:
    bo = make("bo@example.com")
    chosen = {"bulk": "tag", "row": [str(ann.pk), str(bo.pk)]}
    here = reverse("customers:customers")
    assert "Tag 2 customers" in client.post(here, chosen).content.decode()
    client.post(here, {**chosen, "add": "VIP, gift"})
    assert sorted(bo.tag_rows.values_list("tag__name", flat=True)) == ["VIP", "gift"]


def test_a_new_customer_is_written_and_a_taken_e_mail_shows_at_its_field(client, ann) -> None:
    answer = client.post(reverse("customers:new"), {"name": "Bo", "email": "bo@example.com", "country": "GB"})
    assert answer.status_code == 303
    assert Customer.objects.get(email="bo@example.com").country == "GB"
    answer = client.post(reverse("customers:new"), {"name": "Bo", "email": "ANN@example.com"})
    assert answer.status_code == 422
    assert "Ann Lee" in answer.content.decode()


def test_what_is_emptied_on_the_form_is_emptied(client, ann) -> None:
    values = {"name": "Ann Lee", "email": "ann@example.com", "phone": "", "country": "", "language": "en"}
    client.post(reverse("customers:edit", args=[ann.pk]), values)
    ann.refresh_from_db()
    assert (ann.phone, ann.country) == ("", "")


def test_an_address_is_written_by_its_countrys_form(client, ann) -> None:
    here = reverse("customers:new_address", args=[ann.pk])
    values = {"country": "US", "name": "Ann", "line1": "1 Infinite Loop", "city": "Cupertino", "region": "CA"}
    answer = client.post(here, {**values, "postal_code": "10001"})
    assert answer.status_code == 422
    assert "10001 is not a postal code in California" in answer.content.decode()
    client.post(here, {**values, "postal_code": "95014"})
    assert ann.addresses.get().postal.region == "CA"


def test_a_pasted_address_fills_the_form_and_saves_nothing(client, ann) -> None:
    here = reverse("customers:new_address", args=[ann.pk])
    answer = client.post(here, {"pasted": "张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号"})
    page = answer.content.decode()
    assert answer.status_code == 200
    for text in ("张三", "13800138000", "佛山市", "南海区", "桂城街道灯湖路8号"):
        assert f'value="{text}"' in page, text
    assert not ann.addresses.exists()
    assert "No place in China" in client.post(here, {"pasted": "hello"}).content.decode()


def test_an_address_is_put_right_made_usual_and_removed(client, full) -> None:
    second = full.addresses.get(default_shipping=False)
    client.post(reverse("customers:usual_address", args=[full.pk, second.pk]), {"which": "shipping"})
    assert full.addresses.get(default_shipping=True).pk == second.pk
    values = {**NANHAI.model_dump(), "line1": "灯湖路9号"}
    client.post(reverse("customers:address", args=[full.pk, second.pk]), values)
    assert full.addresses.get(pk=second.pk).postal.line1 == "灯湖路9号"
    client.post(reverse("customers:remove_address", args=[full.pk, second.pk]))
    assert full.addresses.count() == 1


def test_notes_tags_and_consents_are_written_on_the_page(client, ann) -> None:
    one = [ann.pk]
    client.post(reverse("customers:note", args=one), {"text": "Rings on Mondays", "private": "on"})
    client.post(reverse("customers:tag", args=one), {"add": "VIP，老客"})
    client.post(reverse("customers:consent", args=one), {"purpose": "newsletter", "text_version": "at the fair"})
    ann.refresh_from_db()
    assert (ann.notes.get().private, ann.tag_rows.count(), ann.takes_newsletter) == (True, 2, True)
    client.post(reverse("customers:tag", args=one), {"remove": "VIP"})
    client.post(reverse("customers:withdraw", args=one), {"purpose": "newsletter"})
    client.post(reverse("customers:remove_note", args=[ann.pk, ann.notes.get().pk]))
    ann.refresh_from_db()
    assert (ann.notes.count(), ann.tag_rows.count(), ann.takes_newsletter) == (0, 1, False)


def test_an_empty_note_is_shown_again_with_what_is_wrong(client, ann) -> None:
    answer = client.post(reverse("customers:note", args=[ann.pk]), {"text": ""})
    assert answer.status_code == 422


def test_two_are_merged_and_taken_apart_on_the_page(client, ann, make) -> None:
    bo = make("bo@example.com")
    answer = client.post(reverse("customers:merge", args=[ann.pk, bo.pk]), {"kept": str(ann.pk)})
    assert answer["location"] == reverse("customers:customer", args=[ann.pk])
    assert client.get(reverse("customers:customer", args=[bo.pk]))["location"] == answer["location"]
    client.post(reverse("customers:unmerge", args=[Merge.objects.get().pk]))
    bo.refresh_from_db()
    assert bo.merged_into_id is None


def test_a_pair_is_judged_to_be_two_people(client, ann, make) -> None:
    bo = make("bo@example.com", phone=ann.phone)
    here = reverse("customers:duplicates")
    assert "same telephone" in client.get(here).content.decode()
    client.post(reverse("customers:two_people", args=[ann.pk, bo.pk]))
    assert "Everybody is there once" in client.get(here).content.decode()


def test_the_copy_of_somebodys_data_is_a_zip_of_readable_parts(client, full) -> None:
    answer = client.post(reverse("customers:hand_out", args=[full.pk]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    book = json.loads(archive.read("customers.addresses.json"))
    assert {address["city"] for address in book} == {"Leeds", "佛山市"}
    assert "customers.consents.json" in archive.read("README.txt").decode()


def test_forgetting_shows_what_goes_first_and_then_forgets(client, full) -> None:
    here = reverse("customers:forget", args=[full.pk])
    assert "Address book" in client.get(here).content.decode()
    client.post(here)
    full.refresh_from_db()
    assert full.forgotten_at is not None
    page = client.get(reverse("customers:customer", args=[full.pk])).content.decode()
    assert f"Customer {full.pk}, forgotten" in page
    assert client.get(reverse("customers:requests")).status_code == 200


def test_a_request_is_refused_with_a_reason(client, full) -> None:
    request = PrivacyRequest.objects.get()
    here = reverse("customers:refuse", args=[request.pk])
    assert client.post(here, {"reason": "no"}).status_code == 422
    client.post(here, {"reason": "An order is on its way to them."})
    request.refresh_from_db()
    assert request.refused_because == "An order is on its way to them."


def test_the_console_finds_customers_for_those_who_may_see_them(company, ann) -> None:
    for words in ("Ann Lee", "ann@example.com", "0000"):
        hits = [hit for hit in search.find(company.service, words) if hit.title == "Ann Lee"]
        assert hits, words
        assert not [hit for hit in search.find(company.warehouse, words) if hit.title == "Ann Lee"]
    assert search.find(company.service, "ann@example.com")[0].score == 1.0


def test_the_list_of_service_names_requests_and_pairs(company, full, make) -> None:
    make("bo@example.com", phone=full.phone)
    items = {item.key: item for item in queue.gather(company.service, timezone.now())}
    request = items[f"customers.privacy:{PrivacyRequest.objects.get().pk}"]
    assert (request.seat, request.due_at) == ("service", PrivacyRequest.objects.get().due_at)
    assert "1 pair" in str(items["customers.duplicates"].title)
