"""A seat's home shows the programs that act in it, and how much of their day is used."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from storecrew.kernel.pages import desk
from storecrew.kernel.people import actions
from storecrew.kernel.people.actions.agents import AgentForm, StopAgent
from storecrew.kernel.people.models import AgentUse

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def make(company, name="小库", seat="warehouse", **limits):
    form = AgentForm(name=name, seat=seat, scopes=("people.people",), **limits)
    return actions.create_agent(company.holding(seat), form, now=NOW - timedelta(days=1))


def panel(company, seat="warehouse"):
    found = [one for one in desk.panels(seat, company.holding(seat), NOW) if "agents" in one.template]
    return found[0] if found else None


def test_a_seat_without_programs_shows_nothing(company):
    make(company)
    assert panel(company, "finance") is None


def test_a_program_stands_there_with_its_limits_and_what_it_used_today(company):
    key = make(company, day_count=5, day_amount_minor=50_000, currency="CNY")
    AgentUse.objects.create(agent_id=key.agent_id, at=NOW, run="r", amount_minor=1200)
    AgentUse.objects.create(agent_id=key.agent_id, at=NOW - timedelta(days=1), run="y", amount_minor=9900)
    shown = panel(company)
    with translation.override("en"):
        html = render_to_string(shown.template, {"panel": shown.context})
    assert "1 of 5 changes today" in html
    assert "CN¥12.00 of CN¥500.00" in html
    assert "only proposes" in html


def test_a_stopped_program_is_no_longer_in_the_seat(company):
    key = make(company)
    actions.stop_agent(company.warehouse, StopAgent(agent_id=key.agent_id), now=NOW)
    assert panel(company) is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_more_programs_cost_no_more_queries(company, language):
    with translation.override(language):
        make(company)
        panel(company)  # what is remembered for good is asked once
        with CaptureQueriesContext(
            connection,
        ) as few:
            panel(company)
        for number in range(4):
            make(company, name=f"小库{number}")
        with CaptureQueriesContext(connection) as many:
            assert len(panel(company).context["agents"]) == 5
    assert len(many) == len(few)
