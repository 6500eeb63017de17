"""`do` and `ask`: the same actions, permissions and errors as everywhere, with exit codes for scripts."""

import json

import pytest
from django.contrib.auth import get_user_model

from storecrew.fronts.cli.codes import Code
from storecrew.fronts.cli.main import _run
from storecrew.kernel.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def emails(company) -> dict[str, str]:
    people = get_user_model().objects.in_bulk()
    return {seat: people[getattr(company, seat).person_id].email for seat in ("founder", "warehouse", "stranger")}


def test_without_a_name_it_lists_what_is_offered(company, capsys) -> None:
    assert _run(["do"]) == Code.DONE
    assert "people.invite" in capsys.readouterr().out
    assert _run(["ask"]) == Code.DONE
    out = capsys.readouterr().out
    assert "people.people" in out
    assert "people.invite " not in out


def test_help_of_an_action_teaches_its_fields(company, capsys) -> None:
    assert _run(["do", "people.invite", "--help"]) == Code.DONE
    out = capsys.readouterr().out
    assert "--email" in out
    assert "storecrew do people.invite --email …" in out
    assert "warehouse" in out  # the choices of a seat


def test_the_owner_acts_by_default_and_the_audit_says_from_where(company, capsys) -> None:
    code = _run(
        [
            "do",
            "people.invite",
            "--email",
            "new@example.com",
            "--seats",
            "web",
            "--seats",
            "it",
            "--days",
            "3",
            "--json",
        ]
    )
    assert code == Code.DONE
    assert json.loads(capsys.readouterr().out)["invite_id"] > 0
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.surface) == ("people.invite", f"person:{company.founder.person_id}", "cli")


def test_input_may_be_json_from_anywhere(company, capsys, tmp_path, monkeypatch) -> None:
    values = {"email": "a@example.com", "seats": ["web"]}
    assert _run(["do", "people.invite", "--json", json.dumps(values)]) == Code.DONE
    file = tmp_path / "input.json"
    file.write_text(json.dumps(values | {"email": "b@example.com"}))
    assert _run(["do", "people.invite", "--json", f"@{file}"]) == Code.DONE
    capsys.readouterr()
    assert _run(["do", "people.invite", "--json", "@/no/such/file"]) == Code.USAGE
    assert "cannot be read" in json.loads(capsys.readouterr().out)["error"]["fields"]["json"]


def test_invalid_input_names_the_fields(company, capsys) -> None:
    assert _run(["do", "people.invite", "--email", "nobody", "--colour", "red"]) == Code.USAGE
    told = capsys.readouterr().err
    assert "--email:" in told
    assert "--colour:" in told


def test_who_has_no_seat_is_denied(emails, capsys) -> None:
    assert _run(["do", "people.invite", "--as", emails["warehouse"], "--email", "x@example.com"]) == Code.DENIED
    assert _run(["ask", "people.people", "--as", emails["stranger"], "--json"]) == Code.DENIED
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "denied"


def test_an_unknown_person_or_action_is_said_so(company, capsys) -> None:
    assert _run(["ask", "people.people", "--as", "ghost@example.com"]) == Code.MISSING
    assert "ghost@example.com" in capsys.readouterr().err
    assert _run(["do", "people.invit"]) == Code.USAGE
    assert "people.invite" in capsys.readouterr().err
    assert _run(["do", "people.people"]) == Code.USAGE
    assert "storecrew ask people.people" in capsys.readouterr().err
    assert _run(["do", "people.accept_invite"]) == Code.USAGE
    assert "not offered on the command line" in capsys.readouterr().err


def test_a_rule_that_says_no_is_a_refusal(company, emails, capsys) -> None:
    assert _run(["do", "people.invite", "--email", emails["warehouse"]]) == Code.REFUSED
    assert "already" in capsys.readouterr().err


def test_the_same_key_does_it_once(company, capsys) -> None:
    words = ["do", "people.invite", "--email", "k@example.com", "--key", "k1", "--json"]
    assert _run(words) == Code.DONE
    first = json.loads(capsys.readouterr().out)
    assert _run(words) == Code.DONE
    assert json.loads(capsys.readouterr().out)["invite_id"] == first["invite_id"]


def test_before_set_up_a_stranger_may_found_the_store(db, capsys) -> None:
    assert _run(["ask", "people.people"]) == Code.DENIED
    founding = {
        "name": "小店", "country": "CN", "currency": "CNY", "languages": ["zh-hans"], "time_zone": "Asia/Shanghai",
        "founder_name": "甲", "founder_email": "jia@example.com", "password": "lantern-over-the-gate",
    }  # fmt: skip
    assert _run(["do", "people.set_up", "--json", json.dumps(founding)]) == Code.DONE
    capsys.readouterr()
    assert _run(["ask", "people.people", "--json"]) == Code.DONE
    assert json.loads(capsys.readouterr().out)["items"][0]["owner"] is True


def test_people_read_tables_and_chinese_keeps_its_columns(company, capsys) -> None:
    assert _run(["ask", "people.people"]) == Code.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("person_id")
    assert len(lines) == 11
