"""Which store a command is about, and in which language it speaks."""

import pytest

from storecrew.fronts.cli import stage


def test_the_demo_has_a_folder_and_engines_of_its_own(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"DATABASE_URL": "postgres://real", "MAIL_URL": "smtp://real", "PORT": "9000"}
    stage.prepare(["demo"], environ)
    assert environ["STORECREW_DATA"] == str(tmp_path / "demo-data.new")
    assert environ[stage.UNDER_CONSTRUCTION] == str(tmp_path / "demo-data")
    assert (environ["DATABASE_URL"], environ["MAIL_URL"], environ["STORECREW_DEMO"]) == ("", "", "1")


def test_a_finished_demo_is_kept_until_it_is_reset(tmp_path) -> None:
    (tmp_path / stage.DEMO_MARK).write_text("{}")
    environ = {"STORECREW_DATA": str(tmp_path)}
    stage.prepare(["demo", "--port", "8123"], environ)
    assert environ["STORECREW_DATA"] == str(tmp_path)
    assert environ["PORT"] == "8123"
    stage.prepare(["demo", "--reset"], environ)
    assert environ["STORECREW_DATA"].endswith(".new")


def test_a_real_store_is_never_taken_for_the_demo(tmp_path) -> None:
    (tmp_path / "storecrew.sqlite3").write_text("somebody's store")
    with pytest.raises(ValueError, match="not the demo"):
        stage.prepare(["demo", "--reset"], {"STORECREW_DATA": str(tmp_path)})
    assert (tmp_path / "storecrew.sqlite3").read_text() == "somebody's store"


@pytest.mark.parametrize(
    ("environ", "encoding", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "utf-8", "zh-hans"),
        ({"LANG": "zh_CN.GB18030"}, "gb18030", "zh-hans"),
        ({"LANG": "zh_CN.UTF-8"}, "ascii", "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "utf-8", "en"),
        ({}, "utf-8", "en"),
    ],
)
def test_it_speaks_the_terminals_language(environ, encoding, language) -> None:
    assert stage.language(environ, encoding=encoding) == language
