"""Several complaints about one thing become one problem of its supplier: found by the rule, once, by whoever looks."""

import pytest

from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment.tests.conftest import House
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.returns import actions as returns
from storecrew.shop.supply import actions as supply
from storecrew.team.suppliers import actions, queue
from storecrew.team.suppliers.facts.complaints import FAULT_WORDS
from storecrew.team.suppliers.models import Suggestion, Yardstick
from storecrew.team.suppliers.seats import watcher
from storecrew.team.suppliers.tests.conftest import LATER, NOW, Desk, Keeping


def look(keeping: Keeping) -> actions.Looked:
    return actions.look_for_problems(watcher("test"), actions.LookForProblems(), now=LATER)


@pytest.fixture(scope="module")
def lasting_sold(lasting_keeping: Keeping, lasting_desk: Desk) -> tuple[list[Order], int]:
    keeping, house = lasting_keeping, lasting_desk.house
    lamp, cup = house.lamp("GLOW", on_hand=40, bin_code="G-1"), house.lamp("CUP", on_hand=40, bin_code="C-1")
    for supplier_id, variant_id in ((keeping.supplier_id, lamp), (keeping.other_id, cup)):
        form = {"supplier_id": supplier_id, "variant_id": variant_id, "sku": f"S-{variant_id}", "cost": Money(1, "CNY")}
        supply.make_offer(keeping.keeper, supply.MakeOffer.model_validate(form), now=NOW)
    found = []
    for variant_id in (lamp, lamp, lamp, lamp, *(cup,) * 4):
        order = house.order(Want(variant_id))
        house.ship(house.pack(order))
        order.refresh_from_db()
        found.append(order)
    return found, lamp


@pytest.fixture
def sold(lasting_sold: tuple[list[Order], int], keeping: Keeping, house: House) -> tuple[list[Order], int]:
    """Return four orders for one lamp that one supplier offers, and four for cups."""
    return lasting_sold


def complain(house: House, order: Order, reason: str = "defective") -> str:
    desk = Desk(house.company, house, order)
    return desk.ask(desk.piece(reason=reason)).subject


def note(keeping: Keeping, order: Order, text: str) -> None:
    orders.note(keeping.company.service, orders.AddNote(order_id=order.pk, text=text), now=LATER)


def test_three_complaints_are_put_together_once_and_made_a_problem(
    keeping: Keeping, house: House, sold: tuple[list[Order], int]
) -> None:
    (one, two, three, four, *_cups), lamp = sold
    subjects = [complain(house, one), complain(house, two, "damaged")]
    assert look(keeping) == actions.Looked(found=0, new=0)
    note(keeping, three, "客人说灯不亮，换过灯泡也一样。")
    note(keeping, four, "客人要开发票。")
    assert look(keeping) == actions.Looked(found=1, new=1)
    row = Suggestion.objects.get()
    assert (row.supplier_id, row.variant_id, row.complained, row.sent) == (keeping.supplier_id, lamp, 3, 4)
    assert set(row.subjects) == {*subjects, f"order:{three.pk}"}
    assert row.low > row.usual
    assert look(keeping) == actions.Looked(found=1, new=0)
    (item,) = queue.suggestions(keeping.keeper, LATER)
    assert item.subject == row.subject
    made = keeping.problem(suggestion_id=row.pk, variant_id=lamp)
    assert {case.subject for case in keeping.view(made).cases} == {*subjects, f"order:{three.pk}"}
    assert look(keeping) == actions.Looked(found=0, new=0)
    with pytest.raises(Refused):
        keeping.problem(suggestion_id=row.pk)


def test_what_somebody_left_alone_comes_back_only_with_new_complaints(
    keeping: Keeping, house: House, sold: tuple[list[Order], int]
) -> None:
    (one, two, three, four, *_cups), _lamp = sold
    for order in (one, two, three):
        complain(house, order)
    look(keeping)
    left = actions.OneSuggestion(suggestion_id=Suggestion.objects.get().pk)
    with pytest.raises(Denied):
        actions.leave_suggestion(keeping.company.finance, left, now=LATER)
    actions.leave_suggestion(keeping.company.service, left, now=LATER)
    with pytest.raises(Refused):
        actions.leave_suggestion(keeping.company.service, left, now=LATER)
    with pytest.raises(Missing):
        actions.leave_suggestion(keeping.company.service, actions.OneSuggestion(suggestion_id=999), now=LATER)
    complain(house, four)
    assert look(keeping).new == 0  # one new complaint is not three
    with pytest.raises(Denied):
        actions.look_for_problems(keeping.company.marketing, actions.LookForProblems(), now=LATER)


def test_what_two_suppliers_offer_is_put_on_neither(
    keeping: Keeping, house: House, sold: tuple[list[Order], int]
) -> None:
    (one, two, three, *_rest), lamp = sold
    form = {"supplier_id": keeping.other_id, "variant_id": lamp, "sku": "T-1", "cost": Money(1, "CNY")}
    supply.make_offer(keeping.keeper, supply.MakeOffer.model_validate(form), now=NOW)
    for order in (one, two, three):
        complain(house, order)
    assert look(keeping) == actions.Looked(found=0, new=0)


def test_the_owner_says_how_many_make_a_problem(keeping: Keeping, house: House, sold: tuple[list[Order], int]) -> None:
    (one, two, *_rest), _lamp = sold
    for order in (one, two):
        complain(house, order)
    Yardstick.objects.create(weights={}, marks={}, complaints_least=2, changed_at=LATER)
    assert look(keeping).new == 1


def test_declined_returns_are_no_complaints(keeping: Keeping, house: House, sold: tuple[list[Order], int]) -> None:
    (one, two, three, *_rest), _lamp = sold
    for order in (one, two):
        complain(house, order)
    third = int(complain(house, three).partition(":")[2])
    decline = returns.DeclineIt.model_validate({"return_id": third, "reason": "used"})
    returns.decline(keeping.company.service, decline, now=LATER)
    assert look(keeping).found == 0


def test_words_of_fault_are_a_closed_list() -> None:
    for text in ("Lamp arrived BROKEN", "客人说碎了", "missing parts in the box", "灯不亮"):
        assert FAULT_WORDS.search(text), text
    for text in ("Call before delivery", "要开发票", "gift wrap", "unbrokenly"):
        assert not FAULT_WORDS.search(text), text
