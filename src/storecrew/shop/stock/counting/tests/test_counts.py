"""Counting while orders flow: blind, again where it differs, booked as a difference."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.conftest import NOW, Shop, want
from storecrew.shop.stock.counting import actions
from storecrew.shop.stock.counting.models import CountLine
from storecrew.shop.stock.counting.planning import classes
from storecrew.shop.stock.models import Level
from storecrew.shop.stock.types import Leaving

LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def lasting_mug(lasting_shop: Shop) -> int:
    number = lasting_shop.variant("MUG")
    lasting_shop.receive(number, 10, cost=500)
    return number


@pytest.fixture
def mug(lasting_mug: int, shop: Shop) -> int:
    return lasting_mug


def planned(shop, *variants: int) -> int:
    form = actions.PlanCount(warehouse_id=shop.main, variant_ids=variants or None)
    return actions.plan(shop.keeper, form, now=NOW).count_id


def begin(shop, line: CountLine) -> None:
    actions.start(shop.keeper, actions.OneLine(line_id=line.pk), now=NOW)


def say(shop, line: CountLine, pieces: int, *, fresh: bool = True) -> str:
    if fresh:
        begin(shop, line)
    return actions.say(shop.keeper, actions.SayCount(line_id=line.pk, pieces=pieces), now=NOW).state


def book(shop, count: int) -> actions.CountId:
    return actions.book(shop.keeper, actions.OneCount(count_id=count), now=NOW)


def sell(shop, mug: int, pieces: int) -> None:
    line = Leaving(variant_id=mug, quantity=pieces, warehouse_id=shop.main)
    stock.dispatch(shop.keeper, stock.Dispatch(owner="order:1", document="parcel:1", lines=(line,)), now=NOW)


def on_hand(mug: int) -> int:
    return Level.objects.get(item_id=mug).on_hand


def test_what_agrees_is_counted_once(shop, mug, agreed) -> None:
    count = planned(shop, mug)
    assert say(shop, CountLine.objects.get(), 10) == "agreed"
    assert book(shop, count).state == "done"
    assert on_hand(mug) == 10
    agreed()


def test_a_difference_is_counted_again_and_booked_when_it_is_the_same(shop, mug, agreed) -> None:
    count = planned(shop, mug)
    line = CountLine.objects.get()
    assert say(shop, line, 8) == "again"
    assert say(shop, line, 9) == "again"
    assert say(shop, line, 9) == "agreed"
    assert on_hand(mug) == 10
    book(shop, count)
    assert on_hand(mug) == 9
    agreed()


def test_a_slip_of_the_finger_is_found_by_the_second_count(shop, mug, agreed) -> None:
    count = planned(shop, mug)
    line = CountLine.objects.get()
    assert say(shop, line, 100) == "again"
    assert say(shop, line, 10) == "agreed"
    book(shop, count)
    assert on_hand(mug) == 10
    agreed()


@pytest.mark.parametrize("seen", [10, 8, 7])
def test_what_left_while_it_was_counted_is_no_difference(shop, mug, agreed, seen) -> None:
    planned(shop, mug)
    line = CountLine.objects.get()
    begin(shop, line)
    sell(shop, mug, 3)
    assert say(shop, line, seen, fresh=False) == "agreed"
    assert CountLine.objects.get().difference == 0


def test_the_difference_is_booked_and_not_the_number(shop, mug, agreed) -> None:
    count = planned(shop, mug)
    line = CountLine.objects.get()
    say(shop, line, 8)
    say(shop, line, 8)
    sell(shop, mug, 5)
    book(shop, count)
    assert on_hand(mug) == 3
    agreed()


def test_promised_pieces_lie_on_the_shelf_and_are_counted(shop, mug, agreed) -> None:
    shop.reserve("order:1", want(mug, 4))
    planned(shop, mug)
    assert say(shop, CountLine.objects.get(), 10) == "agreed"


def test_what_is_counted_is_not_counted_again(shop, mug) -> None:
    count = planned(shop, mug)
    line = CountLine.objects.get()
    say(shop, line, 10)
    with pytest.raises(Refused):
        say(shop, line, 10)
    book(shop, count)
    with pytest.raises(Refused):
        book(shop, count)


def test_classes_follow_the_money_that_went_out(shop, mug, agreed) -> None:
    dear, middle, cheap, still = (shop.variant(sku) for sku in ("DEAR", "MIDDLE", "CHEAP", "STILL"))
    for variant, cost in ((dear, 10_000), (middle, 1_500), (cheap, 100), (still, 100)):
        shop.receive(variant, 5, cost=cost)
    for variant in (dear, middle, cheap):
        sell(shop, variant, 1)
    assert classes(LATER) == {dear: "A", middle: "B", cheap: "C", still: "C", mug: "C"}
    assert actions.classify(shop.keeper, actions.Classify(), now=LATER).changed == 5
    assert actions.classify(shop.keeper, actions.Classify(), now=LATER).changed == 0


def test_what_was_counted_lately_is_not_due(shop, mug) -> None:
    actions.classify(shop.keeper, actions.Classify(), now=NOW)
    count = planned(shop)
    with pytest.raises(Refused):  # it is in an open count
        planned(shop)
    say(shop, CountLine.objects.get(), 10)
    book(shop, count)
    with pytest.raises(Refused):
        actions.plan(shop.keeper, actions.PlanCount(warehouse_id=shop.main), now=NOW + timedelta(days=364))
    actions.plan(shop.keeper, actions.PlanCount(warehouse_id=shop.main), now=NOW + timedelta(days=366))


def test_only_the_warehouse_counts(shop, mug, company) -> None:
    with pytest.raises(Denied):
        actions.plan(company.marketing, actions.PlanCount(warehouse_id=shop.main))


def test_a_count_is_walked_on_the_pages(shop, mug, signed_in, company, agreed) -> None:
    lamp = shop.variant("LAMP")
    shop.receive(lamp, 4)
    client = signed_in(company.warehouse, language="en")
    index = reverse("stock_counting:counts")
    answer = client.post(index, {"warehouse_id": shop.main, "classes": "ABC", "at_most": 10})
    there = answer["Location"]
    answer = client.post(f"{there}begin/")
    first = client.get(answer["Location"])
    assert first.status_code == 200
    shown = first.content.decode().split("stock-count__where")[1].split("</form>")[0]
    assert not re.search(r"\b10\b", shown)  # blind
    answer = client.post(answer["Location"], {"pieces": 10})
    answer = client.post(answer["Location"], {"pieces": 3})
    answer = client.post(answer["Location"], {"pieces": 3})
    assert client.get(there).status_code == 200
    client.post(f"{there}booking/")
    assert (on_hand(mug), on_hand(lamp)) == (10, 3)
    agreed()


def test_a_scanned_code_leads_to_its_line(shop, mug, signed_in, company) -> None:
    count = planned(shop, mug)
    client = signed_in(company.warehouse)
    url = reverse("stock_counting:begin", args=[count])
    assert client.post(url, {"code": "mug"})["Location"] == reverse(
        "stock_counting:line", args=[count, CountLine.objects.get().pk]
    )
    assert client.post(url, {"code": "nothing"})["Location"] == reverse("stock_counting:count", args=[count])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_open_in_both_languages(shop, mug, signed_in, company, language) -> None:
    count = planned(shop, mug)
    line = CountLine.objects.get()
    client = signed_in(company.warehouse, language=language)
    for url in (
        reverse("stock_counting:counts"),
        f"{reverse('stock_counting:counts')}?done=1",
        reverse("stock_counting:count", args=[count]),
        reverse("stock_counting:line", args=[count, line.pk]),
        reverse("stock_counting:file"),
        reverse("stock_counting:export"),
    ):
        assert client.get(url).status_code == 200, url
    assert signed_in(company.stranger).get(reverse("stock_counting:counts")).status_code == 403
