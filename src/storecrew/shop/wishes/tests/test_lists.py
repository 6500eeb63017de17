"""Wish lists: of a browser, of a customer, shown to others."""

from collections.abc import Callable

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import nobody, outsider
from storecrew.kernel.events.models import Event
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.customers import actions as customers
from storecrew.shop.wishes import actions, reads
from storecrew.shop.wishes.models import ListKey, StockAlert, Wish, WishList
from storecrew.shop.wishes.tests.conftest import NOW, Store, Wisher

type Enter = Callable[..., Wisher]


def test_a_guest_wishes_and_unwishes(wisher: Enter) -> None:
    guest = wisher()
    assert guest.wish("MUG").count == 1
    assert guest.wish("LAMP").count == 2
    assert guest.wish("MUG").count == 2
    assert guest.titles() == ["Thing LAMP", "Thing MUG"]
    assert guest.unwish("MUG").count == 1
    assert guest.unwish("MUG").count == 1
    assert guest.titles() == ["Thing LAMP"]
    assert Event.objects.filter(name="wishes.Wished").count() == 2


def test_the_table_knows_no_browsers_secret(wisher: Enter) -> None:
    guest = wisher()
    guest.wish("MUG")
    assert guest.token not in {ListKey.objects.get().key, WishList.objects.get().uid}
    assert wisher().titles() == []


def test_prices_then_and_now(store: Store, wisher: Enter) -> None:
    guest = wisher()
    guest.wish("MUG")
    guest.wish("GONE")
    store.price("MUG", 8_624)
    gone, mug = guest.look().items
    assert (mug.seen.minor, mug.price.minor, mug.cheaper, mug.had) == (9_800, 8_624, 12, "in_stock")  # type: ignore[union-attr]
    assert (gone.cheaper, gone.had) == (0, "sold_out")
    store.price("MUG", 10_780)
    assert guest.look().items[1].cheaper == -10
    assert guest.look(currency="USD").items[1].cheaper is None


def test_what_is_no_longer_sold_says_so_and_cannot_be_wished_for(store: Store, company: Company, wisher: Enter) -> None:
    guest = wisher()
    guest.wish("MUG")
    product = Variant.objects.get(pk=store.shop.variants["MUG"]).product_id
    catalogue.archive(company.web, catalogue.Archive(product_id=product), now=NOW)
    assert guest.look().items[0].had == "gone"
    with pytest.raises(Missing, match="not on sale"):
        wisher().wish("MUG")


def test_a_list_has_an_end(wisher: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storecrew.shop.wishes.actions.listing.MOST_WISHES", 1)
    guest = wisher()
    guest.wish("MUG")
    with pytest.raises(Refused, match="Take some off"):
        guest.wish("LAMP")


def test_who_holds_nothing_has_no_list(wisher: Enter) -> None:
    with pytest.raises(InvalidInput):
        wisher(token="").wish("MUG")
    with pytest.raises(Missing):
        wisher().unwish("MUG")


def test_signing_in_takes_the_list_along(wisher: Enter) -> None:
    guest = wisher()
    guest.wish("MUG")
    customer = wisher("lin@wan.example", token=guest.token)
    assert customer.titles() == ["Thing MUG"]  # shown before anything was written
    adopted = actions.adopt(customer.actor, actions.Adopt(token=guest.token), now=NOW)
    assert adopted.gained == 1
    assert WishList.objects.get().customer_id is not None
    assert guest.titles() == []  # signed out again, nobody else sees it
    assert actions.adopt(customer.actor, actions.Adopt(token=guest.token), now=NOW).gained == 0


def test_two_lists_become_one_with_the_price_seen_first(store: Store, wisher: Enter) -> None:
    guest = wisher()
    guest.wish("MUG")
    store.price("MUG", 9_000)
    customer = wisher("lin@wan.example", token=guest.token)
    other_browser = wisher("lin@wan.example")
    other_browser.wish("MUG", now=NOW.replace(hour=10))
    other_browser.wish("LAMP")
    customer.wish("GONE")  # any write takes the browser's list along
    assert sorted(customer.titles()) == ["Thing GONE", "Thing LAMP", "Thing MUG"]
    assert WishList.objects.count() == 1
    assert Wish.objects.get(variant=store.shop.variants["MUG"]).seen_minor == 9_800


def test_only_who_signed_in_takes_a_list_along(company: Company, wisher: Enter) -> None:
    with pytest.raises(Denied):
        actions.adopt(company.nobody, actions.Adopt(token=wisher().token))


def test_another_customer_of_the_same_browser_gets_nothing(wisher: Enter) -> None:
    first = wisher("lin@wan.example")
    first.wish("MUG")
    actions.adopt(first.actor, actions.Adopt(token=first.token), now=NOW)
    second = wisher("eve@wan.example", token=first.token)
    second.wish("LAMP")
    assert second.titles() == ["Thing LAMP"]
    assert first.titles() == ["Thing MUG"]


def test_a_shared_list_is_looked_at_by_whoever_has_its_link(store: Store, wisher: Enter) -> None:
    guest = wisher()
    guest.wish("MUG")
    link = actions.share(guest.actor, actions.Share(token=guest.token, on=True), now=NOW).link
    store.price("MUG", 8_000)
    query = reads.SharedQuery(link=link, language="zh-hans", currency="CNY")
    (mug,) = reads.shared(nobody(), query, now=NOW).items
    assert (mug.title, mug.seen, mug.cheaper) == ("Thing MUG", None, None)
    assert not reads.shared(nobody(), query, now=NOW).own
    actions.share(guest.actor, actions.Share(token=guest.token, on=False), now=NOW)
    with pytest.raises(Missing):
        reads.shared(nobody(), query, now=NOW)
    again = actions.share(guest.actor, actions.Share(token=guest.token, on=True), now=NOW).link
    assert again != link
    with pytest.raises(Missing):
        reads.shared(nobody(), query, now=NOW)


@pytest.mark.parametrize("link", ["x" * 40, "abc.def.ghi", "." * 20])
def test_a_forged_link_opens_nothing(store: Store, link: str) -> None:
    with pytest.raises(Missing):
        reads.shared(nobody(), reads.SharedQuery(link=link, language="en", currency="CNY"), now=NOW)
    with pytest.raises(Missing):
        actions.stop(nobody(), actions.Stop(link=link), now=NOW)


class TestPeople:
    """What belongs to a person goes with them, and goes when they go."""

    def test_records_that_merge_and_part_again(self, company: Company, wisher: Enter) -> None:
        kept, gone = wisher("lin@wan.example"), wisher("lin2@wan.example")
        kept.wish("MUG")
        gone.wish("MUG")
        gone.wish("LAMP")
        numbers = [int(one.actor.name.partition(":")[2]) for one in (kept, gone)]
        merged = customers.merge(company.service, customers.MergeTwo(kept_id=numbers[0], gone_id=numbers[1]), now=NOW)
        assert sorted(kept.titles()) == ["Thing LAMP", "Thing MUG"]
        customers.unmerge(company.service, customers.OneMerge(merge_id=merged.merge_id), now=NOW)
        assert kept.titles() == ["Thing MUG"]
        assert sorted(gone.titles()) == ["Thing LAMP", "Thing MUG"]

    def test_a_copy_and_the_end(self, store: Store, company: Company, wisher: Enter) -> None:
        lin = wisher("lin@wan.example")
        lin.wish("MUG")
        store.wait("GONE", "Lin@Wan.example")
        number = int(lin.actor.name.partition(":")[2])
        from storecrew.shop.customers.privacy import parts  # noqa: PLC0415  read after the rooms registered

        (part,) = [one for one in parts() if one.name == "wishes"]
        copy = part.export([number])
        assert copy["wishes"][0]["sku"] == "MUG"
        assert copy["waits_for"][0]["email"] == "lin@wan.example"
        customers.forget(company.director, customers.Forget(customer_id=number), now=NOW)
        assert not Wish.objects.exists()
        assert StockAlert.objects.get().email == ""
        assert StockAlert.objects.get().state == "stopped"

    def test_letters_about_prices_are_for_customers(self, wisher: Enter) -> None:
        guest = wisher()
        guest.wish("MUG")
        with pytest.raises(Refused, match="Sign in first"):
            actions.tell_drops(guest.actor, actions.TellDrops(token=guest.token, on=True), now=NOW)
        assert not guest.look().can_tell
        assert reads.count(outsider("customer:99"), "") == 0
