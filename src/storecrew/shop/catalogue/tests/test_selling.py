"""On sale, off sale, planned, put away and brought back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.models import Product
from storecrew.shop.catalogue.tests.conftest import Make


def one(product: Product) -> actions.OneProduct:
    return actions.OneProduct(product_id=product.pk)


def test_publishing_needs_a_price_of_every_variant(web: Actor, make: Make) -> None:
    lamp = make("Lamp", on_sale=False, price=None)
    with pytest.raises(Refused) as refused:
        actions.publish(web, one(lamp))
    assert refused.value.code == "no_price"
    lamp.refresh_from_db()
    assert lamp.status == "draft"


def test_publishing_twice_changes_nothing_the_second_time(web: Actor, mug: Product) -> None:
    first = actions.publish(web, one(mug))
    again = actions.publish(web, one(mug))
    assert (first.changed, again.changed, again.version) == (True, False, first.version)


def test_unpublishing_keeps_when_it_was_first_on_sale(web: Actor, mug: Product) -> None:
    actions.publish(web, one(mug))
    actions.unpublish(web, one(mug))
    mug.refresh_from_db()
    assert mug.status == "draft"
    assert mug.first_published_at is not None


def test_an_archived_address_is_gone_until_it_comes_back(company: Company, mug: Product) -> None:
    ask = reads.TurnedQuery(kind="product", old=mug.slug)
    actions.publish(company.web, one(mug))
    actions.archive(company.web, actions.Archive(product_id=mug.pk))
    assert reads.turned(company.nobody, ask).gone
    actions.unarchive(company.web, one(mug))
    with pytest.raises(Missing):
        reads.turned(company.nobody, ask)


def test_an_archived_product_can_lead_to_its_successor(company: Company, mug: Product, make: Make) -> None:
    heir = make("Mug II")
    actions.publish(company.web, one(mug))
    actions.archive(company.web, actions.Archive(product_id=mug.pk, successor_id=heir.pk))
    turned = reads.turned(company.nobody, reads.TurnedQuery(kind="product", old=mug.slug))
    assert (turned.gone, turned.kind, turned.address) == (False, "product", "mug-ii")


def test_a_draft_that_was_never_seen_is_missing_not_gone(company: Company, mug: Product) -> None:
    actions.archive(company.web, actions.Archive(product_id=mug.pk))
    with pytest.raises(Missing):
        reads.turned(company.nobody, reads.TurnedQuery(kind="product", old=mug.slug))


def test_a_plan_in_the_past_or_backwards_is_refused(web: Actor, mug: Product) -> None:
    now = timezone.now()
    for plan in (
        {"publish_at": now - timedelta(minutes=1)},
        {"publish_at": now + timedelta(hours=2), "unpublish_at": now + timedelta(hours=1)},
        {"unpublish_at": now - timedelta(hours=1)},
    ):
        with pytest.raises(InvalidInput):
            actions.schedule(web, actions.Schedule(product_id=mug.pk, **plan))


@pytest.mark.parametrize("action", [actions.publish, actions.unpublish, actions.unarchive])
def test_other_seats_are_denied(company: Company, mug: Product, action: object) -> None:
    for seat in ("finance", "warehouse", "stranger"):
        with pytest.raises(Denied):
            action(company.holding(seat), one(mug))  # type: ignore[operator]


def test_a_product_that_is_not_there_is_missing(web: Actor) -> None:
    with pytest.raises(Missing):
        actions.publish(web, actions.OneProduct(product_id=404))


def test_renaming_leaves_a_redirect_without_chains(company: Company, mug: Product) -> None:
    for slug in ("Evening Mug", "night-mug"):
        actions.rename(company.web, actions.Rename(product_id=mug.pk, slug=slug))
    for old in ("clock-off-mug", "evening-mug"):
        turned = reads.turned(company.nobody, reads.TurnedQuery(kind="product", old=old))
        assert turned.address == "night-mug"
    actions.rename(company.web, actions.Rename(product_id=mug.pk, slug="clock-off-mug"))
    with pytest.raises(Missing):
        reads.turned(company.nobody, reads.TurnedQuery(kind="product", old="clock-off-mug"))


def test_a_taken_or_empty_address_is_refused(web: Actor, mug: Product, make: Make) -> None:
    make("Lamp")
    for slug in ("lamp", "!!!"):
        with pytest.raises(InvalidInput):
            actions.rename(web, actions.Rename(product_id=mug.pk, slug=slug))


def test_paths_of_a_former_shop_system_lead_on(company: Company, mug: Product) -> None:
    actions.redirect_path(company.web, actions.OldPath(old="/products/old-mug/", product_id=mug.pk))
    actions.redirect_path(company.web, actions.OldPath(old="/pages/sale"))
    for path in ("/products/old-mug", "/products/old-mug/"):
        turned = reads.turned(company.nobody, reads.TurnedQuery(kind="path", old=path))
        assert (turned.kind, turned.address) == ("product", mug.slug)
    assert reads.turned(company.nobody, reads.TurnedQuery(kind="path", old="/pages/sale")).gone
    for wrong in ({"product_id": 404}, {"product_id": mug.pk, "category_id": 1}):
        with pytest.raises(InvalidInput):
            actions.redirect_path(company.web, actions.OldPath(old="/x", **wrong))
    with pytest.raises(Denied):
        actions.redirect_path(company.finance, actions.OldPath(old="/x"))
