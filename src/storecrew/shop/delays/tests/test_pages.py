"""Every page of delays, in both languages, to those who may see it, at a bounded number of questions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storecrew.kernel.jobs import health
from storecrew.kernel.pages.queue import gather
from storecrew.shop.delays import actions
from storecrew.shop.delays.models import Delay, Offer, OfferState, Rulebook
from storecrew.shop.delays.tests.conftest import DAY, NOW, Desk
from storecrew.shop.orders.tests.making import Want
from storecrew.shop.returns.tests.test_pages import client_of

pytestmark = pytest.mark.django_db
LATER = NOW + 6 * DAY


@pytest.fixture(scope="module")
def lasting_pages(lasting_desk: Desk) -> list[str]:
    """A silent source with one order decided and one not, a letter, and every page that shows something of them."""
    desk = lasting_desk
    lamp = desk.lamp()
    site = desk.supplier(variant_id=lamp)
    found = [desk.order(Want(lamp, pieces)) for pieces in (1, 2)]
    for order in found:
        desk.from_supplier(order, site)
    desk.look(*found, now=LATER)
    first, second = (desk.delay(order) for order in found)
    desk.offer(first, now=LATER)
    data = actions.Decide.model_validate({"site_id": site.pk, "what": "wait", "order_ids": (found[0].pk,)})
    actions.decide(desk.company.service, data, now=LATER)
    base = "/crew/delays/"
    return [
        base,
        f"{base}?which=over",
        f"{base}?which=late",
        f"{base}?which=silent",
        f"{base}?which=split",
        f"{base}{first.pk}/",
        f"{base}{second.pk}/",
        f"{base}{second.pk}/offer/",
        f"{base}{second.pk}/offer/?chosen=1&kind=wait&voucher=5&part=2",
        f"{base}offer/?ids={first.pk},{second.pk}",
        f"{base}rules/",
        f"{base}sources/",
        f"{base}sources/{site.pk}/",
        *(
            f"{base}sources/{site.pk}/decide/?what={what}&order={found[1].pk}"
            for what in ("move", "tell", "ask", "wait")
        ),
        f"/crew/orders/{found[0].number}/",
        f"/crew/supply/{site.supplier_id}/",
        "/crew/",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens(desk: Desk, lasting_pages: list[str], language: str) -> None:
    client = client_of(desk.company.service, language)
    for page in lasting_pages:
        if "which=" in page and language != "en":
            continue  # the same page with other rows
        answer = client.get(page)
        expected = 403 if "/supply/" in page else 200
        assert answer.status_code == expected, page


def test_the_list_costs_the_same_for_few_and_many(desk: Desk) -> None:
    lamp = desk.lamp(on_hand=50)
    found = [desk.order(Want(lamp)) for _n in range(3)]
    client = client_of(desk.company.service)
    desk.look(found[0], now=LATER)
    client.get("/crew/delays/")
    with CaptureQueriesContext(connection) as few:
        client.get("/crew/delays/")
    desk.look(*found, now=LATER)
    with CaptureQueriesContext(connection) as many:
        client.get("/crew/delays/")
    assert len(many) <= len(few) + 1


def test_strangers_see_nothing(desk: Desk) -> None:
    assert client_of(desk.company.stranger).get("/crew/delays/").status_code == 403
    assert Client().get("/crew/delays/").status_code == 302


def test_offering_from_the_pages(desk: Desk) -> None:
    found = [desk.order(), desk.order(), desk.order()]
    rows = [desk.late(order) for order in found]
    client = client_of(desk.company.service)
    bulk = client.post("/crew/delays/", {"bulk": "offer", "row": [rows[0].pk, rows[1].pk]})
    assert bulk.status_code == 303
    assert "offer/?ids=" in bulk["Location"]
    assert (
        client.post(f"/crew/delays/offer/?ids={rows[0].pk},{rows[1].pk}", {"chosen": "1", "kind": ["wait"]}).status_code
        == 303
    )
    assert Offer.objects.filter(delay__in=rows, state=OfferState.SENT).count() == 2
    beyond = client.post(f"/crew/delays/{rows[2].pk}/offer/", {"chosen": "1", "kind": ["wait"], "voucher": "51"})
    assert "50.00" in beyond.content.decode()
    assert (
        client.post(f"/crew/delays/{rows[2].pk}/offer/", {"chosen": "1", "kind": ["wait"], "voucher": "50"}).status_code
        == 303
    )
    made = Offer.objects.get(delay=rows[2])
    assert client.post(f"/crew/delays/offers/{made.pk}/answer/", {"key": "wait"}).status_code == 303
    made.refresh_from_db()
    assert made.state == OfferState.ANSWERED
    other = Offer.objects.get(delay=rows[0])
    client.post(f"/crew/delays/offers/{other.pk}/withdraw/")
    other.refresh_from_db()
    assert other.state == OfferState.WITHDRAWN


def test_deciding_from_the_page_of_a_source(desk: Desk) -> None:
    lamp = desk.lamp()
    site = desk.supplier(variant_id=lamp)
    order = desk.order(Want(lamp))
    desk.from_supplier(order, site)
    client = client_of(desk.company.warehouse)
    base = f"/crew/delays/sources/{site.pk}/"
    assert client.get(base + "decide/?what=wait").status_code == 303
    assert "Cancel" in client.get(f"{base}decide/?what=tell&order={order.pk}").content.decode()
    assert not Delay.objects.filter(order=order).exists()  # a preview writes nothing
    assert client.post(f"{base}decide/?what=wait&order={order.pk}").status_code == 303
    assert "It is back" in client.get(base).content.decode()
    assert client.post(base + "take-back/", {"order": [order.pk]}).status_code == 303
    assert client.post(base + "end/").status_code == 303


def test_the_director_sets_the_rules(desk: Desk) -> None:
    form = {
        "warn_below": "70",
        "day_percent": "3",
        "voucher_percent": "10",
        "voucher_most": "20",
        "part_percent": "0",
        "part_most": "",
        "answer_hours": "48",
        "service_most": "80",
        "automatic": "on",
        "automatic_below": "30",
        "automatic_most": "20",
        "automatic_a_day": "10",
    }
    assert client_of(desk.company.service).post("/crew/delays/rules/", form).status_code == 422
    assert client_of(desk.company.director).post("/crew/delays/rules/", form).status_code == 303
    rules = Rulebook.objects.get()
    assert (rules.warn_below, rules.voucher_most_minor, rules.automatic) == (70, 2000, True)


def test_seats_find_it_on_their_lists_and_the_doctor_is_content(desk: Desk) -> None:
    lamp = desk.lamp()
    site = desk.supplier(variant_id=lamp)
    order = desk.order(Want(lamp))
    desk.from_supplier(order, site)
    desk.look(order, now=LATER)
    assert "delays.at_risk" in {item.key for item in gather(desk.company.service, LATER)}
    assert f"delays.silent:{site.pk}" in {item.key for item in gather(desk.company.warehouse, LATER)}
    names = ("delays.watched", "delays.offers", "delays.decisions")
    reports = list(health.examine(timezone.now(), names))
    assert len(reports) == len(names)
    assert {report.level for report in reports} == {"good"}
