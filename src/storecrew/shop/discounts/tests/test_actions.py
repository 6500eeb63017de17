"""Every write: done, refused, denied, twice; and limits that hold however many are quickest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.events.models import Event
from storecrew.shop.discounts import actions, reads
from storecrew.shop.discounts.codes import ALPHABET, key_of
from storecrew.shop.discounts.models import Code, Coupon, Tally, Use
from storecrew.shop.discounts.tests.conftest import NOW, Make, basket, cny
from storecrew.shop.discounts.types import CouponUsedUp


def using(number: int, order: str = "order:1", **changes: object) -> actions.Use:
    values = {"order": order, "saved": {number: cny(1000)}, "codes": ("TEN",), **changes}
    return actions.Use.model_validate(values)


def test_a_coupon_is_made_with_its_codes_and_recorded(coupon: Make) -> None:
    number = coupon(codes=("Lamp-10", "灯塔"), min_amounts={"CNY": 100}, stacks_with=("shipping",))
    row = Coupon.objects.get(pk=number)
    assert (row.percent, row.min_amounts, row.stacks_with, row.used) == (10, {"CNY": 100}, ["shipping"], 0)
    assert sorted(row.codes.values_list("key", "shown")) == [("lamp10", "Lamp-10"), ("灯塔", "灯塔")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"percent": None}, "percent"),
        ({"kind": "amount"}, "amounts"),
        ({"kind": "buy_get", "get_quantity": 1}, "buy_quantity"),
        ({"automatic": True}, "codes"),
        ({"codes": (" - ",)}, "codes"),
        ({"starts_at": NOW, "ends_at": NOW}, "ends_at"),
        ({"conditions": ({"role": "get", "target": "product", "number": 1},)}, "conditions"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(coupon: Make, wrong: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        coupon(**wrong)
    assert field in error.value.fields
    assert not Coupon.objects.exists()


def test_a_code_belongs_to_one_coupon(coupon: Make) -> None:
    coupon()
    with pytest.raises(InvalidInput) as error:
        coupon(codes=("ｔｅｎ",))
    assert "codes" in error.value.fields


@pytest.mark.parametrize("seat", ["finance", "service", "warehouse", "stranger", "nobody"])
def test_only_marketing_and_the_director_give_away(company: Company, coupon: Make, seat: str) -> None:
    number = coupon()
    who = company.holding(seat)
    with pytest.raises(Denied):
        actions.create(who, actions.CouponDraft(title="X", kind="shipping"))
    with pytest.raises(Denied):
        actions.end(who, actions.EndCoupon(coupon_id=number))
    with pytest.raises(Denied):
        actions.generate_codes(who, actions.GenerateCodes(coupon_id=number, count=1))
    with pytest.raises(Denied):
        edited = actions.EditCoupon(coupon_id=number, title="X", kind="shipping")
        actions.edit(who, edited)


def test_an_edit_changes_what_it_says_and_keeps_used_codes(company: Company, coupon: Make) -> None:
    number = coupon(codes=("TEN", "OLD"))
    actions.use(company.service, using(number), now=NOW)
    edited = actions.EditCoupon(coupon_id=number, version=1, title="Twelve", kind="percent", percent=12, codes=("TEN",))
    assert actions.edit(company.marketing, edited, now=NOW).version == 2
    assert list(Code.objects.values_list("shown", flat=True)) == ["TEN"]
    with pytest.raises(Refused, match="Somebody changed"):
        actions.edit(company.marketing, edited, now=NOW)
    same = edited.model_copy(update={"version": None})
    assert not actions.edit(company.marketing, same, now=NOW).changed
    with pytest.raises(InvalidInput) as error:
        actions.edit(company.marketing, same.model_copy(update={"codes": ()}), now=NOW)
    assert "codes" in error.value.fields
    with pytest.raises(Missing):
        actions.edit(company.marketing, same.model_copy(update={"coupon_id": 999}), now=NOW)


def test_a_limit_is_never_below_what_was_used(company: Company, coupon: Make) -> None:
    number = coupon()
    for order in ("order:1", "order:2"):
        actions.use(company.service, using(number, order), now=NOW)
    edited = actions.EditCoupon(
        coupon_id=number, title="Ten", kind="percent", percent=10, codes=("TEN",), total_limit=1
    )
    with pytest.raises(InvalidInput) as error:
        actions.edit(company.marketing, edited, now=NOW)
    assert "total_limit" in error.value.fields


def test_a_coupon_ends_now_also_when_it_was_to_begin_later(company: Company, coupon: Make) -> None:
    number = coupon(starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2))
    ended = actions.EndCoupon(coupon_id=number)
    assert actions.end(company.marketing, ended, now=NOW).changed
    assert not actions.end(company.marketing, ended, now=NOW).changed
    assert [one.reason for one in reads.apply(basket((100, 1)), ["TEN"], NOW).refused] == ["ended"]


def test_a_use_is_counted_once_for_each_order_and_given_back_once(company: Company, coupon: Make) -> None:
    number = coupon(per_customer_limit=1, total_limit=5)
    data = using(number, customer_id=7, email="A@example.com")
    assert actions.use(company.service, data, now=NOW).coupon_ids == (number,)
    assert actions.use(company.service, data, now=NOW).coupon_ids == ()
    assert (Coupon.objects.get().used, Code.objects.get().used) == (1, 1)
    assert sorted(Tally.objects.values_list("used", "at_most")) == [(1, 1), (1, 1)]
    assert Event.objects.filter(name="discounts.CouponUsed").count() == 1
    assert "example.com" not in str(list(Tally.objects.values()) + list(Use.objects.values()))
    back = actions.GiveBack(order="order:1")
    assert actions.give_back(company.service, back, now=NOW).coupon_ids == (number,)
    assert actions.give_back(company.service, back, now=NOW).coupon_ids == ()
    assert (Coupon.objects.get().used, Code.objects.get().used) == (0, 0)
    assert set(Tally.objects.values_list("used", flat=True)) == {0}
    assert actions.use(company.service, data, now=NOW).coupon_ids == (number,)
    assert Use.objects.count() == 2


def test_a_buyer_is_known_by_customer_and_by_mail(company: Company, coupon: Make) -> None:
    number = coupon(per_customer_limit=1)
    actions.use(company.service, using(number, customer_id=7, email="a@example.com"), now=NOW)
    for order, who in (("order:2", {"customer_id": 7}), ("order:3", {"email": " A@EXAMPLE.com"})):
        with pytest.raises(CouponUsedUp) as error:
            actions.use(company.service, using(number, order, **who), now=NOW)
        assert error.value.code == "discounts.used_by_you"
    actions.use(company.service, using(number, "order:4", email="b@example.com"), now=NOW)
    assert Coupon.objects.get().used == 2
    asked = reads.apply(basket((100, 1), email="a@example.com"), ["TEN"], NOW)
    assert [one.reason for one in asked.refused] == ["used_by_you"]


def test_a_code_is_needed_unless_the_coupon_needs_none(company: Company, coupon: Make) -> None:
    with pytest.raises(CouponUsedUp):
        actions.use(company.service, using(coupon(), codes=()), now=NOW)
    free = coupon(automatic=True, codes=())
    assert actions.use(company.service, using(free, codes=()), now=NOW).coupon_ids == (free,)
    assert Use.objects.get().code is None


def test_the_database_itself_refuses_one_use_too_many(coupon: Make) -> None:
    number = coupon(total_limit=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.filter(pk=number).update(used=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(coupon_id=number, buyer="customer:1", used=2, at_most=1)


def test_codes_are_generated_each_for_one_use(company: Company, coupon: Make) -> None:
    number = coupon(codes=())
    wanted = actions.GenerateCodes(coupon_id=number, count=1200, prefix="spring", length=10)
    assert actions.generate_codes(company.marketing, wanted, now=NOW).count == 1200
    codes = list(Code.objects.order_by("pk"))
    assert len({code.key for code in codes}) == 1200
    assert all(code.shown.startswith("SPRING-") and set(code.shown[7:]) <= {*ALPHABET, "-"} for code in codes)
    first = codes[0].shown
    actions.use(company.service, using(number, codes=(first.lower().replace("-", " "),)), now=NOW)
    with pytest.raises(CouponUsedUp):
        actions.use(company.service, using(number, "order:2", codes=(first,)), now=NOW)
    assert [one.reason for one in reads.apply(basket((100, 1)), [first], NOW).refused] == ["used_up"]
    assert reads.apply(basket((100, 1)), [codes[1].shown], NOW).accepted


def test_codes_that_could_be_guessed_are_not_made(company: Company, coupon: Make) -> None:
    with pytest.raises(InvalidInput) as error:
        actions.generate_codes(company.marketing, actions.GenerateCodes(coupon_id=coupon(), count=20_000, length=6))
    assert "length" in error.value.fields
    automatic = coupon(automatic=True, codes=())
    with pytest.raises(InvalidInput):
        actions.generate_codes(company.marketing, actions.GenerateCodes(coupon_id=automatic, count=1))


def test_the_report_tells_who_used_what(company: Company, coupon: Make) -> None:
    number = coupon(total_limit=10)
    for n in range(3):
        actions.use(company.service, using(number, f"order:{n}", customer_id=n), now=NOW)
    actions.give_back(company.service, actions.GiveBack(order="order:0"), now=NOW)
    found = reads.coupon_uses(company.analyst, reads.CouponQuery(coupon_id=number))
    assert (found.used, found.left, found.given_back, found.saved) == (2, 8, 1, (cny(2000),))
    first = reads.usage(company.analyst, reads.UsageQuery(coupon_id=number, limit=2))
    assert [one.order for one in first.items] == ["order:2", "order:1"]
    rest = reads.usage(company.analyst, reads.UsageQuery(coupon_id=number, cursor=first.cursor or ""))
    assert [(one.order, one.given_back_at) for one in rest.items] == [("order:0", NOW)]


def test_keys_fold_what_looks_alike() -> None:
    assert {key_of(text) for text in ("ＬＡＭＰ－１０", "lamp 10", "Lamp_10", "lamp–10")} == {"lamp10"}


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_take_the_last_use_once(company: Company, coupon: Make) -> None:
    number = coupon(total_limit=3, per_customer_limit=1)
    barrier = Barrier(50)

    def take(n: int) -> str:
        barrier.wait()
        try:
            actions.use(company.service, using(number, f"order:{n}", customer_id=n), now=NOW)
        except CouponUsedUp as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(take, range(50)))
    assert sorted(answers) == ["discounts.used_up"] * 47 + ["done"] * 3
    assert (Coupon.objects.get().used, Code.objects.get().used, Use.objects.count()) == (3, 3, 3)
    assert Tally.objects.filter(used=1).count() == 3


@pytest.mark.django_db(transaction=True)
def test_one_buyer_in_many_windows_uses_a_code_once(company: Company, coupon: Make) -> None:
    number = coupon(per_customer_limit=1)
    barrier = Barrier(12)

    def take(n: int) -> bool:
        barrier.wait()
        try:
            actions.use(company.service, using(number, f"order:{n}", email="a@example.com"), now=NOW)
        except CouponUsedUp:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(take, range(12))) == 1
    assert (Coupon.objects.get().used, Tally.objects.get().used) == (1, 1)
