"""Costs that become known later lie on the layers of their delivery, to the cent; what has left says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.money.types import Money
from storecrew.shop.stock import actions
from storecrew.shop.stock.actions.revaluing import Revalue, RevalueLine
from storecrew.shop.stock.conftest import NOW, Shop
from storecrew.shop.stock.models import Layer, LayerUse, Receipt
from storecrew.shop.stock.types import Leaving


def data(variant_id: int, minor: int, currency: str = "CNY") -> Revalue:
    lines = (RevalueLine(variant_id=variant_id, added=Money(minor, currency)),)
    return Revalue(receipt_ids=tuple(Receipt.objects.values_list("pk", flat=True)), document="purchase:1", lines=lines)


def sell(shop: Shop, variant_id: int, pieces: int) -> None:
    line = Leaving(variant_id=variant_id, quantity=pieces, warehouse_id=shop.main)
    actions.dispatch(
        shop.keeper, actions.Dispatch.model_validate({"owner": "order:1", "document": "parcel:1", "lines": (line,)})
    )


def test_what_has_left_is_told_and_all_uses_cost_what_the_layer_cost(shop: Shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 7, cost=1000)
    sell(shop, mug, 3)
    (told,) = actions.revalue(shop.keeper, data(mug, 100), now=NOW).lines
    assert (told.left.minor + told.used.minor, told.used) == (100, Money(42, "CNY"))
    sell(shop, mug, 4)
    assert Layer.objects.get().cost_minor == 7100 == sum(LayerUse.objects.values_list("cost_minor", flat=True))


def test_it_is_for_those_who_see_costs_and_only_where_they_are_known(shop: Shop, company) -> None:  # type: ignore[no-untyped-def]
    mug, cup = shop.variant("MUG"), shop.variant("CUP")
    shop.receive(mug, 5, cost=1000)
    shop.receive(cup, 5, cost=None)
    for wrong in (data(cup, 10), data(mug, 10, "EUR")):
        with pytest.raises(Refused):
            actions.revalue(shop.keeper, wrong, now=NOW)
    for who in (company.service, company.analyst):
        with pytest.raises(Denied):
            actions.revalue(who, data(mug, 10), now=NOW)
    actions.revalue.preview(shop.keeper, data(mug, 10), now=NOW)
    actions.revalue(shop.keeper, data(mug, 10), key="once", now=NOW)
    actions.revalue(shop.keeper, data(mug, 10), key="once", now=NOW)
    assert Layer.objects.get(item_id=mug).cost_minor == 5010


@settings(max_examples=examples(30), deadline=None)
@given(
    cost=st.integers(0, 10**6), pieces=st.integers(1, 50), gone=st.integers(0, 50), added=st.integers(-(10**5), 10**5)
)
def test_shares_of_a_layer_lose_nothing(cost: int, pieces: int, gone: int, added: int) -> None:
    gone, added = min(gone, pieces), max(added, -cost)
    layer = Layer(quantity=pieces, remaining=pieces, cost_minor=cost, currency="CNY")
    first = layer.cost_of(gone) or 0
    used = (cost + added) * gone // pieces - cost * gone // pieces
    layer.cost_minor, layer.remaining = cost + added, pieces - gone
    rest = layer.cost_of(pieces - gone) if pieces > gone else 0
    assert first + used + (rest or 0) == cost + added
