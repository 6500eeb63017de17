"""Letters: written with the change, sent once, and honest about what the server said."""

import smtplib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.mail import conditions, reads
from storecrew.kernel.mail.models import Message
from storecrew.kernel.mail.types import File, Letter
from storecrew.kernel.mail.writing import forget, write
from storecrew.kernel.people.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LETTER = Letter(to="li@example.com", title="您的订单", text="发货了。\nhttps://example.com/t/1", html="<p>发货了。</p>")


def _write(key: str = "order:7:shipped", letter: Letter = LETTER) -> Message:
    return write(letter, key=key, subject="order:7", cause="c" * 32, at=NOW)


def _refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(self: EmailMultiAlternatives, **_: Any) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)


def test_a_letter_is_sent_once_with_its_own_message_id() -> None:
    row = _write()
    drain(NOW)
    drain(NOW)
    [sent] = mail.outbox
    assert sent.to == ["li@example.com"]
    assert sent.message()["Message-ID"] == row.message_id
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert OutwardAct.objects.get().state == "confirmed"


def test_the_same_key_is_the_same_letter() -> None:
    assert _write().pk == _write().pk
    drain(NOW)
    assert len(mail.outbox) == 1


def test_files_go_along_once_and_are_forgotten_with_the_reader() -> None:
    paper = File("PO-10001.pdf", "application/pdf", b"%PDF-1.5")
    letter = replace(LETTER, files=(paper,))
    row = _write(letter=letter)
    _write(letter=letter)
    drain(NOW)
    assert [(one.filename, one.content) for one in mail.outbox[0].attachments] == [(paper.name, paper.content)]
    assert row.files.count() == 1
    forget(LETTER.to)
    assert row.files.count() == 0


def test_nothing_is_sent_for_a_change_that_was_rolled_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        _write()
        raise RuntimeError
    drain(NOW)
    assert mail.outbox == []


def test_line_breaks_do_not_smuggle_in_headers() -> None:
    _write(letter=Letter(to="li@example.com", title="Hi\r\nBcc: eve@example.com", text="x"))
    drain(NOW)
    assert mail.outbox[0].subject == "Hi Bcc: eve@example.com"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"li@example.com": (550, b"no such user")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"li@example.com": (451, b"greylisted")}), "planned"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), "planned"),
        (ConnectionRefusedError(111, "refused"), "planned"),
        (smtplib.SMTPServerDisconnected("gone in the middle"), "unknown"),
        (TimeoutError(), "unknown"),
    ],
)
def test_what_the_server_says_decides(monkeypatch: pytest.MonkeyPatch, error: Exception, state: str) -> None:
    _refuse(monkeypatch, error)
    _write()
    drain(NOW)
    assert OutwardAct.objects.get().state == state


def test_a_letter_whose_fate_is_unknown_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        _refuse(broken, TimeoutError())
        _write()
        drain(NOW)
    drain(NOW + timedelta(days=2))
    assert mail.outbox == []


def test_without_a_server_letters_are_files(settings: Any, tmp_path: Path) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }
    _write()
    drain(NOW)
    [file] = tmp_path.iterdir()
    assert "li@example.com" in file.read_text()


def test_it_reads_the_outbox_and_others_do_not(company: Company) -> None:
    row = _write()
    drain(NOW)
    [seen] = reads.messages(company.it, reads.MessageQuery()).items
    assert (seen.state, seen.message_id) == ("confirmed", row.message_id)
    with pytest.raises(Denied):
        reads.message(company.marketing, reads.OneMessage(id=row.pk))


def test_the_pages_show_letters(company: Company) -> None:
    row = _write()
    client = Client()
    client.force_login(Person.objects.get(pk=company.it.person_id))
    assert "您的订单" in client.get("/crew/mail/outbox").content.decode()
    assert "发货了" in client.get(f"/crew/mail/outbox/{row.pk}").content.decode()
    assert client.get("/crew/mail/outbox/0").status_code == 404


def test_letters_about_one_thing_arrive_in_the_order_they_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    real = EmailMultiAlternatives.send
    _refuse(monkeypatch, ConnectionRefusedError(111, "refused"))
    first, second = _write("order:7:placed"), _write("order:7:paid")
    other = write(LETTER, key="order:8:placed", subject="order:8", cause="c" * 32, at=NOW)
    drain(NOW)
    monkeypatch.setattr(EmailMultiAlternatives, "send", real)
    later = NOW + timedelta(seconds=20)
    OutwardAct.objects.update(due_at=later)
    OutwardAct.objects.filter(key=first.message_id).update(due_at=NOW + timedelta(seconds=40))
    drain(later)
    assert [sent.message()["Message-ID"] for sent in mail.outbox] == [other.message_id]
    for minutes in (1, 2, 5, 10):
        drain(NOW + timedelta(minutes=minutes))
    ids = [sent.message()["Message-ID"] for sent in mail.outbox]
    assert ids == [other.message_id, first.message_id, second.message_id]


@pytest.mark.parametrize("right", [True, False])
def test_a_letter_that_is_no_longer_right_does_not_leave(monkeypatch: pytest.MonkeyPatch, *, right: bool) -> None:
    asked: list[str] = []
    monkeypatch.setitem(conditions._conditions, "tests.right", lambda subject: asked.append(subject) or right)
    write(LETTER, key="k", subject="variant:7", cause="c" * 32, at=NOW, still=("tests.right", "variant:7"))
    drain(NOW)
    assert asked == ["variant:7"]
    assert len(mail.outbox) == right
    act = OutwardAct.objects.get()
    assert (act.state, act.answer.get("sent", True)) == ("confirmed", right)
