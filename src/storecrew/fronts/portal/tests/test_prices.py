"""Suppliers see what is agreed and ask for another price; nothing changes until somebody of the crew says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.fronts.portal import actions
from storecrew.fronts.portal.models import PriceWish
from storecrew.fronts.portal.queue import wishes
from storecrew.fronts.portal.tests.conftest import Portal
from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.money.types import Money

pytestmark = pytest.mark.django_db


def ask(portal: Portal, cost: str = "41.50", **more: str) -> int:
    answer = portal.post(f"goods/{portal.offers['MUG']}/", cost=cost, once="w1", **more)
    assert answer.status_code == 303, answer.content.decode()
    return PriceWish.objects.get(state="open").pk


def test_a_wish_changes_nothing_until_it_is_agreed(portal: Portal) -> None:
    wish = ask(portal, words="铜涨了")
    mug = portal.offers["MUG"]
    assert portal.buying.view(mug).cost == Money(4000, "CNY")
    assert "41.50" in portal.page("goods/")
    assert {item.subject for item in wishes(portal.buying.buyer, timezone.now())} == {
        f"supplier:{portal.buying.supplier_id}"
    }
    data = actions.AnswerWish(wish_id=wish, verdict="taken", words="好")
    actions.answer_wish(portal.buying.buyer, data)
    assert portal.buying.view(mug).cost == Money(4150, "CNY")
    page = portal.page(f"goods/{mug}/")
    assert "铜涨了" in page
    assert "好" in page
    with pytest.raises(Refused):
        actions.answer_wish(portal.buying.buyer, data)


def test_declined_it_stays_as_it_was(portal: Portal) -> None:
    wish = ask(portal)
    actions.answer_wish(portal.buying.buyer, actions.AnswerWish(wish_id=wish, verdict="declined"))
    assert portal.buying.view(portal.offers["MUG"]).cost == Money(4000, "CNY")
    assert not list(wishes(portal.buying.buyer, timezone.now()))


def test_asked_anew_only_the_newest_waits(portal: Portal) -> None:
    first = ask(portal)
    portal.post(f"goods/{portal.offers['MUG']}/", cost="42", once="w2")
    assert PriceWish.objects.get(pk=first).state == "replaced"
    assert PriceWish.objects.get(state="open").cost_minor == 4200


@pytest.mark.parametrize("cost", ["", "viel", "-1", "0", "40"])
def test_odd_prices_are_refused_and_still_there(portal: Portal, cost: str) -> None:
    answer = portal.post(f"goods/{portal.offers['MUG']}/", cost=cost, words="因为", since="2027-13-01"[:0])
    assert answer.status_code == 422
    assert "因为" in answer.content.decode()
    assert not PriceWish.objects.exists()


def test_a_later_day_is_not_agreed_before_it_comes(portal: Portal) -> None:
    wish = ask(portal, since=(timezone.now() + timedelta(days=9)).date().isoformat())
    with pytest.raises(Refused):
        actions.answer_wish(portal.buying.buyer, actions.AnswerWish(wish_id=wish, verdict="taken"))


def test_anothers_goods_are_not_there(portal: Portal) -> None:
    path = f"/portal/{portal.other.token}/goods/{portal.offers['MUG']}/"
    assert portal.client.get(path).status_code == 404
    assert portal.client.post(path, {"cost": "1"}).status_code == 404
    assert "ZS-MUG" not in portal.client.get(f"/portal/{portal.other.token}/goods/").content.decode()
    data = {"token": portal.other.token, "offer_id": portal.offers["MUG"], "cost": {"minor": 1, "currency": "CNY"}}
    with pytest.raises((Denied, Missing)):
        actions.wish_cost(portal.actor, actions.WishCost.model_validate(data))


def test_the_crew_answers_on_the_suppliers_page(portal: Portal, signed_in: Callable[..., Client]) -> None:
    wish = ask(portal)
    client = signed_in(portal.buying.buyer)
    for path in (f"/crew/supply/{portal.buying.supplier_id}/", f"/crew/supply/offers/{portal.offers['MUG']}/"):
        assert f"/crew/portal/wishes/{wish}/" in client.get(path).content.decode()
    assert client.post(f"/crew/portal/wishes/{wish}/", {"verdict": "taken", "words": ""}).status_code == 303
    assert PriceWish.objects.get().state == "taken"
    assert signed_in(portal.buying.company.marketing).post(f"/crew/portal/wishes/{wish}/").status_code == 403
    assert client.post("/crew/portal/wishes/999/").status_code == 404
