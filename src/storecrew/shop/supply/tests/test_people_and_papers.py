"""Contacts and documents of suppliers."""

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.shop.supply import actions, reads
from storecrew.shop.supply.models import Contact, Document
from storecrew.shop.supply.tests.conftest import NOW, Buying
from storecrew.shop.supply.types import ContactView

CHANNELS = [{"kind": "wechat", "address": "lin-zs"}, {"kind": "email", "address": "Lin@ZS.example"}]


def add(buying: Buying, name: str, **values: Any) -> int:
    data = parse(actions.AddContact, {"supplier_id": buying.supplier_id, "name": name} | values)
    return actions.add_contact(buying.buyer, data, now=NOW).contact_id


def people(buying: Buying) -> tuple[ContactView, ...]:
    query = reads.SupplierQuery(supplier_id=buying.supplier_id)
    return reads.supplier(buying.company.finance, query, now=NOW).contacts


def test_the_first_contact_is_asked_first_until_somebody_else_is(buying: Buying) -> None:
    add(buying, "林姐", channels=CHANNELS, birth_month=2, birth_day=29)
    second = add(buying, "小陈")
    assert [(one.name, one.primary) for one in people(buying)] == [("林姐", True), ("小陈", False)]
    assert people(buying)[0].birthday == (2, 29)
    actions.edit_contact(buying.buyer, actions.EditContact(contact_id=second, name="小陈", primary=True), now=NOW)
    assert [(one.name, one.primary) for one in people(buying)] == [("小陈", True), ("林姐", False)]


def test_channels_keep_their_order_and_stand_once(buying: Buying) -> None:
    contact_id = add(buying, "林姐", channels=[*CHANNELS, {"kind": "email", "address": "lin@zs.example"}])
    assert [(one.kind, one.address) for one in people(buying)[0].channels] == [
        ("wechat", "lin-zs"),
        ("email", "lin@zs.example"),
    ]
    data = {"contact_id": contact_id, "name": "林姐", "primary": True, "channels": CHANNELS[::-1]}
    actions.edit_contact(buying.buyer, parse(actions.EditContact, data), now=NOW)
    assert [one.kind for one in people(buying)[0].channels] == ["email", "wechat"]


@pytest.mark.parametrize(
    "values",
    [
        {"birth_month": 2},
        {"birth_month": 4, "birth_day": 31},
        {"channels": [{"kind": "email", "address": "nobody"}]},
        {"channels": [{"kind": "phone", "address": "call me"}]},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        parse(actions.AddContact, {"supplier_id": 1, "name": "林姐"} | values)


def test_only_buyers_write_contacts(buying: Buying) -> None:
    with pytest.raises(Denied):
        actions.add_contact(
            buying.company.finance, actions.AddContact(supplier_id=buying.supplier_id, name="x"), now=NOW
        )
    with pytest.raises(Missing):
        actions.add_contact(buying.buyer, actions.AddContact(supplier_id=999, name="x"), now=NOW)


def test_who_left_is_no_longer_shown_and_makes_room(buying: Buying) -> None:
    first = add(buying, "林姐")
    for _twice in range(2):
        actions.contact_left(buying.buyer, actions.OneContact(contact_id=first), now=NOW)
    assert people(buying) == ()
    add(buying, "小陈")
    assert people(buying)[0].primary


def test_forgetting_leaves_no_name_and_no_number_anywhere(buying: Buying) -> None:
    contact_id = add(buying, "林美娟", channels=CHANNELS, note="likes tea")
    for _twice in range(2):
        actions.forget_contact(buying.buyer, actions.OneContact(contact_id=contact_id), now=NOW)
    row = Contact.objects.get(pk=contact_id)
    assert (row.name, row.note, row.channels.count()) == ("–", "", 0)
    kept = " ".join(f"{entry.input}{entry.changes}{entry.result}" for entry in Entry.objects.all())
    for word in ("林美娟", "lin-zs", "zs.example", "likes tea"):
        assert word not in kept


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def paper(buying: Buying, **values: Any) -> int:
    data = {"supplier_id": buying.supplier_id, "kind": "licence", "name": "营业执照"} | values
    return actions.add_document(buying.buyer, parse(actions.AddDocument, data), now=NOW).document_id


def test_a_paper_is_kept_with_its_scan_and_its_last_day(buying: Buying) -> None:
    paper(buying, scan=scan(), number="9144200", valid_until=date(2027, 1, 31))
    query = reads.SupplierQuery(supplier_id=buying.supplier_id)
    (found,) = reads.supplier(buying.company.finance, query, now=NOW).documents
    assert (found.number, found.valid_until, found.replaced) == ("9144200", date(2027, 1, 31), False)
    assert found.asset_id is not None


def test_a_newer_paper_takes_the_place_of_one_once(buying: Buying) -> None:
    old = paper(buying, valid_until=date(2026, 11, 30))
    new = paper(buying, replaces=old, valid_until=date(2027, 11, 30))
    assert Document.objects.get(pk=old).replaced_by_id == new
    with pytest.raises(Refused):
        paper(buying, replaces=old)
    with pytest.raises(InvalidInput):
        data = {"supplier_id": buying.supplier("YW"), "kind": "licence", "name": "x", "replaces": new}
        actions.add_document(buying.buyer, parse(actions.AddDocument, data), now=NOW)


def test_a_paper_put_there_by_mistake_goes_and_dates_run_forwards(buying: Buying) -> None:
    one = actions.OneDocument(document_id=paper(buying))
    actions.remove_document(buying.buyer, one, now=NOW)
    assert not Document.objects.exists()
    with pytest.raises(Missing):
        actions.remove_document(buying.buyer, one, now=NOW)
    with pytest.raises(InvalidInput):
        paper(buying, valid_from=date(2026, 2, 2), valid_until=date(2026, 2, 1))
    with pytest.raises(Denied):
        actions.remove_document(buying.company.finance, one, now=NOW)
