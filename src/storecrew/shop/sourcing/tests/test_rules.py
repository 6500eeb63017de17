"""The owner's rules, and the pages that show what follows from them."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput
from storecrew.kernel.money.types import Money
from storecrew.shop.sourcing import actions, reads
from storecrew.shop.sourcing.models import RuleSet
from storecrew.shop.sourcing.tests.conftest import NOW, yuan
from storecrew.shop.sourcing.types import Own

pytestmark = pytest.mark.django_db
SET = {"late_day": yuan(150), "parcel": yuan(600), "missing": yuan(5000), "own": "cost", "most_days": 4}


def test_rules_are_set_and_hold_and_setting_them_again_changes_nothing(company) -> None:
    assert reads.rules().own is Own.FIRST
    assert reads.limits().most_days == 2
    for _time in range(2):
        actions.set_rules(company.warehouse, actions.SetRules.model_validate(SET), now=NOW)
    rules = reads.rules()
    assert (rules.late_day, rules.parcel, rules.own) == (yuan(150), yuan(600), Own.COST)
    assert reads.limits().most_days == 4
    assert RuleSet.objects.count() == 1


def test_amounts_are_said_in_the_currency_of_the_store_and_are_no_debts(company) -> None:
    for wrong in (Money(5, "EUR"), yuan(-1)):
        with pytest.raises(InvalidInput) as refused:
            actions.set_rules(company.warehouse, actions.SetRules.model_validate(SET | {"parcel": wrong}), now=NOW)
        assert set(refused.value.fields) == {"parcel"}


def test_who_may_not_say_what_a_day_costs_is_told_so(company) -> None:
    with pytest.raises(Denied):
        actions.set_rules(company.service, actions.SetRules.model_validate(SET), now=NOW)
    with pytest.raises(Denied):
        reads.sources(company.nobody, reads.SourcesQuery(variant_id=1), now=NOW)


def test_pages_are_there_in_both_languages_for_those_who_may_see_them(trade, signed_in, django_assert_max_num_queries):
    trade.receive("MUG", 1)
    trade.telling.say({"MUG": 5, "LAMP-OAT": 2})
    offer = trade.offer_far("MUG")
    mug, company = trade.goods["MUG"], trade.telling.buying.company
    shown = {
        f"/crew/sourcing/of/{mug}/": ("Foshan", "UR1 warehouse", "MUG"),
        "/crew/sourcing/?basket=MUG+2%0ALAMP-OAT&country=CN": ("Oat table lamp", "ZS1 warehouse"),
        "/crew/sourcing/": (),
        "/crew/sourcing/rules/": (),
        f"/crew/supply/offers/{offer}/": (f"/crew/sourcing/of/{mug}/",),
    }
    for language in ("en", "zh-hans"):
        client = signed_in(company.warehouse, language)
        for path, words in shown.items():
            with django_assert_max_num_queries(95):
                page = client.get(path)
            assert page.status_code == 200, path
            for word in words:
                assert word in page.content.decode(), (path, word)
    assert client.get("/crew/sourcing/?basket=NOTHING+2&country=CN").status_code == 422
    assert client.get("/crew/sourcing/of/999999/").status_code == 404
    assert signed_in(company.service).get("/crew/sourcing/rules/").status_code == 403
    assert signed_in(company.web).get("/crew/sourcing/").status_code == 403


def test_the_form_sets_the_rules(trade, signed_in) -> None:
    form = {
        "own": "cost",
        "late_day": "1.50",
        "parcel": "6",
        "missing": "50",
        "buyer_pays": "each",
        "most_extra_percent": "10",
        "most_days": "1",
    }
    client = signed_in(trade.telling.buying.company.warehouse)
    assert client.post("/crew/sourcing/rules/", form | {"late_day": "much"}).status_code == 422
    assert client.post("/crew/sourcing/rules/", form).status_code in (302, 303)
    assert reads.rules().late_day == yuan(150)
    assert not reads.limits().automatic
