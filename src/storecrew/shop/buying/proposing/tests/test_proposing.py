"""Proposals are reckoned from what moved, kept, changed, and turned into drafts, at a fixed number of questions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.buying import warnings
from storecrew.shop.buying.conftest import NOW, Buying, yuan
from storecrew.shop.buying.models import PurchaseOrder
from storecrew.shop.buying.proposing import actions, reads
from storecrew.shop.buying.proposing.jobs import reckon_all
from storecrew.shop.buying.proposing.models import Proposal
from storecrew.shop.buying.proposing.reckoning import reckon
from storecrew.shop.buying.warnings import Warning
from storecrew.shop.stock import actions as stock
from storecrew.shop.supply import actions as supply


def sell(buying: Buying, sku: str, pieces: int, days_ago: int) -> None:
    line = {
        "variant_id": buying.goods[sku],
        "quantity": pieces,
        "warehouse_id": buying.main,
        "line": f"line:{days_ago}",
    }
    data = {"owner": f"order:{days_ago}", "document": f"parcel:{days_ago}", "lines": [line]}
    stock.dispatch(buying.buyer, parse(stock.Dispatch, data), now=NOW - timedelta(days=days_ago))


@pytest.fixture(scope="module")
def lasting_selling(lasting_buying: Buying) -> Buying:
    """Two months of lamps of which ten are sold every five days, until they were out."""
    buying = lasting_buying
    first = NOW - timedelta(days=61)
    line = {"variant_id": buying.goods["LAMP-OAT"], "quantity": 110, "cost": yuan(4000)}
    data = {"warehouse_id": buying.main, "lines": [line, {"variant_id": buying.goods["MUG"], "quantity": 5}]}
    stock.receive(buying.buyer, parse(stock.Receive, data), now=first)
    for days_ago in range(60, 5, -5):
        sell(buying, "LAMP-OAT", 10, days_ago)
    return buying


@pytest.fixture
def selling(lasting_selling: Buying, company: Company) -> Buying:
    return lasting_selling


def row_of(buying: Buying, sku: str) -> Proposal:
    return Proposal.objects.get(variant_id=buying.goods[sku])


def test_what_sells_is_proposed_and_what_lay_out_is_left_aside(selling: Buying) -> None:
    kept = reckon_all(NOW, "tests")
    oat = row_of(selling, "LAMP-OAT")
    assert kept.due == 1
    assert (oat.verdict, oat.supplier_id, oat.cost_minor % 500) == ("due", selling.supplier_id, 0)
    assert oat.figures["a_day"] == pytest.approx(2, abs=0.35)
    assert ["out_days", {"days": 9}] in oat.reasons
    assert oat.quantity % 6 == 0
    mug = row_of(selling, "MUG")
    assert (mug.supplier_id, mug.own_minor, mug.currency) == (selling.abroad_id, 2000, "EUR")
    assert not Proposal.objects.filter(variant_id=selling.goods["LAMP-INK"]).exists()  # never lay here


def test_what_is_ordered_already_is_not_proposed_again(selling: Buying) -> None:
    reckon_all(NOW, "tests")
    po_id = selling.make(("LAMP-OAT", 180))
    reckon_all(NOW, "tests")
    assert row_of(selling, "LAMP-OAT").verdict == "enough"
    selling.send(po_id)
    reckon_all(NOW, "tests")
    assert row_of(selling, "LAMP-OAT").position == 180


def test_it_asks_the_same_number_of_questions_however_much_is_kept(selling: Buying) -> None:
    with CaptureQueriesContext(connection) as few:
        reckon(NOW, [selling.goods["MUG"]])
    with CaptureQueriesContext(connection) as all_of_it:
        assert len(reckon(NOW)) == 2
    assert len(all_of_it) <= len(few) + 4
    assert len(all_of_it) < 40


def test_a_quantity_that_somebody_chose_stays_while_nothing_changes(selling: Buying) -> None:
    reckon_all(NOW, "tests")
    oat = selling.goods["LAMP-OAT"]
    actions.choose(selling.buyer, actions.Choose(rows=((oat, 42),)), now=NOW)
    reckon_all(NOW, "tests")
    assert (row_of(selling, "LAMP-OAT").chosen, row_of(selling, "LAMP-OAT").wanted) == (42, 42)
    with pytest.raises(Denied):
        actions.choose(selling.company.finance, actions.Choose(rows=((oat, 1),)), now=NOW)


def test_one_button_makes_a_draft_for_each_supplier(selling: Buying, monkeypatch: pytest.MonkeyPatch) -> None:
    reckon_all(NOW, "tests")
    wanted = ((selling.goods["LAMP-OAT"], 60), (selling.goods["MUG"], 20))
    made = actions.order(selling.buyer, actions.Order(quantities=wanted), key="once", now=NOW)
    assert actions.order(selling.buyer, actions.Order(quantities=wanted), key="once", now=NOW) == made
    orders = PurchaseOrder.objects.order_by("pk")
    assert [(one.supplier_id, one.currency, one.warehouse_id) for one in orders] == [
        (selling.supplier_id, "CNY", selling.main),
        (selling.abroad_id, "EUR", selling.main),
    ]
    with pytest.raises(Refused):
        actions.order(selling.buyer, actions.Order(), now=NOW)
    with pytest.raises(Denied):
        actions.order(selling.company.analyst, actions.Order(quantities=wanted), now=NOW)
    blocked = {selling.abroad_id: Warning("block", "Not before they answer.")}
    monkeypatch.setattr(warnings, "_sources", {"score": lambda ids: blocked})
    part = actions.order(selling.buyer, actions.Order(quantities=wanted), now=NOW)
    assert (len(part.po_ids), part.left) == (1, ("Not before they answer.",))


def test_the_cheapest_offer_is_taken_and_others_are_heard_of(selling: Buying) -> None:
    other = supply.add_supplier(
        selling.buyer,
        supply.SupplierForm.model_validate(
            {"code": "GZ", "name": "Guzhen", "country": "CN", "currency": "CNY", "language": "en"}
        ),
        now=NOW,
    ).supplier_id
    terms = {"supplier_id": other, "variant_id": selling.goods["LAMP-OAT"], "cost": yuan(3200), "minimum": 500}
    supply.make_offer(selling.buyer, parse(supply.MakeOffer, terms), now=NOW)
    reckon_all(NOW, "tests")
    oat = row_of(selling, "LAMP-OAT")
    assert (oat.supplier_id, oat.quantity) == (other, 500)
    (item,) = reads.proposals(selling.company.analyst, reads.ProposalsQuery(), now=NOW).items
    assert item.why
    with pytest.raises(Denied):
        reads.proposals(selling.company.marketing, reads.ProposalsQuery(), now=NOW)


def test_a_promotion_is_ordered_for_in_time(selling: Buying) -> None:
    reckon_all(NOW, "tests")
    before = row_of(selling, "LAMP-OAT").point
    plan = {"name": "双十二", "first": "2026-11-25", "last": "2026-12-20", "percent": 100}
    actions.plan_promotion(selling.company.marketing, parse(actions.PlanPromotion, plan), now=NOW)
    reckon_all(NOW, "tests")
    after = row_of(selling, "LAMP-OAT")
    assert after.point > before
    assert "promotion" in {why for why, _n in after.reasons}
    with pytest.raises(Denied):
        actions.plan_promotion(selling.company.analyst, parse(actions.PlanPromotion, plan), now=NOW)


def test_rules_are_the_directors(selling: Buying) -> None:
    data = actions.SetRulebook(
        capital_percent=10, storage_percent=10, patient_percent=0, line_minor=500, review_days=3, most_days=60,
        service_percent=90,
    )  # fmt: skip
    with pytest.raises(Denied):
        actions.set_rulebook(selling.buyer, data, now=NOW)
    actions.set_rulebook(selling.company.director, data, now=NOW)
    actions.reckon_now(selling.buyer, actions.ReckonNow(), now=NOW)
    with pytest.raises(Denied):
        actions.keep(selling.buyer, actions.Keep(rows=()), now=NOW)
