"""The back-test: any folder of that shape, whatever is missing in it, and nothing known before it happened."""

import csv
import gzip
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from benchmarks.backtest import HORIZON, Known, level_for, walk
from benchmarks.marketplace import Sent, read_folder

pytestmark = pytest.mark.once
START = datetime(2024, 1, 8, 9)
COLUMNS = (
    "order_id",
    "customer_id",
    "order_status",
    "order_purchase_timestamp",
    "order_approved_at",
    "order_delivered_carrier_date",
    "order_delivered_customer_date",
    "order_estimated_delivery_date",
)


def sent(count: int, seed: int = 1) -> list[Sent]:
    chance = Random(seed)
    found = []
    for number in range(count):
        placed = START + timedelta(hours=number * 2.5)
        handed = placed + timedelta(days=chance.uniform(0.5, 3))
        delivered = handed + timedelta(days=chance.uniform(2, 9)) if chance.random() > 0.03 else None
        found.append(
            Sent(
                order=f"o{number:05}",
                placed=placed,
                handed=handed,
                delivered=delivered,
                estimated=(placed + timedelta(days=20)).replace(hour=0),
                seller=f"s{number % 7}",
                seller_state="SP",
                seller_prefix="01000",
                state=("SP", "BA")[number % 2],
                prefix="04000",
                slow_payment=False,
            )
        )
    return found


def test_what_comes_later_changes_nothing_that_was_said_before() -> None:
    orders = sent(600)
    changed = [
        order
        if (order.delivered or START) < START + timedelta(days=30)
        else Sent(**{name: getattr(order, name) for name in Sent.__slots__} | {"delivered": None})
        for order in orders
    ]

    def said(orders: list[Sent]) -> dict[int, tuple[tuple[int, int], ...]]:
        judged = walk(orders, believing=True).judged
        return {number: one.windows for number, one in enumerate(judged) if one.placed_on < START.toordinal() + 20}

    before, after = said(orders), said(changed)
    assert len(before) > 100
    assert before == after


def test_half_the_days_of_a_lazy_estimate_hold_as_well() -> None:
    judged = walk(sent(900), believing=True).judged[300:]
    kept = sum(one.arrived <= one.estimated for one in judged) / len(judged)
    assert kept == 1
    level = level_for(lambda one, level: one.by_chance(level), judged, 0.98)
    days = sum(one.by_chance(level) for one in judged) / len(judged)
    assert days < 14
    assert all(0 <= one.by_worth(30) < HORIZON for one in judged)


def test_baselines_know_what_had_arrived() -> None:
    known, orders = Known(), [order for order in sent(60) if order.delivered]
    assert known.quantiles(orders[0])[0] == (30, 30, 30)
    for order in orders:
        known.add(order)
    overall, lane = known.quantiles(orders[0])
    assert overall == lane  # too few on one lane
    assert overall[0] < overall[1] <= overall[2] <= 12


def test_files_are_known_by_their_columns_and_may_be_missing(tmp_path: Path) -> None:
    rows = [
        ["b", "c", "delivered", "2024-01-02 10:00:00", "", "", "2024-01-09 12:00:00", "2024-01-20 00:00:00"],
        ["a", "c", "shipped", "2024-01-01 10:00:00", "", "2024-01-03 10:00:00", "9999-01-01", "2024-01-20"],
        ["d", "", "canceled", "", "", "", "", "2024-01-20"],
        ["e", "x", "created", "2024-01-03", "", "", "yesterday", "2024-01-20"],
    ]
    with gzip.open(tmp_path / "whatever.csv.gz", "wt", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    (tmp_path / "people.csv").write_text(
        "﻿customer_id,customer_zip_code_prefix,customer_state\nc,1310,SP\n", encoding="utf-8"
    )
    (tmp_path / "notes.txt").write_text("nothing to see")
    found = read_folder(tmp_path)
    assert [order.order for order in found.orders] == ["a", "b", "e"]
    assert (found.unreadable, found.missing) == (1, ("items", "sellers", "payments"))
    first, second, third = found.orders
    assert (first.delivered, first.prefix, first.state) == (None, "01310", "SP")
    assert second.delivered == datetime(2024, 1, 9, 12)
    assert (third.delivered, third.state) == (None, "")
