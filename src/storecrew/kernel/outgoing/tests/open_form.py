"""A program that speaks the open form: keeps what it was told by reference, and fails as programs fail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class StandIn:
    """What the program knows, and how it is to behave at the next requests.

    `faults`, one for each request: `lose` takes it and drops the connection, `later` answers that it is busy, `never`
    answers 422, `drop` hangs up before doing anything, `odd` answers no JSON.
    """

    takes: ClassVar[str]
    """What is handed over to it, as addresses call it; `tells`: where it is asked, `under`: how it names what it says."""
    tells: ClassVar[str]
    under: ClassVar[str]
    refusal: ClassVar[str]
    busy: ClassVar[int] = 503
    port: int = 0
    key: str = "k3y"
    faults: list[str] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def answer(self) -> dict[str, Any]:
        """Return what is answered to something new."""
        raise NotImplementedError

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        reference = body["reference"]
        if reference not in self.taken:
            self.taken[reference] = self.answer()
        return self.taken[reference]


@contextmanager
def answering[S: StandIn](state: S) -> Iterator[S]:
    """Run a stand-in on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self._known():
                return self._say(401, {"message": "wrong key"})
            assert self.headers["Idempotency-Key"] == body["reference"]
            state.asked.append(body)
            match state.faults.pop(0) if state.faults else "":
                case "later":
                    return self._say(state.busy, {}, {"Retry-After": "7"})
                case "never":
                    return self._say(422, {"message": state.refusal})
                case "lose":
                    state.take(body)
                    return self.connection.close()
                case "drop":
                    return self.connection.close()
                case "odd":
                    return self._say(200, "<html>")
            return self._say(201, state.take(body))

        def do_GET(self) -> None:
            if not self._known():
                return self._say(401, {})
            path = urlsplit(self.path)
            if path.path == f"/v1/{state.tells}":
                numbers = parse_qs(path.query)["numbers"][0].split(",")
                return self._say(200, {state.under: {number: state.said.get(number, []) for number in numbers}})
            found = state.taken.get(unquote(path.path.removeprefix(f"/v1/{state.takes}/")))
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
