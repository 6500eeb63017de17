"""The pages of coupons: each answers in both languages for whoever may see it; forms do what they say."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue, search
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.discounts import actions
from storecrew.shop.discounts.models import Code, Condition, Coupon
from storecrew.shop.discounts.tests.conftest import NOW, Make, cny


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def product(company: Company, title: str, price: int) -> int:
    variant = {"prices": ({"currency": "CNY", "price_minor": price},), "sku": title.upper()}
    draft = catalogue.ProductDraft.model_validate({"title": title, "language": "en", "variants": (variant,)})
    number = catalogue.create(company.web, draft).product_id
    catalogue.publish(company.web, catalogue.OneProduct(product_id=number))
    return number


@pytest.fixture
def pages(company: Company, coupon: Make) -> list[str]:
    number = coupon(codes=("TEN", "ZEHN"))
    actions.use(company.service, actions.Use(order="order:1", saved={number: cny(500)}, codes=("TEN",)), now=NOW)
    return [
        reverse("discounts:index"),
        reverse("discounts:new"),
        reverse("discounts:coupon", args=[number]),
        reverse("discounts:codes", args=[number]),
        reverse("discounts:codes", args=[number]) + "?q=none",
        reverse("discounts:usage"),
        reverse("discounts:coupon_usage", args=[number]),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seat", ["marketing", "service"])
def test_every_page_answers(company: Company, pages: list[str], seat: str, language: str) -> None:
    product(company, "Lamp", 30000)
    client = client_of(company.holding(seat), language)
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_strangers_are_turned_away_and_other_seats_see_no_forms(company: Company, pages: list[str]) -> None:
    stranger = client_of(company.stranger)
    for page in pages:
        assert stranger.get(page).status_code == 403, page
        assert Client().get(page).status_code in {302, 303, 401}, page
    assert "Save the coupon" not in client_of(company.service).get(pages[2]).content.decode()
    download = reverse("discounts:download", args=[Coupon.objects.get().pk])
    assert client_of(company.service).get(download).status_code == 404


def test_a_coupon_is_made_changed_and_ended_on_its_pages(company: Company) -> None:
    lamp = product(company, "Lamp", 30000)
    client = client_of(company.marketing)
    data = {
        "title": "Ten",
        "kind": "percent",
        "percent": "10",
        "most": "50; 8 USD",
        "codes": "TEN\nzehn",
        "goods": "lamp",
        "min_amounts": "100",
        "stacks_with": ["shipping"],
    }
    made = client.post(reverse("discounts:new"), data)
    assert made.status_code == 303
    row = Coupon.objects.get()
    assert (row.most, row.min_amounts, row.stacks_with) == ({"CNY": 5000, "USD": 800}, {"CNY": 10000}, ["shipping"])
    assert Condition.objects.get().number == lamp
    page = reverse("discounts:coupon", args=[row.pk])
    seen = client.get(page).content.decode()
    assert f"goods|product:{lamp}" in seen
    assert "50.00 CNY; 8.00 USD" in seen
    kept = {**data, "goods": "", "keep": [f"goods|product:{lamp}"], "title": "Tenth", "version": "1"}
    assert client.post(page, kept).status_code == 303
    row.refresh_from_db()
    assert (row.title, Condition.objects.count(), Code.objects.count()) == ("Tenth", 1, 2)
    late = client.post(page, kept | {"title": "Other"})
    assert late.status_code == 422
    client.post(reverse("discounts:end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ends_at is not None


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("goods", "nothing of ours", "No product, collection or category"),
        ("goods", "lamp", "could be"),
        ("min_amounts", "much", "is not an amount"),
        ("min_amounts", "0", "more than nothing"),
        ("min_amounts", "10; 20", "stands there twice"),
    ],
)
def test_what_cannot_be_understood_is_said_at_its_field(company: Company, field: str, text: str, sentence: str) -> None:
    product(company, "Lamp one", 30000)
    product(company, "Lamp two", 30000)
    data = {"title": "Ten", "kind": "percent", "percent": "10", "codes": "TEN", field: text}
    answer = client_of(company.marketing).post(reverse("discounts:new"), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_what_it_does_is_shown_while_it_is_written(company: Company) -> None:
    product(company, "Lamp", 30000)
    product(company, "Mug", 10000)
    client = client_of(company.marketing)
    data = {"title": "Three for two", "kind": "buy_get", "percent": "100", "buy_quantity": "2", "get_quantity": "1"}
    seen = client.post(reverse("discounts:preview"), data | {"goods": "Mug", "codes": "X"}).content.decode()
    assert "Mug × 3" in seen
    assert "−CN¥100.00" in seen
    assert "not in this offer" in seen
    unfinished = client.post(reverse("discounts:preview"), {"title": "", "kind": "percent"})
    assert unfinished.status_code == 200
    assert not Coupon.objects.exists()
    tried = client.post(reverse("discounts:new"), data | {"codes": "X", "try": "1"})
    assert tried.status_code == 200
    assert not Coupon.objects.exists()


def test_codes_are_generated_and_downloaded(company: Company, coupon: Make) -> None:
    number = coupon(codes=("=cmd",))
    client = client_of(company.marketing)
    data = {"count": "3", "prefix": "spring", "length": "8", "uses_each": "1"}
    assert client.post(reverse("discounts:codes", args=[number]), data).status_code == 303
    assert client.post(reverse("discounts:codes", args=[number]), data | {"length": "3"}).status_code == 422
    stream = client.get(reverse("discounts:download", args=[number]))
    lines = b"".join(stream.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "code,used,limit"
    assert lines[1].startswith('"\'=cmd"')
    assert sum("SPRING-" in line for line in lines) == 3


def test_the_list_costs_the_same_whatever_its_length(
    company: Company, coupon: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    coupon()
    client = client_of(company.marketing)
    client.get(reverse("discounts:index"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("discounts:index"))
    for number in range(15):
        coupon(title=f"Coupon {number}", codes=(f"CODE{number}",))
    with django_assert_max_num_queries(40) as many:
        assert "Coupon 14" in client.get(reverse("discounts:index") + "?state=running").content.decode()
    assert len(many) <= len(few) + 1


def test_marketing_is_told_what_runs_out(company: Company, coupon: Make) -> None:
    now = timezone.now()
    few = coupon(title="Few left", codes=("FEW",), total_limit=10)
    Coupon.objects.filter(pk=few).update(used=9)
    soon = coupon(title="Ends soon", codes=("SOON",), ends_at=now + timedelta(days=1))
    Coupon.objects.filter(pk=soon).update(used=1)
    coupon(title="Unused", codes=("UNUSED",), ends_at=now + timedelta(days=1))
    coupon(title="Plenty", codes=("PLENTY",), total_limit=1000)
    found = {
        job.key: str(job.title) for job in queue.gather(company.marketing, now) if job.key.startswith("discounts.")
    }
    assert set(found) == {f"discounts.running_out:{few}", f"discounts.running_out:{soon}"}
    assert "1 use left" in found[f"discounts.running_out:{few}"]


def test_a_coupon_is_found_by_its_code(company: Company, coupon: Make) -> None:
    coupon(title="Welcome", codes=("HELLO-10",))
    assert [hit.title for hit in search.find(company.service, "hello 10", limit=5) if "discounts" in hit.url] == [
        "Welcome"
    ]
