"""The client against a real server on this machine."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storecrew.kernel.outgoing.client import get, post
from storecrew.kernel.outgoing.types import (
    ForbiddenAddress,
    OutgoingError,
    Policy,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    WrongType,
)


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(self, "answer_" + self.path.strip("/").partition("?")[0])()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/silent":
            time.sleep(1)
        self._say(307 if self.path == "/moved" else 201, body[::-1], location="/elsewhere")

    def answer_picture(self):
        self._say(200, b"\x89PNG and so on", "image/png; charset=binary")

    def answer_page(self):
        self._say(200, b"<html>", "text/html")

    def answer_big(self):
        self._say(200, b"x" * 5000, "image/png")

    def answer_bomb(self):
        self._say(200, gzip.compress(b"0" * 50_000_000), "image/png", encoding="gzip")

    def answer_endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            try:
                self.wfile.write(b"x" * 10_000)
            except OSError:
                return

    def answer_drip(self):
        self.send_response(200)
        self.end_headers()
        for _byte in range(60):
            try:
                self.wfile.write(b"x")
                time.sleep(0.05)
            except OSError:
                return

    def answer_headers(self):
        self._say(200, repr(sorted((k.lower(), v) for k, v in self.headers.items())).encode(), "text/plain")

    def answer_loop(self):
        self._say(302, b"", location="/loop")

    def answer_to_picture(self):
        self._say(301, b"", location="picture")

    def answer_to_metadata(self):
        self._say(302, b"", location="http://169.254.169.254/latest/meta-data/")

    def answer_to_other(self):
        self._say(302, b"", location=f"http://127.0.0.1:{self.server.server_port}/headers")

    def _say(self, status, body, kind="text/plain", location="", encoding=""):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # clients that hang up are what this is about
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def _policy(server, **more) -> Policy:
    port = server.server_port
    return Policy(
        **{"max_bytes": 1000, "timeout_s": 5, "trusted": frozenset({f"localhost:{port}", f"127.0.0.1:{port}"})} | more
    )


def _url(server, path: str) -> str:
    return f"http://localhost:{server.server_port}/{path}"


def test_a_file_is_fetched_with_its_type_and_final_address(server):
    answer = get(_url(server, "to_picture"), policy=_policy(server, types=frozenset({"image/*"})))
    assert (answer.status, answer.media_type, answer.body) == (200, "image/png", b"\x89PNG and so on")
    assert answer.url == _url(server, "picture")


def test_an_internal_server_is_not_asked_unless_trusted(server):
    with pytest.raises(ForbiddenAddress) as refusal:
        get(_url(server, "picture"), policy=Policy())
    assert refusal.value.sent is False


def test_a_redirect_into_the_private_network_is_refused(server):
    with pytest.raises(ForbiddenAddress):
        get(_url(server, "to_metadata"), policy=_policy(server))


def test_redirects_end(server):
    with pytest.raises(TooManyRedirects):
        get(_url(server, "loop"), policy=_policy(server))


def test_secret_headers_do_not_follow_to_another_server(server):
    secret = {"Authorization": "Bearer s3cret"}
    assert b"s3cret" in get(_url(server, "headers"), policy=_policy(server), headers=secret).body
    assert b"s3cret" not in get(_url(server, "to_other"), policy=_policy(server), headers=secret).body


@pytest.mark.parametrize("path", ["big", "bomb", "endless"])
def test_answers_over_the_limit_are_cut_off(server, path):
    with pytest.raises(TooLarge):
        get(_url(server, path), policy=_policy(server))


def test_other_types_are_refused(server):
    with pytest.raises(WrongType):
        get(_url(server, "page"), policy=_policy(server, types=frozenset({"image/png"})))


def test_a_server_that_drips_is_cut_off_in_time(server):
    begun = time.monotonic()
    with pytest.raises(TooSlow):
        get(_url(server, "drip"), policy=_policy(server, timeout_s=0.4))
    assert time.monotonic() - begun < 2


def test_nobody_listening_is_said_to_be_unreachable(server):
    port = server.server_port
    server.shutdown()
    server.server_close()
    with pytest.raises(Unreachable) as failure:
        post(f"http://localhost:{port}/x", b"", policy=_policy(server))
    assert failure.value.sent is False


def test_a_post_is_sent_once_and_not_redirected(server):
    assert post(_url(server, "hook"), b"abc", policy=_policy(server)).body == b"cba"
    assert post(_url(server, "moved"), b"abc", policy=_policy(server)).status == 307


def test_a_post_without_answer_may_have_arrived(server):
    with pytest.raises(OutgoingError) as failure:
        post(_url(server, "silent"), b"abc", policy=_policy(server, timeout_s=0.4))
    assert (failure.value.code, failure.value.sent) == ("too_slow", True)
