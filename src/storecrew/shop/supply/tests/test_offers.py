"""Offers: made, changed, ended, and every cost there ever was."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.supply import actions, reads
from storecrew.shop.supply.models import CostChange, Offer
from storecrew.shop.supply.tests.conftest import NOW, Buying, yuan

BREAKS = [{"quantity": 10, "cost": yuan(3800)}, {"quantity": 100, "cost": yuan(3500)}]


def end(buying: Buying, *offer_ids: int) -> int:
    return actions.end_offers(buying.buyer, actions.SomeOffers(offer_ids=offer_ids), now=NOW).ended


def test_an_offer_says_what_any_quantity_costs_and_how_many_to_order(buying: Buying) -> None:
    view = buying.view(buying.offer("MUG", breaks=BREAKS[::-1], minimum=20, pack_size=12))
    assert [view.cost_of(n) for n in (1, 9, 10, 99, 100, 5000)] == [
        *(yuan(4000), yuan(4000), yuan(3800), yuan(3800), yuan(3500), yuan(3500))
    ]
    assert [view.rounded_up(n) for n in (1, 20, 24, 25)] == [24, 24, 24, 36]


def test_a_variant_and_a_sku_stand_once_with_a_supplier(buying: Buying) -> None:
    buying.offer("MUG")
    with pytest.raises(Refused, match="offers this already"):
        buying.offer("MUG", sku="OTHER")
    with pytest.raises(Refused, match="this SKU for something else"):
        buying.offer("LAMP-OAT", sku="ZS-MUG")
    buying.offer("LAMP-OAT", sku="")
    buying.offer("LAMP-INK", sku="")  # no SKU at all is no clash
    assert Offer.objects.count() == 3
    other = buying.supplier("YW")
    buying.offer("MUG", supplier_id=other)


def test_an_ended_offer_frees_sku_and_variant_and_keeps_its_number_when_it_is_back(buying: Buying) -> None:
    first = buying.offer("MUG")
    assert end(buying, first) == 1
    assert end(buying, first) == 0
    buying.offer("LAMP-OAT", sku="ZS-MUG")
    again = buying.offer("MUG", sku="ZS-MUG-2", cost=yuan(4100))
    assert again == first
    assert [row.cost_minor for row in CostChange.objects.filter(offer=first).order_by("pk")] == [4000, 4100]
    with pytest.raises(Missing):
        end(buying, first, 999)


def test_every_cost_stays_in_the_history_and_nothing_else_does(buying: Buying) -> None:
    offer_id = buying.offer("MUG")
    assert buying.edit(offer_id, title="石纹杯", now=NOW + timedelta(days=1)).became == "changed"
    assert buying.edit(offer_id, now=NOW + timedelta(days=2)).became == "same"
    buying.edit(offer_id, cost=yuan(4400), now=NOW + timedelta(days=3))
    buying.edit(offer_id, breaks=BREAKS, now=NOW + timedelta(days=4))
    buying.edit(offer_id, cost=Money(700, "USD"), breaks=[], now=NOW + timedelta(days=5))
    query = reads.OffersQuery(supplier_id=buying.supplier_id, history=True)
    (found,) = reads.offers(buying.company.finance, query, now=NOW).items
    assert [(one.cost, len(one.breaks)) for one in found.costs] == [
        (Money(700, "USD"), 0),
        (yuan(4400), 2),
        (yuan(4400), 0),
        (yuan(4000), 0),
    ]
    befores = CostChange.objects.filter(offer=offer_id).order_by("pk").values_list("before_minor", flat=True)
    assert list(befores) == [None, 4000, 4400, None]  # what was in another currency is no measure


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"breaks": [*BREAKS, {"quantity": 10, "cost": yuan(1)}]}, "same quantity"),
        ({"breaks": [{"quantity": 10, "cost": yuan(4100)}]}, "cost more than before"),
        ({"breaks": [{"quantity": 10, "cost": Money(1, "USD")}]}, "one currency"),
        ({"cost": yuan(-1)}, "negative"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, "before the first"),
    ],
)
def test_terms_without_sense_are_refused(values: dict[str, Any], says: str) -> None:
    same = {"supplier_id": 1, "variant_id": 1, "cost": yuan(4000)}
    with pytest.raises(InvalidInput) as error:
        parse(actions.MakeOffer, same | values)
    assert says in " ".join(error.value.fields.values())


def test_only_buyers_note_offers_and_only_of_what_is_there(buying: Buying) -> None:
    data = actions.MakeOffer(supplier_id=buying.supplier_id, variant_id=buying.goods["MUG"])
    for actor in (buying.company.marketing, buying.company.finance, buying.company.stranger):
        with pytest.raises(Denied):
            actions.make_offer(actor, data, now=NOW)
    with pytest.raises(InvalidInput):
        actions.make_offer(buying.buyer, data.model_copy(update={"variant_id": 99_999}), now=NOW)
    with pytest.raises(Refused, match="no longer offered"):
        offer_id = buying.offer("MUG")
        end(buying, offer_id)
        buying.edit(offer_id, title="x")


def test_other_rooms_are_told_what_holds_at_a_moment(buying: Buying) -> None:
    today = date(2026, 11, 24)
    mug, oat = buying.goods["MUG"], buying.goods["LAMP-OAT"]
    offer_id = buying.offer("MUG", valid_from=today, valid_until=today)
    buying.offer("LAMP-OAT", cost=None)
    found = reads.offers_of([mug, oat, 777], NOW)
    assert {variant: [one.offer_id for one in some] for variant, some in found.items()}[mug] == [offer_id]
    assert found[oat][0].cost is None
    # by the day of the store: 15:59 UTC is still that day in Shanghai, 16:00 is the next
    assert mug in reads.offers_of([mug], NOW.replace(hour=15, minute=59))
    assert mug not in reads.offers_of([mug], NOW.replace(hour=16, minute=0))
    assert mug not in reads.offers_of([mug], NOW - timedelta(days=1))
    actions.set_state(buying.buyer, actions.SetState(supplier_ids=(buying.supplier_id,), state="paused"), now=NOW)
    assert reads.offers_of([mug, oat], NOW) == {}
    assert reads.offers_by_sku(buying.supplier_id, ["ZS-MUG"])["ZS-MUG"].offer_id == offer_id


def test_skus_are_found_letter_by_letter_in_one_query_however_many(
    buying: Buying, django_assert_num_queries: Callable[..., Any]
) -> None:
    offer_id, gone = buying.offer("MUG"), buying.offer("LAMP-OAT")
    end(buying, gone)
    wanted = ["ZS-MUG", "zs-mug", "ZS-LAMP-OAT", "", *(f"NO-{n}" for n in range(4_000))]
    with django_assert_num_queries(1):
        found = reads.offers_by_sku(buying.supplier_id, wanted)
    assert found == {"ZS-MUG": (offer_id, buying.goods["MUG"])}
    assert reads.offers_by_sku(buying.supplier("YW"), ["ZS-MUG"]) == {}


def test_the_plain_doors_ask_the_same_few_questions_of_one_and_of_many(
    buying: Buying, django_assert_num_queries: Callable[..., Any]
) -> None:
    for sku in buying.goods:
        buying.offer(sku)
    buying.site(buying.supplier_id, "ZS2")
    with django_assert_num_queries(2):  # one of them: which day it is where the store is
        assert len(reads.offers_of(buying.goods.values(), NOW)) == 3
    with django_assert_num_queries(1):
        assert len(reads.sites_of([buying.supplier_id])[buying.supplier_id]) == 2


def test_a_draft_that_was_never_on_sale_can_still_be_deleted(buying: Buying) -> None:
    buying.offer("MUG")
    product_id = Variant.objects.get(sku="MUG").product_id
    catalogue.delete_draft(buying.company.web, catalogue.DeleteDraft(product_id=product_id), now=NOW)
    assert not Offer.objects.exists()


def test_the_list_of_offers_goes_on_where_it_stopped(buying: Buying) -> None:
    ids = [buying.offer(sku) for sku in buying.goods]
    first = reads.offers(buying.buyer, reads.OffersQuery(limit=2), now=NOW)
    rest = reads.offers(buying.buyer, reads.OffersQuery(limit=2, after=first.after or 0), now=NOW)
    assert [one.offer.offer_id for one in (*first.items, *rest.items)] == ids
    assert rest.after is None
