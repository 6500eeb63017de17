"""Buyers of late orders choose, and what they choose is done: once, at the price that they saw, or not at all."""

import copy
from typing import Any

import pytest

from storecrew.kernel.actions.errors import ActionError, Denied, Missing, Refused
from storecrew.kernel.events.models import Event
from storecrew.kernel.mail.models import Message
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.delays import actions, jobs, reads
from storecrew.shop.delays.models import Delay, Offer, OfferState, Outcome, State
from storecrew.shop.delays.seats import watch
from storecrew.shop.delays.tests.conftest import DAY, NOW, Desk
from storecrew.shop.discounts.models import Coupon
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.payments.models import Payment
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.models import Bin

pytestmark = pytest.mark.django_db
LATER = NOW + 4 * DAY


def _back(order: Order) -> int:
    """Return what is on its way back, or is back, of an order's payments."""
    return sum(row.refunding_minor + row.refunded_minor for row in Payment.objects.filter(payable=order.subject))


@pytest.fixture(scope="module")
def lasting_order(lasting_desk: Desk) -> Order:
    desk = lasting_desk
    lamp, bulb = desk.lamp("LAMP"), desk.lamp("BULB", on_hand=3)
    found = desk.order(Want(lamp, 2), Want(bulb, 3, unit=5000, title="Bulb"))
    bin_id = Bin.objects.latest("pk").pk
    gone = {"variant_id": bulb, "change": -3, "bin_id": bin_id}
    form = {"warehouse_id": desk.house.warehouse_id, "reason": "theft", "lines": (gone,)}
    stock.adjust(desk.company.warehouse, stock.Adjust.model_validate(form), now=NOW)
    desk.look(found, now=NOW)
    desk.hear(NOW)
    return found


@pytest.fixture
def order(lasting_order: Order, desk: Desk) -> Order:
    """Return a paid order of two lamps at 100.00 and three bulbs at 50.00, of which the bulbs are not there."""
    return copy.deepcopy(lasting_order)


def test_every_choice_has_its_price_for_both(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), part=Money(1000, "CNY"), voucher=Money(700, "CNY"))
    by_key = {one["key"]: one for one in made.choices}
    assert set(by_key) == {"wait", "part", "cancel"}
    assert by_key["wait"]["theirs"] == {"minor": 700, "currency": "CNY"}
    assert by_key["part"]["ours"] == {"minor": -1000, "currency": "CNY"}
    assert by_key["cancel"]["theirs"] == {"minor": order.total_minor, "currency": "CNY"}
    assert by_key["cancel"]["ours"]["minor"] < 0
    assert made.most_minor == 1000


def test_what_lies_there_can_be_sent_ahead_and_what_is_late_left_out(desk: Desk, order: Order) -> None:
    made = desk.offer(_only_bulbs(desk, order), now=NOW)
    by_key = {one["key"]: one for one in made.choices}
    assert set(by_key) == {"wait", "split", "drop", "cancel"}
    assert by_key["split"]["lines"] == ["2 × Lamp (Oat)"]
    assert by_key["drop"]["theirs"]["minor"] == 15000


def _only_bulbs(desk: Desk, order: Order) -> Delay:
    """Return the delay with nothing but the bulbs in danger, as it is when they come from another place."""
    row = desk.delay(order)
    row.lines = [desk.house.lines(order)[1].pk]
    row.save()
    return row


def test_leaving_out_what_is_late_gives_back_exactly_what_was_shown(desk: Desk, order: Order) -> None:
    row = _only_bulbs(desk, order)
    made = desk.offer(row, now=NOW)
    done = desk.answer(made, "drop", now=NOW)
    order.refresh_from_db()
    row.refresh_from_db()
    assert done.theirs == Money(15000, "CNY")
    assert _back(order) == 15000
    assert [line.open for line in desk.house.lines(order)] == [2, 0]
    assert (row.state, row.outcome) == (State.SETTLED, Outcome.CHANGED)
    assert Event.objects.filter(name="delays.PromiseBroken").count() == 1


def test_cancelling_gives_everything_back_and_ends_the_order(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order))
    desk.answer(made, "cancel")
    desk.hear()
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert _back(order) == order.placed_total_minor


def test_waiting_brings_a_code_that_holds_once(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), voucher=Money(900, "CNY"))
    done = desk.answer(made, "wait")
    coupon = Coupon.objects.get(codes__shown=done.code)
    assert (coupon.amounts, coupon.total_limit) == ({"CNY": 900}, 1)
    assert desk.delay(order).state == State.ANSWERED


def test_a_part_of_the_price_goes_back_while_the_order_goes_on(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), part=Money(1234, "CNY"))
    desk.answer(made, "part")
    order.refresh_from_db()
    assert _back(order) == 1234
    assert order.state == "open"
    assert desk.delay(order).spent_minor == 1234


def test_what_is_there_goes_ahead_by_a_tag_and_a_note(desk: Desk, order: Order) -> None:
    made = desk.offer(_only_bulbs(desk, order), now=NOW)
    desk.answer(made, "split", now=NOW)
    assert "send-now" in list(order.tags.values_list("tag__name", flat=True))
    assert order.notes.count() == 1


def test_another_variant_comes_instead_at_no_more_cost(desk: Desk) -> None:
    late, other = _two_colours(desk)
    order = desk.order(Want(late, 2))
    row = desk.late(order)
    row.source = "warehouse:999"  # what lies here lies elsewhere
    row.save()
    made = desk.offer(row)
    key = f"substitute:{other}"
    choice = next(one for one in made.choices if one["key"] == key)
    assert choice["theirs"]["minor"] == 2000  # nine instead of ten, two of them
    desk.answer(made, key)
    order.refresh_from_db()
    assert [line.variant_id for line in desk.house.lines(order) if line.wanted] == [other]
    assert order.total_minor == order.placed_total_minor - 2000
    assert _back(order) == 2000


def _two_colours(desk: Desk) -> tuple[int, int]:
    """Return two variants of one lamp that lie on the shelf: at 100.00 and at 90.00."""
    variants = [
        {"sku": sku, "values": (colour,), "prices": ({"currency": "CNY", "price_minor": minor},)}
        for sku, colour, minor in (("OAT", "Oat", 10000), ("SAGE", "Sage", 9000))
    ]
    draft = {
        "title": "Lamp",
        "language": "en",
        "options": ({"name": "Colour", "values": ({"name": "Oat"}, {"name": "Sage"})},),
        "variants": variants,
    }
    made = catalogue.create(desk.company.web, catalogue.ProductDraft.model_validate(draft))
    catalogue.publish(desk.company.web, catalogue.OneProduct(product_id=made.product_id))
    ids = tuple(Variant.objects.filter(product=made.product_id).order_by("pk").values_list("pk", flat=True))
    stock.set_policy(desk.company.warehouse, stock.Policy.model_validate({"variant_ids": ids}))
    for variant_id in ids:
        line = {"variant_id": variant_id, "quantity": 9, "cost": Money(4000, "CNY")}
        form = {"warehouse_id": desk.house.warehouse_id, "lines": (line,)}
        stock.receive(desk.company.warehouse, stock.Receive.model_validate(form), now=NOW)
    return ids[0], ids[1]


def test_the_same_answer_twice_is_once(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), part=Money(1000, "CNY"))
    seal = desk.seal(made, "part", now=LATER)
    assert desk.answer(made, "part", seal=seal) == desk.answer(made, "part", seal=seal)
    assert _back(order) == 1000


def test_another_answer_after_the_first_is_refused(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), part=Money(1000, "CNY"))
    desk.answer(made, "part")
    with pytest.raises(Refused, match="chosen already"):
        desk.answer(made, "cancel", seal="x")
    assert _back(order) == 1000


def test_a_parcel_that_leaves_while_the_buyer_chooses_takes_cancelling_away(desk: Desk, lone: Order) -> None:
    made = desk.offer(desk.late(lone))
    seal = desk.seal(made, "cancel", now=LATER)
    desk.house.ship(desk.house.pack(lone), now=LATER)
    with pytest.raises(Refused, match="no longer possible"):
        desk.answer(made, "cancel", seal=seal)
    made.refresh_from_db()
    lone.refresh_from_db()
    assert (made.state, lone.state) == (OfferState.SENT, "closed")
    assert _back(lone) == 0


def test_another_price_than_was_shown_does_nothing(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), part=Money(1000, "CNY"))
    with pytest.raises(Refused, match="nothing was done"):
        desk.answer(made, "cancel", seal="0" * 16)
    assert _back(order) == 0


def test_no_answer_is_waiting_and_brings_nothing(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), voucher=Money(900, "CNY"), hours=4)
    jobs.lapse.func(LATER + DAY) if hasattr(jobs.lapse, "func") else jobs.lapse(LATER + DAY)
    made.refresh_from_db()
    assert (made.state, made.choice, made.way) == (OfferState.LAPSED, "wait", "deadline")
    assert not Coupon.objects.exists()
    with pytest.raises(Refused, match="time for this answer is over"):
        desk.answer(made, "wait", seal="x", now=LATER + DAY)


def test_an_offer_taken_back_says_so(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order))
    actions.withdraw(desk.company.service, actions.OneOffer(offer_id=made.pk), now=LATER)
    assert desk.delay(order).state == State.OPEN
    with pytest.raises(Refused, match="taken back"):
        desk.answer(made, "wait", seal="x")


def test_somebody_elses_order_opens_nothing(desk: Desk, order: Order, lone: Order) -> None:
    made = desk.offer(desk.late(order))
    data = {"token": orders.token_for(lone.pk), "offer_id": made.pk, "key": "wait", "seal": "x"}
    with pytest.raises(Missing):
        actions.answer(desk.company.nobody, actions.Answer.model_validate(data), now=LATER)


def test_service_gives_away_no_more_than_the_rules_say(desk: Desk, order: Order) -> None:
    row = desk.late(order)
    with pytest.raises(Refused, match="service may give"):
        desk.offer(row, by="service", voucher=Money(5001, "CNY"))
    assert not Offer.objects.exists()
    assert desk.offer(row, by="service", voucher=Money(5000, "CNY")).most_minor == 5000


def test_the_warehouse_offers_nothing(desk: Desk, order: Order) -> None:
    with pytest.raises(Denied):
        desk.offer(desk.late(order), by="warehouse")


def test_nobody_is_asked_twice_at_once(desk: Desk, order: Order) -> None:
    row = desk.late(order)
    desk.offer(row)
    with pytest.raises(Refused, match="asked already"):
        desk.offer(row)


def test_what_was_changed_meanwhile_is_not_sent_over(desk: Desk, order: Order) -> None:
    row = desk.late(order)
    with pytest.raises(Refused, match="changed since"):
        desk.offer(row, version=row.version + 1)


def test_many_get_a_letter_each_and_who_was_asked_is_left_alone(desk: Desk, order: Order, lone: Order) -> None:
    rows = [desk.late(order), desk.late(lone)]
    desk.offer(rows[0])
    data = actions.OfferMany(delay_ids=tuple(row.pk for row in rows))
    done = actions.offer_many(desk.company.service, data, now=LATER)
    assert (done.sent, len(done.left)) == (1, 1)


def test_the_letter_names_day_choices_and_link(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order), words="Ring me: 138")
    desk.hear()
    letter = Message.objects.get(subject=order.subject, title__contains="Later than promised")
    assert f"/choose/{made.pk}/" in letter.text
    assert "Ring me: 138" in letter.text
    assert "Cancel it, and give me my money back" in letter.text
    desk.answer(made, "cancel")
    desk.hear()
    assert Message.objects.filter(subject=order.subject, title__contains="As you chose").count() == 1


def _rules(desk: Desk, **more: Any) -> None:
    actions.set_rules(desk.company.director, actions.Rules.model_validate(more), now=NOW)


def test_nothing_is_sent_by_itself_until_the_owner_says_so(desk: Desk, order: Order) -> None:
    row = desk.late(order)
    data = actions.ByRule(delay_ids=(row.pk,))
    assert actions.offer_by_rule(watch("test"), data, now=LATER).sent == 0
    _rules(desk, automatic=True, automatic_below=60, automatic_most_minor=0, voucher_percent=5, voucher_most_minor=3000)
    assert actions.offer_by_rule(watch("test"), data, now=LATER).left == (order.number,)
    _rules(desk, automatic=True, automatic_below=60, automatic_most_minor=3000)
    assert actions.offer_by_rule(watch("test"), data, now=LATER).sent == 1
    assert Offer.objects.get().by_rule


def test_rules_are_the_directors(desk: Desk) -> None:
    with pytest.raises(Denied):
        actions.set_rules(desk.company.service, actions.Rules(), now=NOW)


def test_what_a_buyer_told_somebody_is_done_too(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order))
    actions.answer_for(desk.company.service, actions.AnswerFor(offer_id=made.pk, key="cancel"), now=LATER)
    made.refresh_from_db()
    assert (made.way, made.choice, made.answered_by) == ("crew", "cancel", desk.company.service.ref)


def test_an_offer_is_overtaken_when_the_order_arrives(desk: Desk, lone: Order) -> None:
    made = desk.offer(desk.late(lone))
    parcel = desk.house.ship(desk.house.pack(lone), now=LATER)
    desk.house.hear(parcel, "delivered", after=12 * DAY)
    desk.hear(NOW + 12 * DAY)
    made.refresh_from_db()
    assert made.state == OfferState.VOID
    with pytest.raises(ActionError):
        desk.answer(made, "wait", seal="x")


def test_what_a_buyer_sees_holds_no_costs(desk: Desk, order: Order) -> None:
    made = desk.offer(desk.late(order))
    query = reads.OwnQuery(token=orders.token_for(order.pk), offer_id=made.pk)
    (own,) = reads.own(desk.company.nobody, query, now=LATER).items
    assert own.state == "open"
    assert all(one.ours is None for one in own.choices)


def test_the_suppliers_score_gets_its_facts(desk: Desk, order: Order) -> None:
    site = desk.supplier(variant_id=desk.house.lines(order)[0].variant_id or 0)
    row = desk.late(order)
    row.supplier_id = site.supplier_id
    row.save()
    desk.answer(desk.offer(row), "cancel")
    (fact,) = reads.facts(site.supplier_id, NOW, LATER + DAY)
    assert (fact.order_id, fact.outcome, fact.over) == (order.pk, Outcome.CHANGED, True)
    assert reads.facts(None, NOW, LATER + DAY) == (fact,)
