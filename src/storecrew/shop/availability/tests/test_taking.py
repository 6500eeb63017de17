"""What suppliers say is taken in: once, in whatever order it comes, and written through to stock."""

import time
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing
from storecrew.shop.availability import actions
from storecrew.shop.availability.models import Call, Heard, Said, Stream
from storecrew.shop.availability.rule import Reason, State
from storecrew.shop.availability.tests.conftest import DAY, HOUR, NOW
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.stock.models import Move
from storecrew.shop.supply.models import Offer, Supplier


def test_what_is_said_is_on_hand_and_may_be_sold(telling, agreed) -> None:
    taken = telling.say({"MUG": 20, "LAMP-OAT": 0, "LAMP-INK": None})
    assert taken == actions.TakenSaid(new=3, sellable=1)
    level, source = telling.level("MUG"), telling.source("MUG", NOW)
    assert level.on_hand == 20
    assert level.available == source.sellable == telling.said("MUG").sellable > 0
    assert (source.said, source.state) == (20, State.IN_STOCK)
    assert telling.source("LAMP-OAT", NOW).reason is Reason.NONE_THERE
    assert telling.source("LAMP-INK", NOW).reason is Reason.NOT_LISTED
    assert [(row.quantity, row.was, row.row) for row in Heard.objects.all()] == [
        (20, None, 2),
        (0, None, 3),
        (None, None, 4),
    ]
    agreed()


def test_the_same_again_changes_nothing(telling, agreed) -> None:
    telling.say({"MUG": 20})
    before = (Said.objects.values().get(), Heard.objects.count(), Move.objects.count())
    assert telling.say({"MUG": 20}, now=NOW + HOUR) == actions.TakenSaid(same=1)
    assert (Said.objects.values().get(), Heard.objects.count(), Move.objects.count()) == before
    agreed()


def test_the_same_later_is_seen_again_and_no_history(telling, agreed) -> None:
    telling.say({"MUG": 20})
    assert telling.say({"MUG": 20}, at=NOW + HOUR).same == 1
    said = telling.said("MUG")
    assert (said.observed_at, said.value_since, Heard.objects.count()) == (NOW + HOUR, NOW, 1)
    agreed(NOW + HOUR)


def test_what_comes_late_never_overwrites(telling, agreed) -> None:
    telling.say({"MUG": 20}, at=NOW)
    assert telling.say({"MUG": 3}, at=NOW - HOUR, now=NOW) == actions.TakenSaid(older=1)
    assert telling.say({"MUG": 3}, at=NOW - HOUR, now=NOW, stream="person:5").older == 1
    assert telling.said("MUG").quantity == 20
    agreed()


def test_of_two_about_the_same_moment_the_smaller_number_counts(telling) -> None:
    telling.say({"MUG": 20})
    assert telling.say({"MUG": 22}).older == 1
    assert telling.say({"MUG": 19}).changed == 1
    assert telling.said("MUG").quantity == 19


def test_a_confirmed_stream_is_seen_again_without_a_row_being_written(telling, agreed) -> None:
    telling.say({"MUG": 20, "LAMP-OAT": 4})
    rows = list(Said.objects.order_by("pk").values())
    telling.confirm(at=NOW + DAY)
    assert list(Said.objects.order_by("pk").values()) == rows
    assert telling.source("MUG", NOW + DAY).worked_days == 0
    assert telling.source("MUG", NOW + DAY).seen_at == NOW + DAY
    assert telling.say({"MUG": 1}, at=NOW + HOUR, now=NOW + DAY).older == 1
    assert Call.objects.filter(confirmed=True).count() == 1
    agreed(NOW + DAY)


def test_what_a_person_said_gives_way_to_a_stream_that_still_says_otherwise_a_day_later(telling, agreed) -> None:
    telling.say({"MUG": 20, "LAMP-OAT": 5})
    telling.say({"MUG": 2}, at=NOW + HOUR, stream="person:5")
    telling.confirm(at=NOW + 2 * HOUR)
    assert telling.said("MUG").quantity == 2
    telling.confirm(at=NOW + 2 * DAY)
    said = telling.said("MUG")
    assert (said.quantity, said.stream.name, said.observed_at) == (20, "feed:7", NOW + 2 * DAY)
    assert telling.level("MUG").on_hand == 20
    agreed(NOW + 2 * DAY)


def test_an_older_confirmation_turns_nothing_back(telling) -> None:
    telling.say({"MUG": 20})
    telling.confirm(at=NOW + DAY)
    assert telling.confirm(at=NOW + HOUR, now=NOW + DAY).confirmed_at == NOW + DAY
    assert telling.confirm(at=NOW + DAY).confirmed_at == NOW + DAY
    assert Call.objects.filter(confirmed=True).count() == 1


def test_what_left_for_us_since_it_was_seen_is_taken_off_and_the_next_word_has_it_in(telling, agreed) -> None:
    telling.say({"MUG": 20})
    telling.sell("MUG", 2, "order:1", now=NOW + HOUR, send=True)
    assert telling.level("MUG").on_hand == 18
    agreed(NOW + HOUR)
    telling.say({"MUG": 20}, at=NOW + 2 * HOUR)
    assert telling.level("MUG").on_hand == 20
    telling.say({"MUG": 17}, at=NOW + DAY)
    assert telling.level("MUG").on_hand == 17
    assert telling.said("MUG").out == 1  # of three that are gone, two were ours
    agreed(NOW + DAY)


def test_fewer_than_are_promised_is_recorded_and_no_more_is_sold(telling, agreed) -> None:
    telling.say({"MUG": 20})
    telling.sell("MUG", 6, "order:1", now=NOW)
    telling.say({"MUG": 2}, at=NOW + HOUR)
    level = telling.level("MUG")
    assert (level.on_hand, level.committed, level.owes, level.room) == (2, 6, 4, 0)
    agreed(NOW + HOUR)


def test_offers_of_others_are_counted_as_unknown(telling) -> None:
    other = telling.buying.supplier("YW-MUGS")
    site = telling.buying.site(other, "YW1")
    assert telling.say({"MUG": 5}, site_id=site.site_id).unknown == 1
    assert not Said.objects.exists()


def test_an_offer_that_ends_is_sold_no_more(telling, agreed) -> None:
    from storecrew.kernel.events.drain import drain  # noqa: PLC0415  only here
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415  only here

    telling.say({"MUG": 20})
    supply.end_offers(telling.teller, supply.SomeOffers(offer_ids=(telling.offers["MUG"],)), now=NOW + HOUR)
    drain(NOW + HOUR)
    telling.age(NOW + HOUR)
    assert telling.level("MUG").room == 0
    assert telling.source("MUG", NOW + HOUR).reason is Reason.NOT_OFFERED
    agreed(NOW + HOUR)


def test_the_future_and_sites_that_are_not_there_are_refused(telling) -> None:
    with pytest.raises(InvalidInput):
        telling.say({"MUG": 1}, at=NOW + HOUR, now=NOW)
    with pytest.raises(InvalidInput):
        telling.confirm(at=NOW + HOUR, now=NOW)
    with pytest.raises(Missing):
        telling.say({"MUG": 1}, site_id=999)
    assert not Stream.objects.exists()


def test_only_warehouse_and_director_may_tell(telling, company) -> None:
    form = actions.TakeSaid(stream="person:1", site_id=telling.site_id, observed_at=NOW, rows=())
    with pytest.raises(Denied):
        actions.take_said(company.marketing, form, now=NOW)
    confirm = actions.ConfirmStream(stream="person:1", site_id=telling.site_id, observed_at=NOW)
    with pytest.raises(Denied):
        actions.confirm_stream(company.stranger, confirm, now=NOW)


def test_three_rows_cost_as_many_statements_as_one(telling) -> None:
    def spent(quantities: dict[str, int | None], at: datetime) -> int:
        with CaptureQueriesContext(connection) as seen:
            telling.say(quantities, at=at)
        return len(seen)

    telling.say({"MUG": 20, "LAMP-OAT": 9, "LAMP-INK": 9})
    one = spent({"MUG": 19}, NOW + HOUR)
    assert spent({"MUG": 18, "LAMP-OAT": 8, "LAMP-INK": 8}, NOW + 2 * HOUR) <= one
    assert one < 60


def test_five_thousand_rows_cost_as_many_statements_as_one_and_hold_the_lock_shortly(telling, agreed) -> None:
    offers = many_offers(telling, 5_000)

    def said(some: list[int], quantity: int, at: datetime) -> tuple[int, float]:
        rows = tuple((pk, quantity, line) for line, pk in enumerate(some, 2))
        form = actions.TakeSaid(stream="feed:7", site_id=telling.site_id, observed_at=at, rows=rows)
        with CaptureQueriesContext(connection) as seen:
            started = time.perf_counter()
            actions.take_said(telling.teller, form, now=at)
            took = time.perf_counter() - started
        return len(seen), took

    first, _took = said(offers, 40, NOW)
    one, _took = said(offers[:1], 39, NOW + HOUR)
    many, took = said(offers, 38, NOW + 2 * HOUR)
    print(f"5,000 changed words: {took * 1000:.0f} ms in {many} statements; the first time {first} statements")
    assert max(many, first) <= one + 6
    assert took < 5  # a loop over the rows takes far longer; benchmarks/words.py has the figure
    assert Heard.objects.count() == 10_001
    agreed(NOW + 2 * HOUR)


def many_offers(telling, count: int) -> list[int]:
    supplier, now = Supplier.objects.get(pk=telling.buying.supplier_id), NOW
    product = Variant.objects.get(pk=telling.buying.goods["MUG"]).product
    variants = Variant.objects.bulk_create(
        Variant(product=product, sku=f"V{n}", position=n + 5, signature=f"v{n}") for n in range(count)
    )
    rows = Offer.objects.bulk_create(
        Offer(supplier=supplier, variant=variant, sku=f"S{n}", currency="CNY", added_at=now, changed_at=now)
        for n, variant in enumerate(variants)
    )
    return [row.pk for row in rows]
