"""A drop shipment from link to tracking number, on a telephone; and nothing of anybody else's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storecrew.fronts.portal.tests.holding import Holder, let_in
from storecrew.kernel.audit.models import Entry
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.models import Answer, DropShipment, Kind
from storecrew.shop.dropships.tests.conftest import NOW, Source, Trade, lasting_asked, lasting_trade, one, trade, two
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.orders.tests.making import Want

__all__ = ["lasting_asked", "lasting_trade", "one", "trade", "two"]
pytestmark = pytest.mark.django_db
SF = "SF1316582044876"


@dataclass
class Packer:
    """Somebody in a supplier's warehouse."""

    trade: Trade
    source: Source
    holder: Holder

    @property
    def token(self) -> str:
        return self.holder.token

    @property
    def client(self) -> Client:
        return self.holder.client

    def get(self, path: str = "") -> Any:
        return self.holder.get(path)

    def page(self, path: str = "") -> str:
        return self.holder.page(path)

    def say(self, row: DropShipment, do: str, **data: Any) -> Any:
        return self.holder.say(f"parcels/{row.pk}/", do=do, **data)


def _packer(trade: Trade, source: Source) -> Packer:
    return Packer(trade, source, let_in(trade.crew, source.supplier_id))


@pytest.fixture
def packer(trade: Trade) -> Iterator[Packer]:
    cache.clear()
    yield _packer(trade, trade.near)
    cache.clear()


def test_from_link_to_tracking_number(packer: Packer, two: DropShipment) -> None:
    assert two.number in packer.page()
    shown = packer.page(f"parcels/{two.pk}/")
    assert all(line in shown for line in reads.address_lines(reads.slips_of([two.pk])[two.pk], "zh-hans"))
    assert packer.say(two, "accept", ships_on=timezone.now().date().isoformat()).status_code == 303
    assert packer.say(two, "pack").status_code == 303
    answer = packer.say(two, "ship", tracking_number=f" {SF.lower()} ")
    assert answer.headers["Location"].endswith("?said=shipped")
    two = packer.trade.fresh(two)
    assert two.state == "shipped"
    parcel = Parcel.objects.get()
    assert (parcel.carrier, parcel.tracking_number) == ("sf", SF)
    assert SF in packer.page(f"parcels/{two.pk}/")
    assert [said.kind for said in Answer.objects.filter(dropship=two).exclude(kind=Kind.SENT).order_by("pk")] == [
        "acknowledged",
        "packed",
        "shipped",
    ]
    assert {said.means for said in Answer.objects.exclude(kind=Kind.SENT)} == {"portal"}
    entry = Entry.objects.get(action="dropships.ship")
    assert entry.actor == f"supplier:{packer.source.supplier_id}"
    assert (entry.surface, entry.address, entry.key[:7]) == ("portal", "127.0.0.1", "portal:")


def test_prices_of_buyers_are_nowhere(packer: Packer, one: DropShipment) -> None:
    for path in ("", "parcels/", f"parcels/{one.pk}/", f"parcels/{one.pk}/slip/", "parcels/many/"):
        page = packer.page(path)
        assert "¥" not in page, path
        assert "@" not in re.sub(r"@media|mailto:\S+|>\S+@\S+</a>", "", page), path


def test_another_suppliers_are_not_there(packer: Packer, one: DropShipment) -> None:
    other = _packer(packer.trade, packer.trade.far)
    assert one.number not in other.page() + other.page("parcels/") + other.page("parcels/?show=done")
    for path in (f"parcels/{one.pk}/", f"parcels/{one.pk}/slip/", "parcels/999999/"):
        assert other.get(path).status_code == 404
    answer = other.client.post(f"/portal/{other.token}/parcels/{one.pk}/", {"do": "ship", "tracking_number": SF})
    assert answer.status_code == 404
    pasted = {"way": "paste", "do": "check", "pasted": f"{one.number}\t{SF}"}
    shown = other.client.post(f"/portal/{other.token}/parcels/many/", pasted).content.decode()
    assert 'value="say"' not in shown
    other.client.post(f"/portal/{other.token}/parcels/many/", {"do": "say", "dropship": one.pk, f"t.{one.pk}": SF})
    assert packer.trade.fresh(one).state == "sent"


def test_what_was_not_sent_to_them_yet_is_not_theirs_to_see(packer: Packer) -> None:
    order = packer.trade.order()
    packer.trade.plan(order)
    row = DropShipment.objects.latest("pk")
    assert row.sent_at is None
    assert packer.get(f"parcels/{row.pk}/").status_code == 404
    assert row.number not in packer.page("parcels/")


def test_a_part_goes_in_several_parcels(packer: Packer) -> None:
    row = packer.trade.asked(Want(packer.trade.lamp, quantity=3))
    line = reads.find(row.pk, NOW).lines[0].line_id  # type: ignore[union-attr]
    packer.say(row, "ship", tracking_number=SF, **{f"q.{line}": "1"})
    assert packer.trade.fresh(row).state == "part_shipped"
    packer.say(row, "ship", tracking_number="YT8889990001112", carrier="yto", sure="1")
    assert packer.trade.fresh(row).state == "shipped"
    assert Parcel.objects.count() == 2


def test_a_part_is_refused_with_its_reason_and_all_can_be(packer: Packer) -> None:
    row = packer.trade.asked(Want(packer.trade.lamp, quantity=3))
    line = reads.find(row.pk, NOW).lines[0].line_id  # type: ignore[union-attr]
    packer.say(row, "refuse", reason="out_of_stock", which="some", note="只剩两台", **{f"r.{line}": "1"})
    view = reads.find(row.pk, NOW)
    assert view is not None
    assert (view.lines[0].refused, view.lines[0].open) == (1, 2)
    assert "只剩两台" in packer.page(f"parcels/{row.pk}/")
    assert packer.say(row, "refuse", reason="out_of_stock", which="some").status_code == 422
    packer.say(row, "refuse", reason="discontinued", which="all")
    assert packer.trade.fresh(row).state == "refused"
    assert "address" not in re.findall(r'class="([^"]+)"', packer.page(f"parcels/{row.pk}/"))
    assert packer.get(f"parcels/{row.pk}/slip/").status_code == 404


def test_only_a_part_is_confirmed(packer: Packer) -> None:
    row = packer.trade.asked(Want(packer.trade.lamp, quantity=3))
    line = reads.find(row.pk, NOW).lines[0].line_id  # type: ignore[union-attr]
    answer = packer.say(row, "accept", other="", ships_on="", **{f"q.{line}": "2"})
    assert answer.status_code == 303
    view = reads.find(row.pk, NOW)
    assert view is not None
    assert view.lines[0].confirmed == 2
    assert packer.say(row, "accept", other="2020-01-01").status_code == 422
    assert packer.say(row, "accept", other="31.12.").status_code == 422
    assert packer.say(row, "accept", **{f"q.{line}": "viele"}).status_code == 422


def test_pressed_twice_it_is_one_parcel_and_says_the_same(packer: Packer, one: DropShipment) -> None:
    first = packer.say(one, "ship", once="abc", tracking_number=SF)
    again = packer.say(one, "ship", once="abc", tracking_number=SF)
    assert first.headers["Location"] == again.headers["Location"]
    assert Parcel.objects.count() == 1


def test_an_old_page_does_nothing_and_keeps_what_was_typed(packer: Packer, one: DropShipment) -> None:
    old = packer.trade.fresh(one).version
    packer.say(one, "accept")
    sent = {"do": "ship", "tracking_number": SF, "version": old, "once": "old"}
    answer = packer.client.post(f"/portal/{packer.token}/parcels/{one.pk}/", sent)
    assert answer.status_code == 409
    assert SF in answer.content.decode()
    assert not Parcel.objects.exists()


def test_an_odd_number_is_asked_about_and_taken_when_it_is_sure(packer: Packer, one: DropShipment) -> None:
    assert packer.say(one, "ship", tracking_number="").status_code == 422
    answer = packer.say(one, "ship", tracking_number="自己送", carrier="sf")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'name="sure"' in page
    assert "自己送" in page
    packer.say(one, "ship", tracking_number="自己送", carrier="sf", sure="1")
    assert packer.trade.fresh(one).state == "shipped"


def test_asked_to_stop_they_say_that_they_did_or_that_it_left(packer: Packer) -> None:
    trade = packer.trade
    one, two = trade.asked(), trade.asked(Want(trade.cup))
    for row in (one, two):
        actions.cancel(trade.crew, actions.Cancel(dropship_id=row.pk, reason="客人不要了"), now=NOW)
    assert 'value="stop"' in packer.page(f"parcels/{one.pk}/")
    assert one.number in packer.page()
    packer.say(one, "stop")
    assert trade.fresh(one).cancel_agreed_at is not None
    packer.say(two, "ship", tracking_number=SF)
    assert trade.fresh(two).state == "shipped"
    assert Parcel.objects.get().tracking_number == SF


def test_many_numbers_are_pasted_looked_at_and_told(packer: Packer) -> None:
    trade = packer.trade
    rows = [trade.asked() for _n in range(3)]
    text = "\n".join(
        [
            "单号\t电话\t快递\t运单号",
            f"{rows[0].number}\t13800138000\t顺丰速运\t{SF}",
            f"{rows[1].number}\t13800138001\t\tJDVB12345678901",
            "别的\t\t\tSF00012345",
            rows[2].number,
        ]
    )
    shown = packer.client.post(
        f"/portal/{packer.token}/parcels/many/", {"way": "paste", "do": "check", "pasted": text, "once": "m1"}
    )
    page = shown.content.decode()
    assert shown.status_code == 200
    ids = re.findall(r'name="dropship" value="(\d+)"', page)
    assert ids == [str(rows[0].pk), str(rows[1].pk)]
    assert "SF000" in page
    data: dict[str, Any] = {"do": "say", "once": "m1", "dropship": ids}
    for pk in ids:
        data[f"t.{pk}"] = re.search(rf'name="t\.{pk}" value="([^"]+)"', page)[1]  # type: ignore[index]
        data[f"c.{pk}"] = "sf" if pk == ids[0] else "jd"
        data[f"s.{pk}"] = "1"
    answer = packer.client.post(f"/portal/{packer.token}/parcels/many/", data)
    assert answer.headers["Location"].endswith("parcels/?said=many")
    again = packer.client.post(f"/portal/{packer.token}/parcels/many/", data)
    assert again.status_code == 303
    assert Parcel.objects.count() == 2
    assert [trade.fresh(row).state for row in rows] == ["shipped", "shipped", "sent"]


def test_of_many_a_wrong_one_holds_no_other_back(packer: Packer) -> None:
    rows = [packer.trade.asked() for _n in range(2)]
    empty = packer.client.post(f"/portal/{packer.token}/parcels/many/", {"way": "type", "do": "check"})
    assert empty.status_code == 422
    data: dict[str, Any] = {"do": "say", "once": "m2", "dropship": [row.pk for row in rows]}
    data |= {f"t.{rows[0].pk}": SF, f"c.{rows[0].pk}": "sf", f"t.{rows[1].pk}": "??", f"c.{rows[1].pk}": "sf"}
    answer = packer.client.post(f"/portal/{packer.token}/parcels/many/", data)
    assert answer.status_code == 422
    assert rows[1].number in answer.content.decode()
    assert rows[0].number not in answer.content.decode()
    assert [packer.trade.fresh(row).state for row in rows] == ["shipped", "sent"]


def test_pages_of_parcels_open_in_both_languages_with_few_questions(
    packer: Packer, django_assert_max_num_queries: Any
) -> None:
    rows = [packer.trade.asked() for _n in range(3)]
    packer.say(rows[0], "ship", tracking_number=SF)
    below = [f"{row.pk}/" for row in rows[:2]]
    for language in ("zh-hans", "en"):
        packer.holder.post("speak/", language=language)
        for path in (
            "",
            "parcels/",
            *(f"parcels/{rest}" for rest in ("?show=done", "many/", *below, f"{below[1]}slip/")),
        ):
            with django_assert_max_num_queries(45):
                assert packer.get(path).status_code == 200, path
