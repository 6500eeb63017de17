"""What suppliers say lies with them is promised like any other stock, and belongs to nobody's books but theirs."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.events.models import Event
from storecrew.shop.catalogue.models import Product, Variant
from storecrew.shop.stock import actions, reads
from storecrew.shop.stock.conftest import NOW, want
from storecrew.shop.stock.models import Item, Layer, Move
from storecrew.shop.stock.queue import owed
from storecrew.shop.stock.types import Leaving, SoldOut


@pytest.fixture
def site(shop) -> int:
    form = actions.WarehouseForm(code="YW", name="义乌", kind="supplier")
    return actions.open_warehouse(shop.keeper, form).warehouse_id


def say(shop, *rows, now=NOW) -> actions.ReportTaken:
    return actions.report(shop.keeper, actions.Report(document="feed:7", rows=rows), now=now)


def test_what_is_reported_is_on_hand_and_what_is_kept_back_is_not_sold(shop, site, agreed) -> None:
    mug = shop.variant("MUG")
    assert say(shop, (site, mug, 10, 4)) == actions.ReportTaken(levels=1, moved=1, left_out=0)
    level = shop.level(mug, site)
    assert (level.on_hand, level.safety, level.available) == (10, 4, 6)
    assert shop.availability(mug).sellable == 6
    assert not Layer.objects.exists()
    agreed()


def test_the_same_again_changes_nothing(shop, site) -> None:
    mug = shop.variant("MUG")
    say(shop, (site, mug, 10, 4))
    assert say(shop, (site, mug, 10, 4)) == actions.ReportTaken(levels=0, moved=0, left_out=0)
    assert Move.objects.count() == 1


def test_only_caution_moves_no_piece(shop, site, agreed) -> None:
    mug = shop.variant("MUG")
    say(shop, (site, mug, 10, 4))
    assert say(shop, (site, mug, 10, 9)) == actions.ReportTaken(levels=1, moved=0, left_out=0)
    assert shop.availability(mug).sellable == 1
    agreed()


def test_fewer_than_are_promised_is_a_fact_and_nothing_more_is_sold(shop, site, agreed, company) -> None:
    mug = shop.variant("MUG")
    say(shop, (site, mug, 5, 0))
    shop.reserve("order:1", want(mug, 4))
    say(shop, (site, mug, 1, 0))
    level = shop.level(mug, site)
    assert (level.on_hand, level.committed, level.short, level.owes) == (1, 4, 3, 3)
    with pytest.raises(SoldOut):
        shop.reserve("order:2", want(mug))
    assert [item.key for item in owed(company.warehouse, NOW)] == [f"stock.owed:{level.pk}"]
    agreed()


def test_caution_after_a_promise_owes_nobody(shop, site, agreed, company) -> None:
    mug = shop.variant("MUG")
    say(shop, (site, mug, 5, 0))
    shop.reserve("order:1", want(mug, 4))
    say(shop, (site, mug, 5, 5))
    level = shop.level(mug, site)
    assert (level.available, level.short, level.owes) == (-4, 4, 0)
    assert not list(owed(company.warehouse, NOW))
    shop.release("order:1")
    assert shop.availability(mug).sellable == 0
    agreed()


def test_what_nobody_counted_is_counted_from_now_on(shop, site, agreed, company) -> None:
    shop.variant("MUG")
    lamp = Variant.objects.get(sku="MUG").product
    row = Variant.objects.create(product=lamp, sku="NEW", position=9, signature="new")
    say(shop, (site, row.pk, 3, 1))
    assert Item.objects.get(pk=row.pk).tracked
    assert shop.availability(row.pk).sellable == 2
    assert not Event.objects.filter(name="stock.AvailabilityChanged", subject=f"variant:{row.pk}").exists()
    agreed()


def test_bundles_and_warehouses_of_ones_own_are_left_out(shop, site, agreed) -> None:
    mug, box = shop.variant("MUG"), shop.variant("BOX")
    actions.set_bundle(shop.keeper, actions.Bundle(variant_id=box, parts=(actions.Part(variant_id=mug),)))
    assert say(shop, (shop.main, mug, 9, 0), (site, box, 9, 0), (site, mug, 2, 0)).left_out == 2
    assert shop.level(mug).on_hand == 0
    assert shop.availability(box).sellable == 2
    agreed()


def test_it_tells_when_something_can_be_bought_again_or_no_more(shop, site) -> None:
    mug, box = shop.variant("MUG"), shop.variant("BOX")
    actions.set_bundle(shop.keeper, actions.Bundle(variant_id=box, parts=(actions.Part(variant_id=mug),)))
    Event.objects.filter(pk__gt=0)._raw_delete("default")
    say(shop, (site, mug, 5, 0))
    say(shop, (site, mug, 5, 2))
    say(shop, (site, mug, 5, 5))
    told = Event.objects.filter(name="stock.AvailabilityChanged").order_by("pk").values_list("subject", "payload")
    assert [(subject, payload["sellable"]) for subject, payload in told] == [
        (f"variant:{mug}", 5),
        (f"variant:{box}", 5),
        (f"variant:{mug}", 0),
        (f"variant:{box}", 0),
    ]


def test_what_leaves_from_there_costs_nobody_knows_what(shop, site, agreed) -> None:
    mug = shop.variant("MUG")
    say(shop, (site, mug, 5, 0))
    shop.reserve("order:1", want(mug, 2, "line:1"))
    line = Leaving(variant_id=mug, quantity=2, warehouse_id=site, line="line:1")
    gone = actions.dispatch(shop.keeper, actions.Dispatch(owner="order:1", document="parcel:1", lines=(line,)), now=NOW)
    assert gone.costs[0].cost is None
    assert [(one.change, one.sold) for one in reads.passages([site], [mug], NOW - timedelta(days=1))] == [(-2, True)]
    agreed()


def test_whoever_keeps_no_warehouse_may_not(shop, site, company) -> None:
    mug = shop.variant("MUG")
    with pytest.raises(Denied):
        actions.report(company.marketing, actions.Report(rows=((site, mug, 1, 0),)), now=NOW)


def test_a_thousand_levels_cost_as_many_statements_as_one(shop, site, agreed) -> None:
    product = Product.objects.get(pk=Variant.objects.get(pk=shop.variant("MUG")).product_id)
    Variant.objects.bulk_create(
        Variant(product=product, sku=f"V{n}", position=n + 5, signature=f"v{n}") for n in range(1000)
    )
    ids = list(Variant.objects.filter(sku__startswith="V").order_by("pk").values_list("pk", flat=True))
    say(shop, *((site, pk, 10, 3) for pk in ids))
    spent, took = [], []
    for some in (ids[:1], ids):
        form = actions.Report(document="feed:7", rows=tuple((site, pk, 8, 8) for pk in some))
        with CaptureQueriesContext(connection) as seen:
            started = time.perf_counter()
            actions.report(shop.keeper, form, now=NOW)
            took.append(time.perf_counter() - started)
        spent.append(len(seen))
        say(shop, *((site, pk, 10, 3) for pk in some))
    print("1,000 levels:", f"{took[1] * 1000:.0f} ms", spent)
    assert spent[1] <= spent[0] + 3  # many facts are written together
    assert took[1] < 2  # a loop over 1,000 rows takes much longer than this; the figure itself is for the benchmark
    agreed()
