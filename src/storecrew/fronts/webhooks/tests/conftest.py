"""A receiver on this machine, and a webhook that tells it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.fronts.webhooks import actions
from storecrew.fronts.webhooks.models import Webhook
from storecrew.kernel.events import outbox
from storecrew.kernel.events.types import Event

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class LampLit(Event):
    """A lamp was lit."""

    room = "hooktests"
    history = True
    lamp: str


@dataclass
class Receiver:
    """The other program: keeps what it gets and answers as told."""

    url: str = ""
    address: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """What it answers next, in order; then 204."""


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    told = Receiver()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = told.answers.pop(0) if told.answers else (204, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    told.address = f"127.0.0.1:{server.server_port}"
    told.url = f"http://{told.address}/hook"
    settings.WEBHOOKS_TRUSTED = {told.address}
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def webhook(company: Company, receiver: Receiver) -> Webhook:
    data = actions.AddWebhook(name="Warehouse screen", url=receiver.url, events=(LampLit.name(),))
    return Webhook.objects.get(pk=actions.add(company.it, data, now=NOW).webhook_id)


def light(lamp: str = "moon", at: datetime = NOW) -> int:
    return outbox.record(LampLit(lamp=lamp), subject=f"lamp:{lamp}", cause="c" * 32, at=at, actor_ref="person:1")
