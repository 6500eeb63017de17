"""A carrier that speaks the open form: keeps labels by reference, and fails in the ways in which carriers fail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class StandIn:
    """What the carrier knows, and how it is to behave at the next requests for labels.

    `faults`, one for each request: `lose` makes the label and drops the connection, `later` answers 429, `never` answers
    422, `drop` hangs up before doing anything, `odd` answers no JSON.
    """

    port: int = 0
    key: str = "k3y"
    faults: list[str] = field(default_factory=list)
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    tracking: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def make(self, body: dict[str, Any]) -> dict[str, Any]:
        number = f"SF{1316582044000 + len(self.labels)}"
        answer = {"tracking_number": number, "document_url": f"https://labels.example/{number}.pdf"}
        answer |= {"cost": {"minor": 1180, "currency": "CNY"}}  # type: ignore[dict-item]
        return self.labels.setdefault(body["reference"], answer)


@contextmanager
def carrier() -> Iterator[StandIn]:
    """Run the stand-in on a port of its own."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self._known():
                return self._say(401, {"message": "wrong key"})
            assert self.headers["Idempotency-Key"] == body["reference"]
            state.asked.append(body)
            fault = state.faults.pop(0) if state.faults else ""
            match fault:
                case "later":
                    return self._say(429, {}, {"Retry-After": "1"})
                case "never":
                    return self._say(422, {"message": "no such postcode"})
                case "lose":
                    state.make(body)
                    return self.connection.close()
                case "drop":
                    return self.connection.close()
                case "odd":
                    return self._say(200, "<html>")
            return self._say(201, state.make(body))

        def do_GET(self) -> None:
            if not self._known():
                return self._say(401, {})
            path = urlsplit(self.path)
            if path.path == "/v1/tracking":
                numbers = parse_qs(path.query)["numbers"][0].split(",")
                return self._say(200, {"parcels": {number: state.tracking.get(number, []) for number in numbers}})
            found = state.labels.get(unquote(path.path.removeprefix("/v1/labels/")))
            return self._say(200, found) if found else self._say(404, {})

        def _known(self) -> bool:
            return self.headers.get("Authorization") == f"Bearer {state.key}"

        def _say(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
            content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]  # connections dropped on purpose
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
