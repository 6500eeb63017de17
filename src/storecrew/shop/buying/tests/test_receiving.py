"""What comes of an order: in parts, too much, too little, broken; what it costs in the end; what the books say."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import actions, reads
from storecrew.shop.buying.conftest import NOW, Buying, yuan
from storecrew.shop.buying.models import Booking, Discrepancy
from storecrew.shop.buying.writing.spreading import Weighed, shares
from storecrew.shop.ledger import actions as ledger
from storecrew.shop.ledger import reads as books
from storecrew.shop.ledger.actions.beginning import UsualAccounts
from storecrew.shop.ledger.reads.balances import TrialBalanceQuery
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Layer, LayerUse
from storecrew.shop.stock.types import Leaving

LATER = NOW + timedelta(days=20)


def settle(buying: Buying, outcome: str, *, at: int = 0) -> None:
    row = Discrepancy.objects.order_by("pk")[at]
    actions.settle(buying.buyer, parse(actions.Settle, {"discrepancy_id": row.pk, "outcome": outcome}), now=LATER)


def balances(buying: Buying) -> dict[str, int]:
    """Book everything and return what stands on the accounts, in fen."""
    ledger.open_usual_accounts(buying.company.finance, UsualAccounts(), now=NOW)
    assert actions.book(buying.company.finance, actions.Book(), now=LATER).waiting == 0
    rows = books.trial_balance(buying.company.finance, TrialBalanceQuery(at=date(2027, 12, 31)), now=LATER).rows
    return {f"{row.code} {row.currency}": row.balance_minor for row in rows if row.balance_minor}


def sell(buying: Buying, sku: str, pieces: int) -> None:
    line = Leaving(variant_id=buying.goods[sku], quantity=pieces, warehouse_id=buying.main, line="line:1")
    data = {"owner": "order:1", "document": "parcel:1", "lines": [line]}
    stock.dispatch(buying.buyer, parse(stock.Dispatch, data), now=LATER)


def test_an_order_comes_in_parts(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    buying.answer(po_id, on=date(2026, 12, 10))
    buying.receive(po_id, ("LAMP-OAT", 8, 0), now=LATER)
    assert (buying.view(po_id).state, buying.on_hand("LAMP-OAT"), buying.incoming("LAMP-OAT")) == ("part", 8, 4)
    assert buying.incoming("LAMP-INK") == 6
    buying.receive(po_id, ("LAMP-OAT", 4, 0), ("LAMP-INK", 6, 0), now=LATER)
    view = buying.view(po_id)
    assert (view.state, view.done_at, buying.incoming("LAMP-OAT")) == ("received", LATER, 0)
    assert buying.worth() == 12 * 4000 + 6 * 5000
    (first, *_rest) = reads.facts(buying.supplier_id, NOW, LATER)
    assert (first.received, first.wanted, first.received_at) == (12, 12, LATER)


def test_goods_are_for_those_who_receive(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    data = parse(
        actions.ReceivePO, {"po_id": po_id, "lines": [{"line_id": buying.view(po_id).lines[0].line_id, "quantity": 12}]}
    )
    for who in (buying.company.finance, buying.company.service, buying.company.nobody):
        with pytest.raises(Denied):
            actions.receive(who, data, now=NOW)
    one = actions.receive(buying.buyer, data, key="scan", now=NOW)
    assert actions.receive(buying.buyer, data, key="scan", now=NOW) == one
    assert buying.on_hand("LAMP-OAT") == 12


def test_what_is_not_on_the_order_is_refused(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    draft = buying.make(("LAMP-INK", 6))
    with pytest.raises(InvalidInput):
        actions.receive(
            buying.buyer, parse(actions.ReceivePO, {"po_id": po_id, "lines": [{"line_id": 0, "quantity": 1}]}), now=NOW
        )
    with pytest.raises(InvalidInput):
        buying.receive(po_id, ("LAMP-OAT", 1, 2))
    with pytest.raises(Refused):
        buying.receive(draft, ("LAMP-INK", 6, 0))


@pytest.mark.parametrize(("outcome", "kept", "here"), [("kept", 14, 14), ("back", 12, 12)])
def test_pieces_too_many_are_kept_or_sent_back(buying: Buying, outcome: str, kept: int, here: int) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.receive(po_id, ("LAMP-OAT", 14, 0))
    assert (buying.on_hand("LAMP-OAT"), Discrepancy.objects.get().quantity) == (14, 2)
    with pytest.raises(InvalidInput):
        settle(buying, "credited")
    settle(buying, outcome)
    assert (buying.row(po_id, "LAMP-OAT").kept, buying.on_hand("LAMP-OAT")) == (kept, here)
    assert buying.view(po_id).state == "received"
    with pytest.raises(Refused):
        settle(buying, outcome)
    sums = balances(buying)
    assert sums["1300 CNY"] == -sums["2020 CNY"] == here * 4000


@pytest.mark.parametrize(
    ("outcome", "state", "incoming", "here", "booked"),
    [("credited", "received", 0, 10, 10), ("replaced", "part", 2, 10, 10), ("kept", "received", 0, 12, 12)],
)
def test_broken_pieces(buying: Buying, outcome: str, state: str, incoming: int, here: int, booked: int) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.receive(po_id, ("LAMP-OAT", 12, 2))
    assert buying.view(po_id).lines[0].damaged == 2
    settle(buying, outcome)
    assert (buying.view(po_id).state, buying.incoming("LAMP-OAT"), buying.on_hand("LAMP-OAT")) == (
        state,
        incoming,
        here,
    )
    sums = balances(buying)
    assert sums["1300 CNY"] == -sums["2020 CNY"] == booked * 4000 == buying.worth()


def test_an_order_is_closed_short(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    buying.receive(po_id, ("LAMP-OAT", 8, 0))
    ink = buying.line(po_id, "LAMP-INK").line_id
    close = parse(actions.CloseShort, {"po_id": po_id, "reason": "no more of it", "line_ids": [ink]})
    actions.close_short(buying.buyer, close, now=NOW)
    assert (buying.view(po_id).state, buying.incoming("LAMP-INK"), buying.incoming("LAMP-OAT")) == ("part", 0, 4)
    with pytest.raises(Refused):
        actions.close_short(buying.buyer, close, now=NOW)
    actions.close_short(buying.buyer, actions.CloseShort(po_id=po_id, reason="enough"), now=NOW)
    assert (buying.view(po_id).state, buying.incoming("LAMP-OAT")) == ("received", 0)
    other = buying.sent(("LAMP-OAT", 6))
    actions.close_short(buying.buyer, actions.CloseShort(po_id=other, reason="they stopped"), now=NOW)
    assert buying.view(other).state == "closed"


def test_finishing_a_delivery_gives_up_the_rest(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.receive(po_id, ("LAMP-OAT", 5, 0), finish=True)
    assert (buying.view(po_id).state, buying.incoming("LAMP-OAT"), buying.view(po_id).lines[0].missing) == (
        "received",
        0,
        0,
    )


def test_foreign_goods_come_in_at_the_rate_of_the_day(buying: Buying) -> None:
    po_id = buying.make(("MUG", 40), supplier_id=buying.abroad_id)
    buying.send(po_id, way="person")
    buying.receive(po_id, ("MUG", 40, 0))
    assert buying.worth() == 40 * 2000
    sums = balances(buying)
    assert (sums["1300 CNY"], sums["2020 EUR"]) == (80_000, -10_000)
    assert (sums["3950 CNY"], sums["3950 EUR"]) == (-80_000, 10_000)


def cost(buying: Buying, po_id: int, amount: Money, spread: str = "value", **more: Any) -> actions.CostId:
    data = {"po_id": po_id, "kind": "freight", "amount": amount, "spread": spread} | more
    return actions.add_cost(buying.buyer, parse(actions.AddCost, data), now=LATER)


def test_freight_known_before_is_laid_on_what_comes(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    cost(buying, po_id, yuan(7800), "value")
    buying.receive(po_id, ("LAMP-OAT", 12, 0))
    assert buying.worth() == 48_000 + 4800  # the rest is on its way with the others
    buying.receive(po_id, ("LAMP-INK", 6, 0))
    assert buying.worth() == 78_000 + 7800
    sums = balances(buying)
    assert sums["1300 CNY"] == -sums["2020 CNY"] == 85_800


def test_late_freight_says_what_of_it_belongs_to_goods_that_are_sold(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.receive(po_id, ("LAMP-OAT", 12, 0))
    before = buying.worth(NOW + timedelta(minutes=1))
    sell(buying, "LAMP-OAT", 3)
    added = cost(buying, po_id, Money(150, "EUR"), "quantity")
    assert added.own == yuan(1200)
    assert buying.worth() == 9 * 4100
    assert buying.worth(NOW + timedelta(minutes=1)) == before
    layer = Layer.objects.get()
    assert sum(LayerUse.objects.values_list("cost_minor", flat=True)) == 3 * 4100
    assert layer.cost_minor == 12 * 4100
    sums = balances(buying)
    assert (sums["1300 CNY"], sums["5010 CNY"]) == (12 * 4000 + 900, 300)
    actions.drop_cost(buying.buyer, actions.OneCost(cost_id=added.cost_id), now=LATER)
    assert buying.worth() == 9 * 4000
    with pytest.raises(Missing):
        actions.drop_cost(buying.buyer, actions.OneCost(cost_id=added.cost_id), now=LATER)


def test_costs_of_what_never_came_lie_on_the_rest(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12), ("LAMP-INK", 6))
    cost(buying, po_id, yuan(5000), "weight")
    buying.receive(po_id, ("LAMP-OAT", 12, 0))
    assert buying.worth() == 48_000 + 5000 * 12 * 900 // (12 * 900 + 6 * 1100)
    actions.close_short(buying.buyer, actions.CloseShort(po_id=po_id, reason="sold out there"), now=NOW)
    assert buying.worth() == 53_000


def test_a_cost_needs_a_rate_and_an_amount(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    with pytest.raises(Refused):
        cost(buying, po_id, Money(100, "GBP"))
    with pytest.raises(InvalidInput):
        cost(buying, po_id, yuan(0))
    with pytest.raises(Denied):
        actions.add_cost(
            buying.company.marketing,
            parse(actions.AddCost, {"po_id": po_id, "kind": "duty", "amount": yuan(1)}),
            now=NOW,
        )


def test_what_the_books_cannot_take_waits(buying: Buying) -> None:
    po_id = buying.sent(("LAMP-OAT", 12))
    buying.receive(po_id, ("LAMP-OAT", 12, 0))
    answer = actions.book(buying.company.finance, actions.Book(), now=NOW)
    assert (answer.booked, answer.waiting) == (0, 1)
    assert answer.why
    balances(buying)
    assert actions.book(buying.company.finance, actions.Book(), now=NOW).booked == 0
    assert Booking.objects.filter(entry=None).count() == 0


LINES = st.lists(
    st.builds(
        Weighed,
        line_id=st.integers(1, 10**6),
        pieces=st.integers(1, 500),
        came=st.integers(0, 500),
        cost_minor=st.integers(0, 10**6),
        weight_g=st.integers(0, 10**4),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.line_id,
)


@settings(max_examples=examples(60), deadline=None)
@given(lines=LINES, amount=st.integers(1, 10**8), by=st.sampled_from(["value", "weight", "quantity"]))
def test_costs_are_spread_to_the_cent(lines: list[Weighed], amount: int, by: str) -> None:
    whole = shares(amount, lines, by, whole=True)
    assert sum(whole.values()) == (amount if any(line.came for line in lines) else 0)
    part = shares(amount, lines, by, whole=False)
    assert 0 <= sum(part.values()) <= amount
    assert all(part.get(line.line_id, 0) == 0 for line in lines if not line.came)
