"""The doctor: every finding says what to do, a broken check is a finding, and the exit code is for monitors."""

import json

import pytest

from storecrew.fronts.cli.codes import Code
from storecrew.fronts.cli.main import _run
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level, check

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    return health._checks


def test_a_clean_report_says_what_was_looked_at(checks, capsys) -> None:
    checks.clear()
    check("shelf.levels")(lambda now: [Finding(Level.GOOD, "All levels add up.")])
    assert _run(["doctor"]) == Code.DONE
    out = capsys.readouterr().out
    assert "All levels add up." in out
    assert "1 thing looked at" in out


def test_what_is_wrong_comes_with_what_to_do_and_an_exit_code(checks, capsys) -> None:
    checks.clear()
    check("shelf.levels")(lambda now: [Finding(Level.BAD, "3 levels differ.", "Recount them.")])
    check("shelf.dust")(lambda now: [Finding(Level.WARN, "Dusty.", "Wipe.")])
    assert _run(["doctor"]) == Code.UNHEALTHY
    assert "→ Recount them." in capsys.readouterr().out
    assert _run(["doctor", "shelf.dust"]) == Code.DONE
    assert _run(["doctor", "shelf.dust", "--strict"]) == Code.UNHEALTHY
    capsys.readouterr()
    assert _run(["doctor", "--json"]) == Code.UNHEALTHY
    told = json.loads(capsys.readouterr().out)
    assert told["level"] == "bad"
    assert [one["name"] for one in told["checks"]] == ["shelf.dust", "shelf.levels"]


def test_a_check_that_breaks_hides_nothing(checks, capsys) -> None:
    checks.clear()

    def broken(now):
        raise ZeroDivisionError("oh")

    check("a.broken")(broken)
    check("b.fine")(lambda now: [Finding(Level.GOOD, "Fine.")])
    assert _run(["doctor"]) == Code.UNHEALTHY
    out = capsys.readouterr().out
    assert "ZeroDivisionError: oh" in out
    assert "Fine." in out


def test_a_bad_finding_without_a_remedy_is_no_finding() -> None:
    with pytest.raises(ValueError, match="what to do"):
        Finding(Level.BAD, "It hurts.")


def test_an_unknown_check_is_said_so(capsys) -> None:
    assert _run(["doctor", "no.such"]) == Code.USAGE
    assert _run(["doctor", "--list"]) == Code.DONE
    assert "events.backlog" in capsys.readouterr().out


def test_the_installations_own_checks_all_run(company, capsys) -> None:
    _run(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    found = [finding for one in told["checks"] for finding in one["findings"]]
    assert len(told["checks"]) > 10
    assert not [finding for finding in found if "could not be looked at" in finding["message"]]
