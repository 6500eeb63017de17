"""Costs of many offers at once: only what changed is written, and once."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.shop.supply import actions, reads
from storecrew.shop.supply.models import CostChange
from storecrew.shop.supply.tests.conftest import NOW, Buying

pytestmark = pytest.mark.django_db


def test_only_costs_that_changed_are_written_and_only_once(buying: Buying) -> None:
    first, second = buying.offer("LAMP-OAT"), buying.offer("LAMP-INK")
    data = actions.SetCosts(supplier_id=buying.supplier_id, rows=((first, 4_500), (second, 4_000), (999_999, 1)))
    assert actions.set_costs(buying.buyer, data, now=NOW).changed == 1
    assert actions.set_costs(buying.buyer, data, now=NOW).changed == 0
    cost = buying.view(first).cost
    assert cost is not None
    assert cost.minor == 4_500
    history = CostChange.objects.filter(offer_id=first).order_by("pk").values_list("before_minor", "cost_minor")
    assert list(history) == [(None, 4_000), (4_000, 4_500)]


def test_offers_of_others_and_costs_below_zero_are_refused(buying: Buying) -> None:
    offer = buying.offer("MUG")
    other = buying.supplier("YW")
    assert (
        actions.set_costs(buying.buyer, actions.SetCosts(supplier_id=other, rows=((offer, 1),)), now=NOW).changed == 0
    )
    with pytest.raises(InvalidInput):
        parse(actions.SetCosts, {"supplier_id": other, "rows": [(offer, -1)]})
    with pytest.raises(Denied):
        told = actions.SetCosts(supplier_id=buying.supplier_id, rows=((offer, 1),))
        actions.set_costs(buying.company.marketing, told, now=NOW)


def test_a_barcode_that_two_offers_have_names_neither(buying: Buying) -> None:
    first = buying.offer("LAMP-OAT", barcode="6901234500001")
    assert reads.offers_by_barcode(buying.supplier_id, ["6901234500001", "x"])["6901234500001"].offer_id == first
    buying.offer("LAMP-INK", barcode="6901234500001")
    assert reads.offers_by_barcode(buying.supplier_id, ["6901234500001"]) == {}
