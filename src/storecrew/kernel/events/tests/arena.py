"""The processes of the kill test: `python -m storecrew.kernel.events.tests.arena ROLE …`.

ROLE is `prepare N` (announce N events), `worker` (a worker that knows the arena's handler and adapter),
`nursery` (starts such a worker for each line it reads, and prints its process id), `ask` (let what is unknown be asked
about), `count` (print what the outbox says, as JSON) or `sink FILE` (the other side: an HTTP server that appends the id
of each letter it receives to FILE, and tells whether it has one).
"""

import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections import Counter
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Lock

import django

LEASE = timedelta(seconds=1.5)
SUBJECTS = 50


def sink(file: str) -> None:
    """Receive letters until killed; prints the port."""
    known: list[str] = []
    lock = Lock()

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            letter = self.rfile.read(int(self.headers["Content-Length"])).decode()
            with lock, Path(file).open("a") as log:
                known.append(letter)
                log.write(f"{letter}\n")
            self._answer(201)

        def do_GET(self) -> None:
            self._answer(200 if self.path.removeprefix("/") in known else 404)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    print(server.server_port, flush=True)
    server.serve_forever()


def prepare(count: str) -> None:
    """Announce events in transactions of 50."""
    from django.db import transaction  # noqa: PLC0415  after the set-up
    from django.utils import timezone  # noqa: PLC0415

    from storecrew.kernel.events import outbox  # noqa: PLC0415

    now = timezone.now()
    for first in range(0, int(count), 50):
        with transaction.atomic():
            for number in range(first, first + 50):
                outbox.record(
                    LetterWanted(number=number),
                    subject=f"letter:{number % SUBJECTS}",
                    cause="",
                    at=now,
                    actor_ref="system:arena",
                )


def worker() -> None:
    """Work until told to stop."""
    from storecrew.kernel.events import worker as process  # noqa: PLC0415  after the set-up

    process.main(["--lease", str(LEASE.total_seconds())])


def nursery() -> None:
    """Fork workers that need no time to start, so that their lives can be short; ends with its input."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            worker()
            os._exit(0)
        print(child, flush=True)


def ask() -> None:
    """Ask the other side about everything unknown."""
    from django.utils import timezone  # noqa: PLC0415  after the set-up

    from storecrew.kernel.events import carrying, outward  # noqa: PLC0415

    adapter = outward.find_adapter("letter")
    assert adapter is not None
    outward.kind("letter", send=adapter.send, ask=_ask, retry=adapter.retry)
    while carrying.find_out(limit=100, now=timezone.now(), rng=Random(1)):
        pass
    counted()


def counted() -> None:
    """Print how many events, deliveries and acts there are in each state, and the order the handler saw."""
    from django.contrib.auth.models import Group  # noqa: PLC0415  after the set-up

    from storecrew.kernel.events import backlog  # noqa: PLC0415
    from storecrew.kernel.events.models import Delivery, Event, OutwardAct  # noqa: PLC0415

    print(
        json.dumps(
            {
                "events": Event.objects.count(),
                "deliveries": Counter(Delivery.objects.values_list("state", flat=True)),
                "acts": Counter(OutwardAct.objects.values_list("state", flat=True)),
                "unknown": list(OutwardAct.objects.filter(state="unknown").values_list("key", flat=True)),
                "shown": backlog.outbox().unknown,
                "handled": list(Group.objects.order_by("pk").values_list("name", flat=True)),
            }
        )
    )


def _send(act: "outward.Act") -> "outward.Confirmed":
    request = urllib.request.Request(os.environ["ARENA_SINK"], data=act.key.encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5):
            return outward.Confirmed()
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise outward.NotReceived("connection refused") from error
        raise


def _ask(act: "outward.Act") -> "outward.Confirmed | None":
    try:
        with urllib.request.urlopen(f"{os.environ['ARENA_SINK']}/{act.key}", timeout=5):
            return outward.Confirmed(reference="asked")
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def _want(event: "LetterWanted", meta: "Meta") -> None:
    # a row of the handler's own, in the order it was told: were it told twice, the second would violate the constraint
    Group.objects.create(name=f"{event.number:05}")
    outward.plan("letter", key=str(event.number), payload={}, subject=meta.subject, cause="", at=meta.now)


if __name__ == "__main__" and sys.argv[1] == "sink":
    sink(sys.argv[2])
elif __name__ == "__main__":
    django.setup()

    from django.contrib.auth.models import Group

    from storecrew.kernel.events import outward
    from storecrew.kernel.events.registry import on
    from storecrew.kernel.events.types import Event, Meta

    class LetterWanted(Event):
        """A letter is to be sent."""

        room = "arena"
        number: int

    on(LetterWanted, name="arena.want")(_want)
    outward.kind("letter", send=_send)
    {"prepare": prepare, "worker": worker, "nursery": nursery, "ask": ask, "count": counted}[sys.argv[1]](*sys.argv[2:])
