"""Holds, notes and tags."""

from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.shop.orders import actions, reads
from storecrew.shop.orders.models import Hold, Note
from storecrew.shop.orders.tests.conftest import NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of


def test_held_orders_do_not_appear_among_what_can_leave(shop: Shop, company: Company) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp()))))
    data = actions.HoldThem(order_ids=(order.pk,), reason="address", note="no house number")
    assert actions.hold(company.service, data, now=NOW).changed == 1
    order.refresh_from_db()
    assert order.held
    assert reads.to_ship(company.warehouse, reads.OpenQuery()).items == ()
    with pytest.raises(Refused, match="on hold already"):
        actions.hold(company.service, data, now=NOW)
    actions.unhold(company.warehouse, actions.ReleaseThem(order_ids=(order.pk,)), now=NOW)
    hold = Hold.objects.get()
    assert (hold.ended_at, hold.ended_by) == (NOW, company.warehouse.ref)
    assert len(reads.to_ship(company.warehouse, reads.OpenQuery()).items) == 1


def test_many_at_once_is_one_row_of_the_audit(shop: Shop, company: Company) -> None:
    lamp = shop.lamp()
    ids = tuple(shop.place(quote_of(Want(lamp)), checkout=f"c{n}").pk for n in range(3))
    actions.cancel(company.service, actions.Cancel(order_id=ids[2], reason="buyer"))
    before = Entry.objects.count()
    answer = actions.hold(company.service, actions.HoldThem(order_ids=ids, reason="risk"))
    assert (answer.changed, [number for number, _why in answer.left]) == (2, [ids[2]])
    assert Entry.objects.count() == before + 1
    with pytest.raises(Missing):
        actions.hold(company.service, actions.HoldThem(order_ids=(ids[0], 999), reason="risk"))


def test_tags_are_the_same_in_large_and_small_letters(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    assert actions.tag(company.service, actions.TagThem(order_ids=(order.pk,), add=("VIP", "gift"))).changed == 1
    assert actions.tag(company.service, actions.TagThem(order_ids=(order.pk,), add=("vip",))).changed == 0
    assert actions.tag(company.service, actions.TagThem(order_ids=(order.pk,), remove=("Gift",))).changed == 1
    assert [row.tag.name for row in order.tags.all()] == ["VIP"]


def test_notes_are_kept_out_of_what_buyers_see(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    actions.note(company.service, actions.AddNote(order_id=order.pk, text="Called twice."), now=NOW)
    assert Note.objects.get().by == company.service.ref
    view = reads.by_token(company.nobody, reads.ByToken(token=reads.token_for(order.pk)))
    assert "Called twice" not in view.model_dump_json()


def test_an_order_gets_longer_to_pay(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    later = NOW + timedelta(days=3)
    actions.set_pay_by(company.service, actions.SetPayBy(order_id=order.pk, pay_by=later), now=NOW)
    order.refresh_from_db()
    assert order.pay_by == later
    with pytest.raises(Refused, match="has passed"):
        actions.set_pay_by(company.service, actions.SetPayBy(order_id=order.pk, pay_by=NOW), now=NOW)


def test_marketing_and_strangers_do_not(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    for seat in ("marketing", "stranger", "nobody"):
        with pytest.raises(Denied):
            actions.hold(company.holding(seat), actions.HoldThem(order_ids=(order.pk,), reason="risk"))
        with pytest.raises(Denied):
            actions.note(company.holding(seat), actions.AddNote(order_id=order.pk, text="x"))
