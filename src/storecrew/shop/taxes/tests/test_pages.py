"""The tax pages: each answers in both languages for whoever may see it; forms do what they say."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.taxes import actions
from storecrew.shop.taxes.models import Area, Exemption, Rate, Settings, TaxClass, Zone
from storecrew.shop.taxes.tests.test_actions import WOO


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def china(company: Company) -> Zone:
    actions.add_sample(company.finance, actions.AddSample(sample="cn"))
    return Zone.objects.get()


@pytest.fixture
def pages(china: Zone) -> list[str]:
    tried = reverse("taxes:index") + "?country=CN&amount=113&shipping=10&tax_class=standard"
    plain = [reverse(f"taxes:{name}") for name in ("index", "classes", "exempt", "import", "new_zone")]
    return [*plain, tried, reverse("taxes:zone", args=[china.pk]), reverse("taxes:classes") + "?code=standard"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seat", ["finance", "service"])
def test_every_page_answers(company: Company, pages: list[str], seat: str, language: str) -> None:
    client = client_of(company.holding(seat), language)
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_strangers_are_turned_away_and_other_seats_see_no_forms(company: Company, pages: list[str]) -> None:
    stranger = client_of(company.stranger)
    for page in pages:
        assert stranger.get(page).status_code == 403, page
        assert Client().get(page).status_code in {302, 303, 401}, page
    assert "Save the tax zone" not in client_of(company.service).get(pages[-2]).content.decode()
    assert "Save the tax zone" in client_of(company.finance).get(pages[-2]).content.decode()


def test_an_empty_store_says_what_to_do(company: Company) -> None:
    seen = client_of(company.finance).get(reverse("taxes:index")).content.decode()
    assert "No taxes are charged yet" in seen
    assert "European Union, VAT of 27 states" in seen


def test_the_calculator_says_what_is_charged_and_why(company: Company, pages: list[str]) -> None:
    seen = client_of(company.service, "en").get(pages[5]).content.decode()
    assert "13%" in seen
    assert "CN¥108.85" in seen  # 123.00 ÷ 1.13
    nowhere = reverse("taxes:index") + "?country=BR&amount=100&tax_class=standard"
    assert "nothing is charged" in client_of(company.service).get(nowhere).content.decode()
    wrong = reverse("taxes:index") + "?country=BR&amount=much&tax_class=standard"
    assert client_of(company.service).get(wrong).status_code == 200


def test_settings_are_saved(company: Company, china: Zone) -> None:
    data = {
        "inclusive": "0",
        "rounding": "total",
        "shipping_class": "reduced",
        "destination": "buyer",
        "tax_number": "X1",
    }
    assert client_of(company.finance).post(reverse("taxes:settings"), data).status_code == 303
    row = Settings.objects.get()
    assert (row.inclusive, row.rounding, row.shipping_class, row.tax_number) == (False, "total", "reduced", "X1")
    wrong = client_of(company.finance).post(reverse("taxes:settings"), data | {"rounding": "never"})
    assert wrong.status_code == 422


def test_a_zone_is_written_as_lines_and_gets_rates(company: Company) -> None:
    client = client_of(company.finance)
    data = {"name": "New York", "areas": "us / NY / 100*; 112*\nUS/NJ\n", "source": "tax.ny.gov"}
    assert client.post(reverse("taxes:new_zone"), data).status_code == 303
    zone = Zone.objects.get()
    assert [str(area) for area in Area.objects.order_by("pk")] == ["US NY 100*; 112*", "US NJ"]
    page = reverse("taxes:zone", args=[zone.pk])
    assert "US / NY / 100*; 112*" in client.get(page).content.decode()
    rate = {"name": "Sales tax", "percent": "8.875", "tax_class": "standard", "priority": "1", "shipping": "on"}
    assert client.post(reverse("taxes:add_rate", args=[zone.pk]), rate).status_code == 303
    again = client.post(reverse("taxes:add_rate", args=[zone.pk]), rate)
    assert again.status_code == 422
    assert "holds already" in again.content.decode()
    row = Rate.objects.get()
    client.post(reverse("taxes:end_rate", args=[row.pk]), {"on": "2020-01-01"})
    row.refresh_from_db()
    assert row.ends_on is not None
    assert client.post(reverse("taxes:remove_zone", args=[zone.pk])).status_code == 303
    assert not Zone.objects.exists()


def test_samples_are_added_by_a_button(company: Company) -> None:
    client = client_of(company.finance)
    client.post(reverse("taxes:sample"), {"sample": "us"})
    assert Zone.objects.count() == 11
    client.post(reverse("taxes:sample"), {"sample": "mars"})
    client_of(company.service).post(reverse("taxes:sample"), {"sample": "eu"})
    assert Zone.objects.count() == 11


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_is_looked_at_first_and_then_imported(company: Company, encoding: str) -> None:
    client = client_of(company.finance)
    text = WOO.replace("TVA", "增值税")
    upload = SimpleUploadedFile("rates.csv", text.encode(encoding))
    seen = client.post(reverse("taxes:import"), {"file": upload}).content.decode()
    assert "What would become of it" in seen
    assert not Zone.objects.exists()
    done = client.post(reverse("taxes:import"), {"text": text, "name": "rates.csv"}).content.decode()
    assert "What became of it" in done
    assert Rate.objects.filter(name="增值税").exists()


def test_a_file_of_something_else_is_said_at_its_field(company: Company) -> None:
    upload = SimpleUploadedFile("a.csv", b"a,b\n1,2\n")
    answer = client_of(company.finance).post(reverse("taxes:import"), {"file": upload})
    assert answer.status_code == 422
    assert "no list of tax rates" in answer.content.decode()


def test_classes_and_exemptions_are_kept(company: Company) -> None:
    client = client_of(company.finance)
    client.post(reverse("taxes:classes"), {"code": "books", "name": "Books", "codes": "txcd_1，txcd_2"})
    assert TaxClass.objects.get().codes == ["txcd_1", "txcd_2"]
    data = {"customer_id": "5", "why": "reverse_charge", "tax_number": "DE123456789", "country": "DE"}
    assert client.post(reverse("taxes:exempt"), data).status_code == 303
    assert client.post(reverse("taxes:exempt"), data).status_code == 422
    row = Exemption.objects.get()
    client.post(reverse("taxes:end_exemption", args=[row.pk]))
    row.refresh_from_db()
    assert row.ends_on == timezone.now().date()


def test_the_list_costs_the_same_whatever_its_length(
    company: Company, china: Zone, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(company.finance)
    client.get(reverse("taxes:index"))
    with django_assert_max_num_queries(45) as few:
        client.get(reverse("taxes:index"))
    actions.add_sample(company.finance, actions.AddSample(sample="eu"))
    with django_assert_max_num_queries(45) as many:
        client.get(reverse("taxes:index"))
    assert len(many) == len(few)
