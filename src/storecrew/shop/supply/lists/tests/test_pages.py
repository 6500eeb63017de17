"""Pages of lists: from the file to the last row that somebody decided."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from storecrew.shop.supply.lists.models import Match, OfferList
from storecrew.shop.supply.lists.tests.conftest import Lists
from storecrew.shop.supply.models import Offer

SignIn = Callable[..., Client]
TEXT = "货号,品名,供货价\nA-1,Desk lamp for the table oat,60\nA-2,橡皮鸭,5\nA-3,Stone mug 300 ml,12\n"
UNSURE = ("A-1", "Desk lamp for the table, oat", "", "", "60", "", "")
STRANGE = ("A-2", "橡皮鸭", "", "", "5", "", "")
MUG = ("A-3", "Stone mug 300 ml", "", "", "12", "", "")
REVIEW = "/crew/supply/lists/rows/"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_list_goes_in_by_pages(lists: Lists, signed_in: SignIn, language: str) -> None:
    client = signed_in(lists.buying.buyer, language)
    there = f"/crew/supply/lists/of/{lists.buying.supplier_id}/"
    assert client.get(there).status_code == 200
    assert client.post(there, {"file": SimpleUploadedFile("x.csv", b"")}).status_code == 422
    sent = client.post(there, {"file": SimpleUploadedFile("报价.csv", TEXT.encode("gb18030"))})
    row = OfferList.objects.get()
    here = f"/crew/supply/lists/{row.pk}/"
    assert (sent.status_code, sent.headers["location"]) == (302, here)
    shown = client.get(here).content.decode()
    assert "橡皮鸭" in shown and "报价.csv" in shown
    columns = {"column-0": "sku", "column-1": "title", "column-2": "cost", "currency": "cny", "decimal": "."}
    assert client.post(f"{here}columns/", columns | {"column-0": "", "column-1": ""}).status_code == 422
    assert client.post(f"{here}columns/", columns).status_code == 303
    assert client.get(here, headers={"HX-Request": "true"}).status_code == 200
    lists.work(row.pk)
    assert client.get(here, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(here).status_code == 200
    assert client.post(f"{here}go/").status_code == 303
    assert lists.work(row.pk).state == "done"
    assert client.get(here).status_code == 200
    assert client.post(f"{here}stop/").status_code == 303
    assert client.get(there).status_code == 200
    assert Offer.objects.count() == 1


def test_rows_are_accepted_chosen_and_rejected_and_all_of_it_taken_back(lists: Lists, signed_in: SignIn) -> None:
    client = signed_in(lists.buying.buyer)
    lists.take(UNSURE, STRANGE, MUG)
    first, strange = lists.match("A-1"), lists.match("A-2")
    shown = client.get(REVIEW).content.decode()
    assert "Oat table lamp" in shown and "橡皮鸭" in shown
    ink = lists.buying.goods["LAMP-INK"]
    assert client.post(f"{REVIEW}decide/", {"choose": f"{first.pk}:{ink}"}).status_code == 303
    assert lists.match("A-1").variant_id == ink
    assert client.post(f"{REVIEW}back/", {"match_ids": str(first.pk)}).status_code == 303
    assert lists.match("A-1").state == "open"
    answer = client.post(f"{REVIEW}decide/", {"do": "accept", "row": [str(first.pk), str(strange.pk)]}, follow=True)
    assert "1 row is decided. 1 could not be" in answer.content.decode()
    for text, found in (("nothing at all", False), ("table lamp", False), ("LAMP-INK", True)):
        client.post(f"{REVIEW}decide/", {"find": str(strange.pk), f"goods-{strange.pk}": text})
        assert (lists.match("A-2").state == "accepted") is found, text
    client.post(f"{REVIEW}decide/", {"do": "reject", "row": [str(strange.pk)]})
    assert {row.sku: row.state for row in Match.objects.all()} == {"A-1": "accepted", "A-2": "rejected", "A-3": "sure"}
    for state in ("sure", "accepted", "rejected", "open"):
        assert client.get(f"{REVIEW}?state={state}&supplier={lists.buying.supplier_id}").status_code == 200
    client.post(f"{REVIEW}decide/", {"do": "reopen", "row": [str(row.pk) for row in Match.objects.all()]})
    assert {row.state for row in Match.objects.all()} == {"open"}


def test_finance_looks_and_decides_nothing(lists: Lists, signed_in: SignIn) -> None:
    lists.take(UNSURE)
    looks, shut = signed_in(lists.buying.company.finance), signed_in(lists.buying.company.marketing)
    row = OfferList.objects.get()
    for path in (REVIEW, f"/crew/supply/lists/{row.pk}/", f"/crew/supply/lists/of/{row.supplier_id}/"):
        assert looks.get(path).status_code == 200
        assert shut.get(path).status_code == 403
    match = lists.match("A-1")
    for path, data in (("decide/", {"do": "accept", "row": str(match.pk)}), ("back/", {"match_ids": str(match.pk)})):
        assert looks.post(f"{REVIEW}{path}", data).status_code == 403
    assert lists.match("A-1").state == "open"


def test_the_review_costs_the_same_for_one_row_and_for_many(
    lists: Lists, signed_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    lists.take(*((f"A-{n}", f"Desk lamp number {n} oat", "", "", "60", "", "") for n in range(40)))
    client = signed_in(lists.buying.buyer)
    client.get(REVIEW)
    with django_assert_max_num_queries(35):
        shown = client.get(REVIEW)
    assert "from=30" in shown.content.decode()
    assert client.get(f"{REVIEW}?from=30&state=nonsense").status_code == 200
