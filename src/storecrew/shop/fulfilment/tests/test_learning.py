"""What promises learn of an order and its parcels, from placing to the doorstep."""

from datetime import timedelta

from storecrew.conftest import Company
from storecrew.kernel.events.drain import drain
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.promise.models import Observation
from storecrew.shop.promise.reads import recompute

DAYS_LATER = NOW + timedelta(days=5)


def observed() -> list[tuple[str, str]]:
    return list(Observation.objects.order_by("pk").values_list("shipment", "what"))


def test_from_the_order_to_the_doorstep(house: House) -> None:
    order = house.order(Want(house.lamp(), 2))
    drain(NOW, outward=False)
    assert observed() == [(f"order:{order.pk}", "placed")]
    row = Observation.objects.get()
    assert (row.placed_at, row.promised_last, row.country) == (order.placed_at, order.promised_until, "CN")
    assert row.grounds == order.promise["grounds"]
    window = recompute(row.grounds["packages"][0]["grounds"])
    assert (window.first, window.last) == (order.promised_from, order.promised_until)

    parcel = house.ship(house.pack(order))
    house.hear(parcel, "delivered", after=timedelta(days=3))
    drain(DAYS_LATER, outward=False)
    drain(DAYS_LATER, outward=False)
    assert observed()[1:] == [(parcel.subject, "handed_over"), (parcel.subject, "delivered")]
    last = Observation.objects.get(what="delivered")
    assert (last.placed_at, last.source, last.order) == (
        order.placed_at,
        f"warehouse:{house.warehouse_id}",
        f"order:{order.pk}",
    )


def test_what_is_called_off_is_waited_for_no_longer(house: House, company: Company) -> None:
    order = house.order(Want(house.lamp(), 1))
    orders.cancel(company.service, orders.Cancel(order_id=order.pk, reason="buyer", version=order.version), now=NOW)
    drain(DAYS_LATER, outward=False)
    assert observed() == [(f"order:{order.pk}", "placed"), (f"order:{order.pk}", "ended")]
