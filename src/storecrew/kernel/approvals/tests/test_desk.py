"""A seat's home says which rules hold there, and its day when the reader's requests run out."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from storecrew.kernel.approvals import actions
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.approvals.tests.conftest import NOW, hire
from storecrew.kernel.approvals.tests.test_approvals import ask
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def rules_panel(seat: str, actor) -> Panel:
    return next(one for one in desk.panels(seat, actor, NOW) if one.template == "approvals/panels/rules.html")


def test_a_seat_sees_what_it_has_to_ask_for_and_who_decides(service, director, rule) -> None:
    context = rules_panel("service", service).context
    assert [one.rule_id for one in context["asks"]] == [rule.pk]
    assert context["decides"] == []


def test_the_deciding_seat_sees_what_is_up_to_it(service, director, rule) -> None:
    context = rules_panel("director", director).context
    assert [one.rule_id for one in context["decides"]] == [rule.pk]
    assert context["asks"] == []  # it does pay out itself, but nobody else decides on that


def test_a_rule_about_what_the_seat_never_does_is_not_shown(director, rule) -> None:
    warehouse = hire("Qin", "warehouse")
    context = rules_panel("warehouse", warehouse).context
    assert context["asks"] == context["decides"] == []


def test_an_ended_rule_is_in_force_no_more(service, rule) -> None:
    rule.ended_at = NOW
    rule.save()
    assert rules_panel("service", service).context["asks"] == []


@pytest.mark.parametrize(("language", "words"), [("en", "from CN¥500.00"), ("zh-hans", "¥500.00 起")])
def test_the_panel_says_the_amount_in_the_readers_language(service, rule, language, words) -> None:
    with translation.override(language):
        panel = rules_panel("service", service)
        assert words in render_to_string(panel.template, {"panel": panel.context})


def test_the_day_shows_when_the_readers_own_request_expires(service, director, rule) -> None:
    request = Request.objects.get(uid=ask(service))
    start = request.expires_at - timedelta(hours=3)
    found = [one for one in desk.moments(["service"], service, start, start + DAY) if "Pay out" in str(one.label)]
    assert [(one.at, one.url) for one in found] == [(request.expires_at, f"/crew/approvals/{request.uid}/")]
    others = desk.moments(["director"], director, start, start + DAY)
    assert not [one for one in others if "Pay out" in str(one.label)]  # theirs is a job of the list


def test_the_day_shows_when_what_was_authorised_alone_is_carried_out(rule) -> None:
    both = hire("Wu", "service", "director")
    uid = ask(both)
    actions.decide(both, actions.Decide(request=uid, approve=True), now=NOW)
    request = Request.objects.get(uid=uid)
    assert request.runs_after is not None
    start = request.runs_after - timedelta(hours=1)
    found = [one.at for one in desk.moments(["service"], both, start, start + DAY) if "Pay out" in str(one.label)]
    assert found == [request.runs_after]
    assert not [one for one in desk.moments(["service"], both, start + DAY, start + 2 * DAY) if "Pay" in str(one.label)]
