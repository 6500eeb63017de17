"""Consents hold with their proof; the newest row per purpose counts, and no row is ever changed."""

import pytest

from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.events.models import Event
from storecrew.shop.customers import actions
from storecrew.shop.customers.models import Consent
from storecrew.shop.customers.tests.conftest import themselves

pytestmark = pytest.mark.django_db

HASH = "a" * 64


def give(customer, **values: str) -> actions.GiveConsent:
    said = {"purpose": "newsletter", "text_version": "2026-03", "text_hash": HASH, "place": "account"} | values
    return actions.GiveConsent(customer_id=customer.pk, **said)


def take_back(customer) -> actions.WithdrawConsent:
    return actions.WithdrawConsent(customer_id=customer.pk, purpose="newsletter", place="account")


def test_a_consent_keeps_its_words_time_place_and_who(ann) -> None:
    answer = actions.consent(themselves(ann), give(ann))
    row = Consent.objects.get(pk=answer.consent_id)
    assert (row.given, row.text_version, row.text_hash, row.place) == (True, "2026-03", HASH, "account")
    assert (row.ip, row.by) == ("203.0.113.7", ann.subject)
    ann.refresh_from_db()
    assert ann.takes_newsletter


def test_agreeing_again_to_the_same_words_changes_nothing_and_to_new_words_is_a_new_proof(ann) -> None:
    actions.consent(themselves(ann), give(ann))
    assert actions.consent(themselves(ann), give(ann)).consent_id is None
    assert actions.consent(themselves(ann), give(ann, text_version="2026-04")).consent_id is not None
    assert ann.consents.count() == 2


def test_taking_it_back_adds_a_row_and_leaves_the_first(ann) -> None:
    actions.consent(themselves(ann), give(ann))
    actions.withdraw_consent(themselves(ann), take_back(ann))
    assert list(ann.consents.order_by("pk").values_list("given", flat=True)) == [True, False]
    ann.refresh_from_db()
    assert not ann.takes_newsletter
    assert actions.withdraw_consent(themselves(ann), take_back(ann)).consent_id is None
    assert Event.objects.filter(name="customers.ConsentWithdrawn").count() == 1


def test_the_crew_takes_it_down_for_them_under_its_own_name(company, ann) -> None:
    actions.consent(company.marketing, give(ann, place="crew"))
    assert ann.consents.get().by == company.marketing.ref


def test_nobody_agrees_for_somebody_else(company, stranger, ann, make) -> None:
    for actor in (stranger, themselves(make("bo@example.com")), company.warehouse):
        with pytest.raises(Missing):
            actions.consent(actor, give(ann))
    assert not Consent.objects.exists()


def test_a_purpose_that_nobody_knows_is_refused(ann) -> None:
    with pytest.raises(InvalidInput):
        actions.consent(themselves(ann), give(ann, purpose="cold calls"))
