"""Several hands at once, and any order of acts: nothing is packed or sent twice, sums never pass what was ordered."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import ActionError
from storecrew.shop.fulfilment import actions
from storecrew.shop.fulfilment.health import packed_adds_up
from storecrew.shop.fulfilment.models import Parcel, Pick, Progress, TrackingEvent
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.models import Line
from storecrew.shop.orders.tests.making import Want


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads that start together, each with a connection of its own; an ActionError is an outcome."""
    barrier = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            found[number] = act()
        except ActionError as error:
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_packers_of_one_order_make_one_parcel(house: House) -> None:
    order = house.order(Want(house.lamp(), 2))
    line = actions.PackLine(line_id=house.lines(order)[0].pk, quantity=2)
    data = actions.Pack(order_id=order.pk, lines=(line,))
    found = at_once(*[lambda: actions.pack(house.packer, data, now=NOW)] * 4)
    assert sum(isinstance(one, actions.Packed) for one in found) == 1, found
    assert all(isinstance(one, actions.Packed | ActionError) for one in found), found
    assert Parcel.objects.count() == 1
    assert Progress.objects.get().waiting == 2


@pytest.mark.django_db(transaction=True)
def test_a_parcel_handed_over_by_two_leaves_once(house: House) -> None:
    lamp = house.lamp()
    parcel = house.pack(house.order(Want(lamp, 2)))
    found = at_once(*[lambda: actions.ship(house.packer, actions.Ship(parcel_id=parcel.pk), now=NOW)] * 4)
    counted = [one.counted for one in found if isinstance(one, actions.Shipped)]
    assert counted.count(True) == 1, found
    assert house.on_hand(lamp) == (8, 0)
    assert TrackingEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_unpacking_and_handing_over_at_once_is_one_of_both(house: House) -> None:
    lamp = house.lamp()
    parcel = house.pack(house.order(Want(lamp, 2)))
    at_once(
        lambda: actions.unpack(house.packer, actions.OneParcel(parcel_id=parcel.pk), now=NOW),
        lambda: actions.ship(house.packer, actions.Ship(parcel_id=parcel.pk), now=NOW),
    )
    parcel.refresh_from_db()
    shipped = house.lines(parcel.order)[0].shipped
    assert (parcel.state, shipped, house.on_hand(lamp)[0]) in {("undone", 0, 10), ("shipped", 2, 8)}
    assert Progress.objects.get().waiting == 0


@pytest.mark.django_db(transaction=True)
def test_two_scanners_never_pick_more_than_is_wanted(house: House) -> None:
    lamp = house.lamp()
    wave = house.wave(house.order(Want(lamp, 3)))
    bin_id = Pick.objects.get().bin_id
    stop = actions.Stop(wave_id=wave, variant_id=lamp, bin_id=bin_id)
    at_once(*[lambda: actions.pick(house.packer, stop, now=NOW)] * 5)
    assert Pick.objects.get().picked == 3


ACTS = st.lists(
    st.tuples(st.sampled_from(["pack", "ship", "unpack", "cancel"]), st.integers(0, 3), st.integers(1, 3)), max_size=10
)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
@pytest.mark.django_db
def test_any_order_of_acts_keeps_the_sums(house: House, acts: list[tuple[str, int, int]]) -> None:
    order = house.order(Want(house.lamp(f"L{house.orders}", bin_code=f"Z-{house.orders}"), 4))
    for act, number, quantity in acts:
        parcels = list(Parcel.objects.filter(order=order).order_by("pk"))
        try:
            if act == "pack":
                house.pack(order, quantity)
            elif parcels and act == "ship":
                house.ship(parcels[number % len(parcels)])
            elif parcels and act == "unpack":
                one = actions.OneParcel(parcel_id=parcels[number % len(parcels)].pk)
                actions.unpack(house.packer, one, now=NOW)
            elif act == "cancel":
                pieces = orders.Pieces(line_id=house.lines(order)[0].pk, quantity=quantity)
                off = orders.Cancel(order_id=order.pk, lines=(pieces,), reason="buyer", refund="none")
                orders.cancel(house.company.service, off, now=NOW)
        except ActionError:
            continue
    line = Line.objects.get(order=order)
    alive = Parcel.objects.filter(order=order).exclude(state="undone")
    packed = sum(content.quantity for parcel in alive for content in parcel.contents.all())
    gone = sum(content.quantity for parcel in alive.filter(state="shipped") for content in parcel.contents.all())
    assert packed <= line.quantity
    assert gone == line.shipped <= line.quantity - line.cancelled
    assert house.on_hand(line.variant_id or 0) == (10 - gone, 4 - gone - line.cancelled)
    assert [finding.level for finding in packed_adds_up(NOW)] == ["good"]
    assert connection.in_atomic_block
