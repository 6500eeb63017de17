"""Files fetched from a real SFTP server: whose key is trusted, what has changed, what is whole, and how it breaks."""

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from django.urls import reverse

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.shop.feeds import actions, jobs
from storecrew.shop.feeds.fetching import sftp
from storecrew.shop.feeds.models import Arrival, Source, Version
from storecrew.shop.feeds.tests.conftest import Feeding, file_of, rows_of, usual
from storecrew.shop.feeds.types import Outcome, State

pytestmark = pytest.mark.django_db


class _Files(asyncssh.SFTPServer):
    """The supplier's folder, with whatever goes wrong there."""

    def __init__(self, channel: Any, house: "House") -> None:
        self.house = house
        super().__init__(channel, chroot=str(house.root).encode())

    def open(self, *args: Any) -> Any:
        self.house.opened.append(super().open(*args))
        return self.house.opened[-1]

    async def read(self, file_obj: Any, offset: int, size: int) -> bytes:
        if self.house.fault == "cut" and offset >= 1 << 16:
            self.connection.abort()
        if self.house.fault == "slow":
            await asyncio.sleep(30)
        if self.house.fault == "grows":
            (self.house.root / "stock.csv").write_bytes(b"more" * 200_000)
        data: bytes = super().read(file_obj, offset, size)  # type: ignore[assignment]  # this one answers at once
        return data


class _Door(asyncssh.SSHServer):
    def __init__(self, house: "House") -> None:
        self.house = house

    def begin_auth(self, username: str) -> bool:
        self.house.users.append(username)
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("lamp", "secret")

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return key.public_data == self.house.client_key.public_data


@dataclass
class House:
    """A supplier's server; its loop runs in a thread of its own."""

    root: Path
    loop: asyncio.AbstractEventLoop
    keys: list[asyncssh.SSHKey]
    client_key: asyncssh.SSHKey
    fault: str = ""
    users: list[str] = field(default_factory=list)
    opened: list[Any] = field(default_factory=list)
    port: int = 0
    acceptor: Any = None

    def open(self) -> None:
        async def listen() -> Any:
            return await asyncssh.listen(
                "127.0.0.1",
                self.port,
                server_factory=lambda: _Door(self),
                server_host_keys=self.keys,
                sftp_factory=lambda channel: _Files(channel, self),
            )

        self.acceptor = asyncio.run_coroutine_threadsafe(listen(), self.loop).result(5)
        self.port = self.acceptor.get_port()

    def close(self) -> None:
        async def close() -> None:
            self.acceptor.close()
            await self.acceptor.wait_closed()

        asyncio.run_coroutine_threadsafe(close(), self.loop).result(5)

    def put(self, name: str, content: bytes, at: float) -> None:
        (self.root / name).write_bytes(content)
        os.utime(self.root / name, (at, at))


@pytest.fixture
def house(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    root = tmp_path / "theirs"
    root.mkdir()
    keys = [asyncssh.generate_private_key("ssh-ed25519")]
    one = House(root, loop, keys, asyncssh.generate_private_key("ecdsa-sha2-nistp256"))
    one.open()
    settings.FEEDS_TRUSTED = (f"127.0.0.1:{one.port}",)
    monkeypatch.setattr(sftp, "PAUSE_S", 0.01)
    yield one
    one.close()
    asyncio.run_coroutine_threadsafe(_end(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    for file in one.opened:
        file.close()
    loop.close()


async def _end() -> None:
    """End what still waits in the server's loop."""
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


def source(feeding: Feeding, house: House, **other: Any) -> Source:
    told = {"host": "127.0.0.1", "port": house.port, "path": "/stock.csv", "user": "lamp", "secret": "secret"}
    return feeding.source("sftp", **{**told, "every_minutes": 15, **other})


def ask(feeding: Feeding, row: Source, *, trust: bool = True) -> str:
    """Ask a source, trusting the key it shows the first time; return why nothing came."""
    jobs.ask_source(row.pk, feeding.later(minutes=20))
    row.refresh_from_db()
    if trust and row.trouble.get("code") == "new_key":
        actions.trust_key(feeding.keeper, actions.TrustKey(source_id=row.pk, key=row.trouble["params"]["key"]))
        jobs.ask_source(row.pk, feeding.now)
    version = Version.objects.filter(source=row).order_by("-number").first()
    if version is not None and version.state == State.MAPPING:
        told = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
        actions.confirm_mapping(feeding.keeper, told, now=feeding.now)
    feeding.work(row)
    row.refresh_from_db()
    return str(row.trouble.get("code", ""))


def test_a_file_is_fetched_once_its_server_is_trusted_and_again_when_it_has_changed(
    feeding: Feeding, house: House
) -> None:
    house.put("stock.csv", file_of(rows_of(usual())), feeding.now.timestamp() - 9_000)
    row = source(feeding, house)
    assert ask(feeding, row, trust=False) == "new_key"
    assert house.users == []  # not even the user name was said
    assert ask(feeding, row) == ""
    assert feeding.stock() == usual()
    assert row.host_key == f"ssh-ed25519 {house.keys[0].get_fingerprint()}"
    house.fault = "cut"  # whoever reads it would fail: what has not changed is not read
    assert ask(feeding, row) == ""
    house.fault = ""
    house.put("stock.csv", file_of(rows_of(usual(_1=0))), feeding.now.timestamp() - 5_000)
    assert ask(feeding, row) == ""
    assert feeding.stock() == usual(_1=0)
    said = [Outcome.FAILED, Outcome.FAILED, Outcome.NEW, Outcome.SAME, Outcome.NEW]
    assert [one.outcome for one in Arrival.objects.order_by("pk")] == said
    assert "secret" not in Source.objects.values().get(pk=row.pk)["secret"]


def test_of_a_folder_the_newest_file_of_a_wanted_name_is_taken_with_a_private_key(
    feeding: Feeding, house: House
) -> None:
    key = house.client_key.export_private_key("pkcs8-pem").decode()
    row = source(feeding, house, path="/", pattern="库存*.csv", secret=key.strip())
    assert ask(feeding, row) == "nothing_wanted"
    at = feeding.now.timestamp() - 9_000
    for name, stock, age in (
        ("库存-24.csv", usual(), 20),
        ("库存-25.csv", usual(_1=1), 10),
        ("库存-26.csv.part", {}, 5),
    ):
        house.put(name, file_of(rows_of(stock)), at - age)
    house.put("prices.csv", b"x", at)
    assert ask(feeding, row) == ""
    assert feeding.stock() == usual(_1=1)
    assert Version.objects.get().name == "库存-25.csv"


def test_a_server_with_another_key_is_told_nothing_until_somebody_trusts_it(
    feeding: Feeding, house: House, signed_in: Any
) -> None:
    house.put("stock.csv", file_of(rows_of(usual())), feeding.now.timestamp() - 9_000)
    row = source(feeding, house)
    ask(feeding, row)
    house.close()
    house.users.clear()
    house.keys[:] = [asyncssh.generate_private_key("ecdsa-sha2-nistp256")]
    house.open()
    assert ask(feeding, row) == "other_key"
    assert house.users == []
    with pytest.raises(Refused):
        actions.trust_key(feeding.keeper, actions.TrustKey(source_id=row.pk, key=row.host_key))
    client, shown = signed_in(feeding.keeper, "zh-hans"), row.trouble["params"]["key"]
    page = client.get(reverse("feeds:source", args=[row.pk])).content.decode()
    assert shown in page
    assert row.host_key in page
    assert client.post(reverse("feeds:trust", args=[row.pk]), {"key": shown}).status_code == 303
    assert ask(feeding, row) == ""
    assert row.host_key == shown
    house.close()
    house.keys.append(
        asyncssh.generate_private_key("ssh-ed25519")
    )  # one more does not matter: the trusted one is asked for
    house.open()
    assert ask(feeding, row) == ""


@pytest.mark.parametrize("fault", ["cut", "slow", "grows", "password", "gone", "large", "down"])
def test_what_goes_wrong_is_said_and_nothing_of_it_is_taken(
    feeding: Feeding, house: House, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    house.put("stock.csv", file_of(rows_of(usual())) + b"\r\n" * 200_000, feeding.now.timestamp() - 9_000)
    row = source(feeding, house, **{"secret": "guess"} if fault == "password" else {})
    house.fault = fault
    if fault == "gone":
        (house.root / "stock.csv").unlink()
    if fault == "large":
        monkeypatch.setattr(sftp, "MAX_BYTES", 1_000)
    if fault == "slow":
        monkeypatch.setattr(sftp, "TIMEOUT_S", 0.4)
    ask(feeding, row, trust=False)
    actions.trust_key(feeding.keeper, actions.TrustKey(source_id=row.pk, key=row.trouble["params"]["key"]))
    if fault == "down":
        house.close()
    codes = {
        "cut": "broke_off",
        "slow": "too_slow",
        "grows": "still_growing",
        "password": "login_refused",
        "gone": "no_such_path",
        "large": "file_too_big",
        "down": "broke_off",
    }
    assert ask(feeding, row) == codes[fault]
    assert (row.etag, Version.objects.count()) == ("", 0)
    assert list((folder / "feeds").iterdir()) == []  # no half of it is left
    if fault == "down":
        house.open()


def test_a_file_that_is_being_written_waits(feeding: Feeding, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    row = source(feeding, house)
    house.put("stock.csv", b"half", feeding.now.timestamp() + 1_200)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        with (house.root / "stock.csv").open("ab") as file:
            file.write(b" and more")

    ask(feeding, row, trust=False)
    actions.trust_key(feeding.keeper, actions.TrustKey(source_id=row.pk, key=row.trouble["params"]["key"]))
    house.put("stock.csv", b"half", feeding.now.timestamp() + 1_190)
    monkeypatch.setattr(sftp, "_pause", pause)
    assert ask(feeding, row) == "still_growing"
    assert pauses == [sftp.PAUSE_S]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"host": "10.0.0.7"}, "host"),
        ({"host": "169.254.169.254"}, "host"),
        ({"host": "127.0.0.1", "port": 25}, "host"),
        ({"host": "no such name/"}, "host"),
        ({"path": ""}, "path"),
        ({"secret": ""}, "secret"),
        ({"secret": "-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----"}, "secret"),
    ],
)
def test_what_could_never_be_asked_is_refused_at_once(
    feeding: Feeding, settings: Any, told: dict[str, Any], field: str
) -> None:
    settings.FEEDS_TRUSTED = ("203.0.113.1:22",)
    whole = {"host": "203.0.113.1", "path": "/stock.csv", "user": "lamp", "secret": "secret"}
    with pytest.raises(InvalidInput) as refusal:
        feeding.source("sftp", **{**whole, **told})
    assert list(refusal.value.fields) == [field]
