"""Variants by their numbers, as carts and orders show them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.conftest import Company
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Variant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def mug(company: Company) -> int:
    """Return a product on sale in two colours."""
    draft = actions.ProductDraft.model_validate(
        {
            "title": "下班杯",
            "language": "zh-hans",
            "slug": "mug",
            "options": [{"name": "颜色", "code": "colour", "values": [{"name": "燕麦"}, {"name": "影青"}]}],
            "variants": [
                {"sku": "M-1", "values": ["燕麦"], "prices": [{"currency": "CNY", "price_minor": 9800}]},
                {"sku": "M-2", "values": ["影青"], "prices": [{"currency": "CNY", "price_minor": 9800}]},
            ],
        }
    )
    product_id = actions.create(company.web, draft, now=NOW).product_id
    actions.publish(company.web, actions.OneProduct(product_id=product_id), now=NOW)
    return product_id


def test_a_face_names_product_and_options(mug: int) -> None:
    variant = Variant.objects.get(sku="M-2")
    face = reads.faces([variant.pk, None], "zh-hans", now=NOW)[variant.pk]
    assert (face.title, face.options, face.slug, face.on_sale) == ("下班杯", ("影青",), "mug", True)
    assert face.picture is None


def test_what_is_no_longer_on_sale_still_has_its_face(company: Company, mug: int) -> None:
    actions.archive(company.web, actions.Archive(product_id=mug), now=NOW)
    face = reads.faces(Variant.objects.values_list("pk", flat=True), "zh-hans", now=NOW)
    assert len(face) == 2
    assert not any(one.on_sale for one in face.values())


def test_faces_cost_the_same_for_any_number(mug: int) -> None:
    ids = list(Variant.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reads.faces(ids, "en", now=NOW)
    assert len(asked) <= 8


def test_nothing_costs_nothing(django_assert_num_queries: object) -> None:
    assert reads.faces([None], "en", now=NOW) == {}
