"""Buyers who answer while somebody packs, while they answer again, while two of the crew decide: one thing happens, once."""

import pytest

from storecrew.kernel.actions.errors import ActionError
from storecrew.shop.delays import actions
from storecrew.shop.delays.models import Decision, Offer, OfferState, Outage
from storecrew.shop.delays.tests.conftest import DAY, NOW, Desk
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.fulfilment.tests.test_races import at_once
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.payments.models import Refund

LATER = NOW + 4 * DAY
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(committed_desk: Desk) -> Desk:
    return committed_desk


def test_cancelling_while_it_is_packed_and_sent_is_one_of_both(desk: Desk) -> None:
    order = desk.order()
    made = desk.offer(desk.late(order))
    seal = desk.seal(made, "cancel", now=LATER)
    found = at_once(
        lambda: desk.answer(made, "cancel", seal=seal),
        lambda: desk.house.ship(desk.house.pack(order), now=LATER),
    )
    order.refresh_from_db()
    made.refresh_from_db()
    sent = Parcel.objects.filter(order=order, shipped_at__isnull=False).exists()
    assert sum(isinstance(one, ActionError) for one in found) == 1, found
    if sent:
        assert (order.state, made.state, Refund.objects.count()) == ("closed", OfferState.SENT, 0)
    else:
        assert (order.state, made.state, Refund.objects.count()) == ("cancelled", OfferState.ANSWERED, 1)


def test_answering_four_times_at_once_is_once(desk: Desk) -> None:
    order = desk.order()
    made = desk.offer(desk.late(order))
    seal = desk.seal(made, "cancel", now=LATER)
    found = at_once(*[lambda: desk.answer(made, "cancel", seal=seal)] * 4)
    assert all(isinstance(one, actions.Answered) for one in found), found
    assert Refund.objects.count() == 1


def test_two_who_write_to_one_buyer_write_once(desk: Desk) -> None:
    row = desk.late(desk.order())
    found = at_once(*[lambda: desk.offer(row)] * 3)
    assert sum(isinstance(one, Offer) for one in found) == 1, found
    assert Offer.objects.count() == 1


def test_two_who_look_after_one_source_decide_once(desk: Desk) -> None:
    lamp = desk.lamp()
    site = desk.supplier(variant_id=lamp)
    order = desk.order(Want(lamp))
    desk.from_supplier(order, site)
    data = actions.Decide.model_validate({"site_id": site.pk, "what": "wait", "order_ids": (order.pk,)})
    found = at_once(*[lambda: actions.decide(desk.company.warehouse, data, now=LATER)] * 3)
    done = [one.done for one in found if isinstance(one, actions.Decided)]
    assert sum(done) == 1, found
    assert (Decision.objects.count(), Outage.objects.count()) == (1, 1)
