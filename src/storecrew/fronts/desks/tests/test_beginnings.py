"""A store that is not one yet is not called finished."""

import pytest
from django.utils import timezone

from storecrew.fronts.desks.beginnings import beginnings
from storecrew.kernel.people.models import Tenure
from storecrew.shop.catalogue.models import Product

pytestmark = pytest.mark.django_db


def keys(actor) -> list[str]:
    return [job.key for job in beginnings(actor, timezone.now())]


def product(slug: str, status: str) -> None:
    now = timezone.now()
    since = {"published_at": now, "first_published_at": now} if status == "active" else {}
    Product.objects.create(title=slug, slug=slug, language="en", status=status, created_at=now, updated_at=now, **since)


def test_an_empty_store_begins_with_its_shelves(company) -> None:
    assert keys(company.web) == ["desks.no_products"]


def test_products_that_nobody_sees_are_named(company) -> None:
    product("lamp", "draft")
    assert keys(company.web) == ["desks.nothing_on_sale"]
    product("candle", "active")
    assert keys(company.web) == []


def test_the_director_hears_of_seats_without_anybody(company) -> None:
    assert keys(company.director) == []
    Tenure.objects.get(seat="finance").close(timezone.now())
    job = next(iter(beginnings(company.director, timezone.now())))
    assert (job.key, job.title) == ("desks.vacant", "1 seat has nobody in it")
    assert "Finance" in job.why


def test_others_are_not_bothered(company) -> None:
    assert keys(company.finance) == keys(company.stranger) == keys(company.nobody) == []
