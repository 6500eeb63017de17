"""The pages of fulfilment: every one answers in both languages; forms do what they say; lists cost the same at any length."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.fulfilment import actions
from storecrew.shop.fulfilment.models import Habits, Parcel, Pick, Service, Shortage, Wave
from storecrew.shop.fulfilment.tests.conftest import NOW, House
from storecrew.shop.orders.tests.making import Want

QUERIES_OF_A_LIST = 70

pytestmark = pytest.mark.usefixtures("lasting_lamp")


def client_of(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def packer(house: House) -> Client:
    return client_of(house.packer)


def test_empty_pages_say_what_to_do(company: Company) -> None:
    client = client_of(company.warehouse)
    for name, words in {
        "ready": "Nothing is waiting to be sent",
        "waves": "No walks yet",
        "parcels": "No parcels yet",
        "trouble": "Everything is on its way",
    }.items():
        assert words in client.get(reverse(f"fulfilment:{name}")).content.decode(), name


def test_lists_cost_the_same_whatever_their_length(
    house: House, packer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lamp = house.lamp("MANY", on_hand=50, bin_code="B-01-1")
    for _count in range(3):
        house.order(Want(lamp, 1))
    for _count in range(3):
        house.ship(house.pack(house.order(Want(lamp, 1))))
    for name in ("ready", "parcels", "trouble"):
        with django_assert_max_num_queries(QUERIES_OF_A_LIST):
            assert packer.get(reverse(f"fulfilment:{name}")).status_code == 200


def test_ticked_orders_become_a_walk_that_is_walked_packed_and_sent(house: House, packer: Client) -> None:
    lamp = house.lamp()
    Variant.objects.filter(pk=lamp).update(barcode="4006381333931", barcode_state="gtin")
    order = house.order(Want(lamp, 2))
    here = packer.post(reverse("fulfilment:ready"), {"order": [f"{order.pk}.{house.warehouse_id}"]})["Location"]
    wave = Wave.objects.get()
    assert here == reverse("fulfilment:pick", args=[wave.pk])
    page = packer.get(here).content.decode()
    stop = re.search(r'name="stop" value="([^"]+)"', page)
    assert stop and "A-01-1" in page
    take = reverse("fulfilment:take", args=[wave.pk])
    packer.post(take, {"stop": stop[1], "code": "4006381333931"})
    packer.post(take, {"stop": stop[1], "code": "lamp"})
    assert Pick.objects.get().picked == 2
    done = packer.post(reverse("fulfilment:end_wave", args=[wave.pk, "done"]), follow=True).content.decode()
    assert "Now pack the totes" in done
    line = house.lines(order)[0]
    packed = packer.post(
        reverse("fulfilment:pack", args=[order.pk]), {f"line-{line.pk}": "2", "weight": "", "box": "", "carrier": "sf"}
    )
    parcel = Parcel.objects.get()
    assert packed["Location"] == reverse("fulfilment:parcel", args=[parcel.pk])
    step = reverse("fulfilment:step", args=[parcel.pk, "ship"])
    packer.post(step, {"tracking_number": "SF1316582044876", "carrier": ""})
    parcel.refresh_from_db()
    order.refresh_from_db()
    assert (parcel.state, parcel.tracking_number, order.fulfilment) == ("shipped", "SF1316582044876", "done")


def test_scanning_what_is_not_wanted_says_so(house: House, packer: Client) -> None:
    wave = house.wave(house.order(Want(house.lamp(), 1)))
    answer = packer.post(reverse("fulfilment:take", args=[wave]), {"code": "9999999999999"}, follow=True)
    assert "not wanted on this walk" in answer.content.decode()
    assert Pick.objects.get().picked == 0


def test_a_scanned_bin_leads_to_its_stop(house: House, packer: Client) -> None:
    near, far = house.lamp("NEAR", bin_code="A-01-1"), house.lamp("FAR", bin_code="C-09-1")
    wave = house.wave(house.order(Want(near, 1), Want(far, 1, key="b")))
    answer = packer.post(reverse("fulfilment:take", args=[wave]), {"code": "c-09-1"}, follow=True)
    assert re.search(r"<b>C-09-1</b>", answer.content.decode())


def test_pieces_are_reported_missing_and_settled_on_the_pages(house: House, packer: Client) -> None:
    lamp = house.lamp()
    wave = house.wave(house.order(Want(lamp, 2)))
    bin_id = Pick.objects.get().bin_id
    values = {"stop": f"{bin_id}.{lamp}", "act": "short", "quantity": "1", "why": "missing"}
    packer.post(reverse("fulfilment:take", args=[wave]), values)
    shortage = Shortage.objects.get()
    packer.post(reverse("fulfilment:settle", args=[shortage.pk]), {"how": "sent later"})
    shortage.refresh_from_db()
    assert shortage.settled_how == "sent later"


def test_a_wrong_pack_is_shown_again_with_its_reason(house: House, packer: Client) -> None:
    order = house.order(Want(house.lamp(), 1))
    line = house.lines(order)[0]
    answer = packer.post(reverse("fulfilment:pack", args=[order.pk]), {f"line-{line.pk}": "9"})
    assert answer.status_code == 422
    assert "only 1 are still to be packed" in answer.content.decode()
    nothing = packer.post(reverse("fulfilment:pack", args=[order.pk]), {f"line-{line.pk}": ""})
    assert nothing.status_code == 422


def test_orders_totes_and_parcels_are_found_by_scan(house: House, packer: Client) -> None:
    order = house.order(Want(house.lamp(), 2))
    pack = reverse("fulfilment:pack", args=[order.pk])
    for code in (order.number, order.number.lower(), f"{order.number}-1"):
        assert packer.get(reverse("fulfilment:find"), {"code": code})["Location"] == pack, code
    house.wave(order)
    assert packer.get(reverse("fulfilment:find"), {"code": "a"})["Location"] == pack
    assert packer.get(reverse("fulfilment:find"), {"code": "nonsense"})["Location"] == reverse("fulfilment:ready")


def test_bulk_prints_and_hands_over(house: House, packer: Client) -> None:
    lamp = house.lamp()
    parcels = [house.pack(house.order(Want(lamp, 1))) for _count in range(2)]
    ids = [str(parcel.pk) for parcel in parcels]
    printed = packer.post(reverse("fulfilment:parcels"), {"bulk": "print", "row": ids})
    assert printed["Location"].startswith(reverse("fulfilment:labels")), printed["Location"]
    packer.post(reverse("fulfilment:parcels"), {"bulk": "ship", "row": ids})
    assert set(Parcel.objects.values_list("state", flat=True)) == {"shipped"}


def test_labels_carry_address_number_and_barcode(house: House, packer: Client) -> None:
    parcel = house.pack(house.order(Want(house.lamp(), 1)))
    page = packer.get(reverse("fulfilment:labels") + f"?ids={parcel.pk}").content.decode()
    assert "陈小鱼" in page and "桂城街道灯湖路8号" in page
    assert f'aria-label="{parcel.number}"' in page
    assert "<b>陈小鱼</b>" in page
    assert page.count("13800138000") == 1


def test_slips_speak_the_buyers_language(house: House, packer: Client) -> None:
    parcel = house.pack(house.order(Want(house.lamp(), 1), language="zh-hans"))
    page = client_of(house.packer, "en").get(reverse("fulfilment:slips") + f"?ids={parcel.pk}").content.decode()
    assert 'lang="zh-hans"' in page


def test_a_parcel_is_unpacked_and_what_the_carrier_says_is_noted(house: House, packer: Client) -> None:
    lamp = house.lamp()
    parcel = house.pack(house.order(Want(lamp, 1)))
    packer.post(reverse("fulfilment:step", args=[parcel.pk, "unpack"]))
    parcel.refresh_from_db()
    assert parcel.state == "undone"
    left = house.ship(house.pack(house.order(Want(lamp, 1))))
    packer.post(reverse("fulfilment:step", args=[left.pk, "word"]), {"state": "delivered", "text": "Door"})
    left.refresh_from_db()
    assert left.state == "delivered"


def test_habits_and_connections_are_kept(house: House, packer: Client) -> None:
    here = reverse("fulfilment:settings")
    habits = {"weigh_tolerance_g": 50, "weigh_tolerance_percent": 3, "silent_after_days": 4, "totes_in_wave": 6}
    assert packer.post(here, {"which": "habits", **habits}).status_code == 303
    assert Habits.objects.get().totes_in_wave == 6
    service = {"name": "SF", "adapter": "bridge", "carrier": "sf", "address": "https://sf.example/api", "key": "s3cret"}
    assert packer.post(here, {"which": "service", "active": "on", **service}).status_code == 303
    row = Service.objects.get()
    assert "s3cret" not in row.sealed_key
    assert "s3cret" not in packer.get(here + f"?service={row.pk}").content.decode()
    packer.post(here, {"which": "service", "service": row.pk, "active": "on", **service, "key": "", "name": "SF 2"})
    again = Service.objects.get()
    assert (again.name, again.sealed_key) == ("SF 2", row.sealed_key)


CSV = "订单号,快递公司,运单号\n{one},顺丰,SF1316582044876\n{two},UPS,1Z5R89390357567128\nSO-1,顺丰,SF1316582044877\n"


def test_a_file_of_numbers_hands_over_what_it_can_and_names_the_rest(house: House, packer: Client) -> None:
    lamp = house.lamp()
    one, two = house.order(Want(lamp, 1)), house.order(Want(lamp, 1))
    house.pack(one)
    house.pack(two)
    text = CSV.format(one=one.number, two=two.number)
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415  only this test sends one

        file = SimpleUploadedFile("numbers.csv", text.encode(encoding))
        page = packer.post(reverse("fulfilment:numbers"), {"file": file, "ship": "on"}).content.decode()
        taken = (
            "1 taken, 0 known already, 2 not taken" if encoding == "utf-8" else "0 taken, 1 known already, 2 not taken"
        )
        assert taken in page, encoding
    assert "check digit" in page and "SO-1" in page
    assert list(Parcel.objects.order_by("pk").values_list("state", flat=True)) == ["shipped", "packed"]


def test_pasted_lines_without_a_heading_are_taken_in_their_order(house: House, packer: Client) -> None:
    parcel = house.pack(house.order(Want(house.lamp(), 1)))
    packer.post(reverse("fulfilment:numbers"), {"text": f"{parcel.number}\tSF1316582044876"})
    parcel.refresh_from_db()
    assert (parcel.state, parcel.tracking_number) == ("label_made", "SF1316582044876")


def test_the_home_of_the_warehouse_counts_down(house: House, packer: Client) -> None:
    house.order(Want(house.lamp(), 1))
    page = packer.get("/crew/seat/warehouse/").content.decode()
    assert "Sending today" in page
    assert "Next cut-off" in page
    assert actions.HabitsForm().totes_in_wave == Habits().totes_in_wave
    assert NOW.tzinfo is not None
