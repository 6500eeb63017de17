"""The pages of suppliers: shown in both languages to whom they are for, written by their forms, at a bounded cost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.kernel.actions.validation import parse
from storecrew.shop.supply import actions, panels, reads
from storecrew.shop.supply.models import Closure, Contact, Document, Offer, Site, Supplier, Watch
from storecrew.shop.supply.tests.conftest import NOW, Buying, yuan
from storecrew.shop.supply.tests.test_people_and_papers import CHANNELS, scan

SignIn = Callable[..., Client]
SUPPLIER = {"name": "义乌百货", "code": "YW", "country": "CN", "language": "zh-hans", "tier": "b", "currency": "CNY"}
TERMS = {"deposit_percent": "30", "net_days": "15"}


@pytest.fixture
def filled(buying: Buying) -> Buying:
    """A supplier about whom everything is known."""
    buying.offer("MUG", breaks=[{"quantity": 10, "cost": yuan(3900)}], now=NOW - timedelta(days=40))
    offer_id = buying.offer("LAMP-OAT", title="燕麦台灯", now=NOW - timedelta(days=40))
    buying.edit(offer_id, cost=yuan(5000), now=timezone.now() - timedelta(days=1))
    contact = {
        "supplier_id": buying.supplier_id,
        "name": "林姐",
        "channels": CHANNELS,
        "birth_month": 3,
        "birth_day": 8,
    }
    actions.add_contact(buying.buyer, parse(actions.AddContact, contact), now=NOW)
    paper = {"supplier_id": buying.supplier_id, "kind": "licence", "name": "营业执照", "scan": scan()}
    paper["valid_until"] = date(2026, 12, 1)
    actions.add_document(buying.buyer, parse(actions.AddDocument, paper), now=NOW)
    return buying


def pages(buying: Buying) -> list[str]:
    offer_id = Offer.objects.order_by("pk").values_list("pk", flat=True)[0]
    contact_id, supplier = Contact.objects.get().pk, buying.supplier_id
    return [
        *("", "new/", "watch/", "offers/", f"offers/{offer_id}/", f"offers/{offer_id}/edit/", f"{supplier}/"),
        *(
            f"{supplier}/edit/",
            f"{supplier}/warehouses/new/",
            f"warehouses/{buying.site_id}/",
            f"contacts/{contact_id}/",
        ),
        *(f"{supplier}/contacts/new/", f"{supplier}/documents/new/", f"{supplier}/offers/new/"),
        *(f"lists/of/{supplier}/", "lists/rows/"),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_for_buyers_in_both_languages(filled: Buying, signed_in: SignIn, language: str) -> None:
    client = signed_in(filled.buyer, language)
    for path in pages(filled):
        assert client.get(f"/crew/supply/{path}").status_code == 200, path
    shown = client.get(f"/crew/supply/{filled.supplier_id}/").content.decode()
    for word in (
        "林姐",
        "lin-zs",
        "营业执照",
        "中山市" if language == "zh-hans" else "Zhongshan",
        "+25 %",
        "Oat table lamp",
    ):
        assert word in shown


def test_finance_looks_and_marketing_does_not(filled: Buying, signed_in: SignIn) -> None:
    looks, shut = signed_in(filled.company.finance), signed_in(filled.company.marketing)
    for path in pages(filled):
        writes = any(part in path for part in ("new/", "watch/", "edit/", "contacts/"))
        assert looks.get(f"/crew/supply/{path}").status_code == (403 if writes else 200), path
        assert shut.get(f"/crew/supply/{path}").status_code == 403, path
    assert "/crew/supply/new/" not in looks.get("/crew/supply/").content.decode()
    assert looks.post("/crew/supply/", {"bulk": "pause", "row": str(filled.supplier_id)}).status_code == 303
    assert Supplier.objects.get(pk=filled.supplier_id).state == "active"
    for path in ("999/", "offers/999/", "warehouses/999/", "lists/999/", "lists/of/999/"):
        assert looks.get(f"/crew/supply/{path}").status_code == 404


def test_the_list_is_searched_filtered_exported_and_paused_many_at_once(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    other = filled.supplier("YW", name="Yiwu Goods", tier="a", deposit_percent=0, net_days=30)
    for query, seen in [
        ("q=林姐", "中山灯饰"),
        ("q=lin-zs", "中山灯饰"),
        ("tier=a", "Yiwu Goods"),
        ("terms=credit", "Yiwu Goods"),
        ("region=广东省", "中山灯饰"),
    ]:
        shown = client.get(f"/crew/supply/?{query}").content.decode()
        assert [name for name in ("中山灯饰", "Yiwu Goods") if f">{name}<" in shown] == [seen], query
    file = b"".join(client.get("/crew/supply/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "ZS-LAMP" in file or "中山灯饰" in file
    assert (
        client.post("/crew/supply/", {"bulk": "pause", "row": [str(filled.supplier_id), str(other)]}).status_code == 303
    )
    assert set(Supplier.objects.values_list("state", flat=True)) == {"paused"}


def test_pages_cost_the_same_however_much_there_is(
    filled: Buying, signed_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = signed_in(filled.buyer)
    for number in range(6):
        supplier_id = filled.supplier(f"S{number}")
        filled.offer("MUG", supplier_id=supplier_id)
        filled.site(supplier_id, f"X{number}")
    filled.offer("LAMP-INK")
    # seven rooms show something of theirs on a supplier's page
    for path, most in (("", 30), (f"{filled.supplier_id}/", 90), ("offers/", 30)):
        client.get(f"/crew/supply/{path}")
        with django_assert_max_num_queries(most):
            client.get(f"/crew/supply/{path}")


def test_a_supplier_is_added_changed_paused_and_ended_by_forms(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    wrong = client.post("/crew/supply/new/", SUPPLIER | {"deposit_percent": "100", "net_days": "15"})
    assert wrong.status_code == 422
    assert client.post("/crew/supply/new/", SUPPLIER | TERMS).status_code == 303
    row = Supplier.objects.get(code="YW")
    assert (row.deposit_percent, row.net_days, row.keeper_id) == (30, 15, None)
    keeper = str(filled.company.service.person_id)
    changed = SUPPLIER | TERMS | {"tier": "a", "keeper_id": keeper, "note": "slow in March"}
    assert client.post(f"/crew/supply/{row.pk}/edit/", changed).status_code == 303
    for state in ("paused", "active", "ended"):
        assert client.post(f"/crew/supply/{row.pk}/state/", {"state": state, "reason": "x"}).status_code == 303
        row.refresh_from_db()
        assert row.state == state
    assert (row.tier, str(row.keeper_id), row.note) == ("a", keeper, "slow in March")


def test_a_warehouse_is_added_changed_and_closed_by_forms(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    form = {"name": "佛山仓", "code": "FS", "country": "CN", "region": "广东省", "handling_days": "2", "days": "5"}
    form |= {"hours": "09:00-17:00", "rest_before": "8", "rest_after": "8", "make_up": "on", "cut_off": "15:30"}
    there = f"/crew/supply/{filled.supplier_id}/warehouses/new/"
    assert client.post(there, form | {"hours": "nine to five"}).status_code == 422
    assert client.post(there, form).status_code == 303
    site = Site.objects.get(warehouse__code="FS")
    here = f"/crew/supply/warehouses/{site.pk}/"
    shown = client.get(here).content.decode()
    assert "09:00-17:00" in shown
    assert Closure.objects.filter(site=site, festival_year__isnull=False).exists()
    assert client.post(here, form | {"handling_days": "4"}).status_code == 303
    days = {"first": "2026-12-20", "last": "2026-12-22", "reason": "盘点"}
    assert client.post(f"{here}closed/", days).status_code == 303
    assert client.post(f"{here}closed/", days | {"last": "2026-12-01"}).status_code == 422
    closure = Closure.objects.get(site=site, festival_year=None)
    assert client.post(f"/crew/supply/closed/{closure.pk}/").status_code == 303
    assert client.post(f"{here}giving-up/").status_code == 303
    site.refresh_from_db()
    assert (site.handling_days, Closure.objects.filter(pk=closure.pk).exists()) == (4, False)
    assert site.warehouse.closed_at is not None


def test_contacts_and_papers_come_and_go_by_forms(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    there = f"/crew/supply/{filled.supplier_id}"
    form = {"name": "小陈", "role": "跟单", "best": "phone", "phone": "13800001111", "wechat": "xc", "other_kind": "qq"}
    assert client.post(f"{there}/contacts/new/", form | {"email": "nobody"}).status_code == 422
    assert client.post(f"{there}/contacts/new/", form | {"other": "10001"}).status_code == 303
    row = Contact.objects.get(name="小陈")
    assert [one.kind for one in row.channels.all()] == ["phone", "wechat", "qq"]
    shown = client.get(f"/crew/supply/contacts/{row.pk}/").content.decode()
    assert all(text in shown for text in ("13800001111", "xc", "10001"))
    assert client.post(f"/crew/supply/contacts/{row.pk}/left/").status_code == 303
    assert client.post(f"/crew/supply/contacts/{row.pk}/forget/").status_code == 303
    assert not row.channels.exists()
    old = Document.objects.get()
    paper = {"kind": "licence", "name": "新执照", "valid_until": "2028-01-01"}
    assert client.post(f"{there}/documents/new/?replaces={old.pk}", paper).status_code == 303
    new = Document.objects.get(name="新执照")
    assert new.replaces == old
    assert client.post(f"/crew/supply/documents/{new.pk}/remove/").status_code == 303
    assert not Document.objects.filter(pk=new.pk).exists()


def test_an_offer_is_noted_changed_and_ended_by_forms(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    there = f"/crew/supply/{filled.supplier_id}/offers/new/"
    form = {
        "goods": "LAMP-INK",
        "sku": "ZS-9",
        "cost": "45.5",
        "breaks": "10: 44\n100：40",
        "minimum": "2",
        "pack_size": "1",
    }
    for wrong in ({"goods": "nothing like it"}, {"goods": "table lamp"}, {"breaks": "ten"}, {"cost": "much"}):
        assert client.post(there, form | wrong).status_code == 422, wrong
    assert client.post(there, form).status_code == 303
    row = Offer.objects.get(sku="ZS-9")
    assert (row.cost_minor, row.breaks) == (4550, [[10, 4400], [100, 4000]])
    shown = client.get(f"/crew/supply/offers/{row.pk}/edit/").content.decode()
    assert "100: 40.00" in shown
    edit = {name: value for name, value in form.items() if name != "goods"} | {
        "cost": "46",
        "valid_until": "2027-01-31",
    }
    assert client.post(f"/crew/supply/offers/{row.pk}/edit/", edit).status_code == 303
    assert client.post(f"/crew/supply/offers/{row.pk}/end/").status_code == 303
    row.refresh_from_db()
    assert (row.cost_minor, row.ended_at is not None) == (4600, True)
    rest = [str(pk) for pk in Offer.objects.filter(ended_at=None).values_list("pk", flat=True)]
    assert client.post("/crew/supply/offers/", {"bulk": "end", "row": rest}).status_code == 303
    assert not Offer.objects.filter(ended_at=None).exists()


def test_when_somebody_is_told_is_set_by_a_form(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    data = {"rise_percent": "30", "document_days": "60", "offer_days": "7"}
    assert client.post("/crew/supply/watch/", data).status_code == 303
    assert Watch.objects.get().rise_percent == 30
    assert "+25 %" not in client.get(f"/crew/supply/{filled.supplier_id}/").content.decode()


def test_what_became_dearer_goes_once_it_was_seen(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    assert client.post(f"/crew/supply/{filled.supplier_id}/seen/").status_code == 303
    assert "+25 %" not in client.get(f"/crew/supply/{filled.supplier_id}/").content.decode()


def test_a_panel_of_another_room_that_fails_leaves_the_page_alone(filled: Buying, signed_in: SignIn) -> None:
    def broken(number: int, now: Any) -> None:
        raise RuntimeError(number)

    panels.of_supplier("test.broken")(broken)
    panels.of_offer("test.broken")(broken)
    try:
        client = signed_in(filled.buyer)
        assert client.get(f"/crew/supply/{filled.supplier_id}/").status_code == 200
        assert client.get(f"/crew/supply/offers/{Offer.objects.all()[0].pk}/").status_code == 200
    finally:
        panels._of_supplier.pop("test.broken")
        panels._of_offer.pop("test.broken")


def test_no_page_is_written_by_looking_at_it(filled: Buying, signed_in: SignIn) -> None:
    client = signed_in(filled.buyer)
    for path in (f"{filled.supplier_id}/state/", f"{filled.supplier_id}/seen/", "lists/rows/decide/"):
        assert client.get(f"/crew/supply/{path}").status_code == 405
    assert reads.suppliers(filled.buyer, reads.SuppliersQuery(), now=NOW).items[0].state == "active"
