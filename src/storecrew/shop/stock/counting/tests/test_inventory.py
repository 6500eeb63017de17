"""Shopify's inventory file: out, and in again with a dry run; what has moved meanwhile is left alone."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from storecrew.shop.stock.conftest import Shop, want
from storecrew.shop.stock.counting import inventory
from storecrew.shop.stock.models import Level


@pytest.fixture(scope="module")
def lasting_mug(lasting_shop: Shop) -> int:
    number = lasting_shop.variant("MUG")
    lasting_shop.receive(number, 10)
    return number


@pytest.fixture
def mug(lasting_mug: int, shop: Shop) -> int:
    return lasting_mug


def file_of(*rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["SKU", "Location", "On hand (current)", "On hand (new)"])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def row(new: str, *, was: str = "10", sku: str = "MUG", at: str = "佛山") -> dict[str, str]:
    return {"SKU": sku, "Location": at, "On hand (current)": was, "On hand (new)": new}


def test_the_file_has_shopify_s_columns_and_numbers(shop, mug) -> None:
    shop.reserve("order:1", want(mug, 3))
    head, line = list(inventory.written())
    cells = dict(zip(head, line, strict=True))
    assert tuple(head) == inventory.HEAD
    assert (cells["SKU"], cells["Location"], cells["On hand (current)"]) == ("MUG", "佛山", "10")
    assert (cells["Committed (not editable)"], cells["Available (not editable)"]) == ("3", "7")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_row_is_judged_and_nothing_changes(shop, mug, encoding) -> None:
    content = file_of(
        row("12"),
        row("9", was="8", at="FS", sku="MUG"),
        row("3", sku="GONE"),
        row("3", at="Nowhere"),
        row("约5件"),
        row(""),
        encoding=encoding,
    )
    found = inventory.read(content)
    assert [(one.row, one.was, one.becomes) for one in found.wanted] == [(2, 10, 12)]
    assert [one.row for one in found.troubles] == [3, 4, 5, 6]
    assert (found.rows, found.same) == (6, 1)
    assert Level.objects.get(item_id=mug).on_hand == 10


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x81", b"PK\x03\x04nothing"])
def test_what_is_no_inventory_file_is_refused_with_a_sentence(db, content) -> None:
    with pytest.raises(inventory.Unreadable):
        inventory.read(content)


def test_a_file_is_shown_then_applied(shop, mug, signed_in, company, agreed) -> None:
    client = signed_in(company.warehouse, language="en")
    url = reverse("stock_counting:file")
    upload = SimpleUploadedFile("inventory.csv", file_of(row("12")))
    shown = client.post(url, {"file": upload})
    assert shown.status_code == 200
    assert Level.objects.get(item_id=mug).on_hand == 10
    client.post(url, {"plan": shown.context["plan"]})
    assert Level.objects.get(item_id=mug).on_hand == 12
    client.post(url, {"plan": shown.context["plan"]})  # sent twice: the books say 12 by now, not 10
    assert Level.objects.get(item_id=mug).on_hand == 12
    agreed()


def test_a_level_that_moved_since_is_left_alone(shop, mug, agreed) -> None:
    (wanted,) = inventory.read(file_of(row("12", was="11"))).wanted
    assert wanted.moved


@pytest.mark.parametrize("plan", ["", "{}", "[[1]]", "nonsense", '[["a","b","c","d"]]'])
def test_a_forged_plan_does_nothing(shop, mug, signed_in, company, plan) -> None:
    answer = signed_in(company.warehouse).post(reverse("stock_counting:file"), {"plan": plan})
    assert answer.status_code == 303
    assert Level.objects.get(item_id=mug).on_hand == 10
