"""Files that come by e-mail: whose, each once, in any language of names; and what is wrong with a mailbox."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.feeds import actions, jobs
from storecrew.shop.feeds.fetching import letters, mail, mailbox
from storecrew.shop.feeds.models import Arrival, Source, Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.tests.conftest import Feeding, file_of, rows_of, usual
from storecrew.shop.feeds.tests.imap import Post, certificate
from storecrew.shop.feeds.types import Outcome, State

pytestmark = pytest.mark.django_db
WHO = "stock@zs-lamp.example"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate("localhost", tmp_path_factory.mktemp("tls"))


@pytest.fixture
def post(sealed: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    server = Post(sealed)
    settings.FEEDS_TRUSTED = (f"localhost:{server.port}",)
    monkeypatch.setattr(mailbox, "_trust", lambda: ssl.create_default_context(cafile=str(sealed)))
    monkeypatch.setattr(mail, "reach", lambda *_args, **_more: "127.0.0.1")
    yield server
    server.close()


def source(feeding: Feeding, post: Post, **other: Any) -> Source:
    told = {"host": "localhost", "port": post.port, "user": "shop@lamphour.example", "secret": "secret"}
    return feeding.source("mail", **{**told, "senders": f"{WHO} @other.example", "every_minutes": 15, **other})


def ask(feeding: Feeding, row: Source) -> str:
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    version = Version.objects.filter(source=row, state=State.MAPPING).order_by("number").first()
    if version is not None:
        told = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
        actions.confirm_mapping(feeding.keeper, told, now=feeding.now)
    feeding.work(row)
    row.refresh_from_db()
    return str(row.trouble.get("code", ""))


def letter(*files: tuple[str, bytes], sender: str = WHO, subject: str = "库存表", head: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"中山灯饰 <{sender}>", "shop@lamphour.example", subject
    message.set_content("Attached.")
    message.add_alternative("<p>Attached.</p>", subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return head.encode() + message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def stock(**other: int | str) -> bytes:
    return file_of(rows_of(usual(**other)))


def names() -> list[str]:
    return list(Version.objects.order_by("number").values_list("name", flat=True))


def test_the_files_of_new_mails_are_taken_once_and_in_order(feeding: Feeding, post: Post) -> None:
    early = post.deliver(letter(("old.csv", stock(_1=99))), feeding.now - timedelta(days=2))
    newest = post.deliver(letter(("库存 11-24.csv", stock()), ("logo.png", b"x")), feeding.now - timedelta(hours=1))
    stranger = post.deliver(letter(("x.csv", stock(_1=7)), sender="a@elsewhere.example"), feeding.now)
    row = source(feeding, post)
    assert ask(feeding, row) == ""
    assert (feeding.stock(), names()) == (usual(), ["库存 11-24.csv"])
    assert (early.flags, newest.flags, stranger.flags) == (set(), {"\\Seen"}, set())
    assert ask(feeding, row) == ""
    assert Arrival.objects.count() == 1  # nothing came: nothing is said
    post.deliver(letter(("a.csv", stock(_1=1)), ("b.csv", stock(_2=2))), feeding.now)
    assert ask(feeding, row) == ""
    assert names()[1:] == ["a.csv", "b.csv"]
    assert feeding.stock() == usual(_2=2)
    post.renumber()
    post.deliver(letter(("c.csv", stock(_3=3))), feeding.now + timedelta(minutes=1))
    assert ask(feeding, row) == ""
    assert (feeding.stock(), names()[3:]) == (usual(_3=3), ["c.csv"])  # none of the others came again
    assert "secret" not in Source.objects.values().get(pk=row.pk)["secret"]


def test_killed_between_two_files_of_a_mail_it_goes_on_with_the_second(
    feeding: Feeding, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = post.deliver(letter(("a.csv", stock()), ("b.csv", stock(_1=1))), feeding.now)
    row = source(feeding, post)
    take = jobs.receive

    def killed(*args: Any, **more: Any) -> Any:
        take(*args, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(jobs, "receive", killed)
        ask(feeding, row)
    assert kept.flags == set()
    assert ask(feeding, row) == ""
    assert names() == ["a.csv", "b.csv"]
    assert kept.flags == {"\\Seen"}


def test_a_mail_without_a_file_is_said_and_the_silence_goes_on(feeding: Feeding, post: Post) -> None:
    row = source(feeding, post)
    assert ask(feeding, row) == ""
    post.deliver(letter(subject="今天没有变化"), feeding.now)
    assert ask(feeding, row) == ""
    said = Arrival.objects.get()
    assert (said.outcome, said.why["code"]) == (Outcome.NONE, "no_file_in_mail")
    assert said.why["params"] == {"sender": WHO, "subject": "今天没有变化"}
    assert row.seen_at is None
    post.deliver(letter(("x.csv", stock())), feeding.now)
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    assert names() == ["x.csv"]


def test_files_of_forwarded_mails_and_of_a_chosen_name_are_taken(feeding: Feeding, post: Post) -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "office@other.example", "Fwd: stock"
    outer.set_content("see below")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = WHO, "stock"
    inner.set_content("here")
    for name, content in (("价格.csv", b"SKU,Price\nx,1\n"), ("库存.csv", stock())):
        inner.add_attachment(content, maintype="text", subtype="csv", filename=name)
    outer.add_attachment(inner)
    post.deliver(outer.as_bytes(), feeding.now)
    row = source(feeding, post, pattern="库存*", path="INBOX")
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    assert names() == ["库存.csv"]


@pytest.mark.parametrize(
    "disposition",
    [
        b'attachment; filename="=?UTF-8?B?5bqT5a2YLmNzdg==?="',
        b'attachment; filename="=?gb2312?B?v+K05i5jc3Y=?="',
        b"attachment; filename*=UTF-8''%E5%BA%93%E5%AD%98.csv",
        b"attachment; filename*0*=UTF-8''%E5%BA%93; filename*1*=%E5%AD%98.csv",
        b'attachment; filename="' + "库存.csv".encode("gb18030") + b'"',
        b'attachment; filename="' + "库存.csv".encode() + b'"',
        b'attachment; filename="C:\\\\export\\\\=?UTF-8?Q?=E5=BA=93=E5=AD=98=2Ecsv?="',
    ],
)
def test_names_of_files_are_read_however_they_were_written(disposition: bytes) -> None:
    part = b"Content-Type: text/csv\r\nContent-Disposition: " + disposition + b"\r\n\r\nx"
    whole = (
        b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="=="\r\n\r\n--==\r\n' + part + b"\r\n--==--\r\n"
    )
    assert [name for name, _part in letters.files_of(letters.head_of(whole))] == ["库存.csv"]


def test_only_mail_that_the_own_server_confirms_is_opened_where_that_is_asked_for(feeding: Feeding, post: Post) -> None:
    ours = "Authentication-Results: mx.lamphour.example 1; "
    proven = ours + f"spf=fail smtp.mailfrom=x@spam.example; dkim=pass (2048 bit) header.d={WHO.partition('@')[2]}\r\n"
    for head, taken in (
        ("", False),
        (ours + "dkim=fail header.d=zs-lamp.example\r\n" + proven, False),  # only what stands on top is ours
        (proven.replace("mx.lamphour", "mx.forger"), False),
        (ours + "dkim=pass header.d=spam.example\r\n", False),
        (ours + "spf=pass smtp.mailfrom=bounce@mail.zs-lamp.example\r\n", True),
        (proven, True),
    ):
        mail_ = letters.head_of(letter(head=head))
        assert letters.is_vouched(mail_, letters.sender_of(mail_), "mx.lamphour.example") == taken, head
    row = source(feeding, post, vouched_by="mx.lamphour.example")
    post.deliver(letter(("x.csv", stock())), feeding.now)
    ask(feeding, row)
    assert Arrival.objects.get().why["code"] == "not_vouched"
    post.deliver(letter(("x.csv", stock()), head=proven), feeding.now)
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    assert names() == ["x.csv"]


def test_a_huge_mail_is_passed_over_and_a_large_one_read_in_pieces(
    feeding: Feeding, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "MOST_BYTES", 20_000)
    monkeypatch.setattr(mailbox, "PIECE", 400)
    row = source(feeding, post)
    post.deliver(letter(("x.csv", stock())), feeding.now)
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    post.deliver(letter(("big.csv", stock() + b"\r\n" * 20_000)), feeding.now)
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    assert Arrival.objects.order_by("pk").last().why["code"] == "mail_too_big"  # type: ignore[union-attr]
    with SHELF.path_of(Version.objects.get().digest).open("rb") as whole:
        assert whole.read() == stock()
    assert len([one for one in post.asked if "<" in one]) > 3


def test_a_mailbox_that_wants_a_name_and_one_that_cannot_be_written_to(feeding: Feeding, post: Post) -> None:
    post.strict = post.read_only = True
    post.folders["&XpNbWA-/&-x"] = []
    kept = post.deliver(letter(("x.csv", stock())), feeding.now, folder="&XpNbWA-/&-x")
    row = source(feeding, post, path="库存/&x")
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    assert (names(), kept.flags) == (["x.csv"], set())


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("password", "login_refused"),
        ("cut", "broke_off"),
        ("mute", "too_slow"),
        ("flood", "broke_off"),
        ("folder", "no_mail_folder"),
        ("certificate", "no_trust"),
        ("down", "broke_off"),
    ],
)
def test_what_goes_wrong_is_said_and_the_mail_stays_for_the_next_time(
    feeding: Feeding, post: Post, monkeypatch: pytest.MonkeyPatch, fault: str, code: str
) -> None:
    kept = post.deliver(letter(("x.csv", stock())), feeding.now)
    row = source(feeding, post, **{"path": "Lists"} if fault == "folder" else {})
    post.fault = fault
    post.password = "other" if fault == "password" else "secret"
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.3 if fault == "mute" else 20)
    with monkeypatch.context() as patch:
        if fault == "certificate":
            patch.setattr(mailbox, "_trust", ssl.create_default_context)
        if fault == "down":
            post.close()
        assert ask(feeding, row) == code
    assert (row.etag, Version.objects.count(), kept.flags) == ("", 0, set())
    if fault == "cut":
        post.fault = ""
        jobs.ask_source(row.pk, feeding.later(minutes=20))
        assert Version.objects.get().name == "x.csv"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"host": "192.168.1.2"}, "host"),
        ({"host": "203.0.113.1", "port": 143}, "host"),
        ({"senders": ""}, "senders"),
        ({"senders": "somebody"}, "senders"),
        ({"secret": ""}, "secret"),
        ({"user": ""}, "user"),
    ],
)
def test_what_could_never_be_asked_is_refused_at_once(
    feeding: Feeding, settings: Any, told: dict[str, Any], field: str
) -> None:
    settings.FEEDS_TRUSTED = ("imap.lamphour.example:993",)
    whole = {"host": "imap.lamphour.example", "user": "shop", "secret": "secret", "senders": WHO}
    with pytest.raises(InvalidInput) as refusal:
        feeding.source("mail", **{**whole, **told})
    assert list(refusal.value.fields) == [field]
