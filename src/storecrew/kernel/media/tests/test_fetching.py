"""Pictures are fetched from public addresses only."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storecrew.kernel.media.fetching import POLICY, NotThere, fetch_picture
from storecrew.kernel.media.tests.pictures import photo
from storecrew.kernel.outgoing.types import ForbiddenAddress, WrongType

PHOTO = photo()


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        status, kind, body = {
            "/lamp.jpg": (200, "image/jpeg", PHOTO),
            "/untyped": (200, "application/octet-stream", PHOTO),
            "/page": (200, "text/html", b"<html>"),
        }.get(self.path, (404, "text/html", b"gone"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def shop():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shop)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _policy(shop):
    return type(POLICY)(max_bytes=POLICY.max_bytes, types=POLICY.types, trusted=frozenset({shop}))


@pytest.mark.parametrize("path", ["lamp.jpg", "untyped"])
def test_a_picture_comes_as_its_bytes(shop, path):
    assert fetch_picture(f"http://{shop}/{path}", policy=_policy(shop)) == PHOTO


def test_what_is_not_there_or_no_picture_is_said(shop):
    with pytest.raises(NotThere, match="404"):
        fetch_picture(f"http://{shop}/gone.jpg", policy=_policy(shop))
    with pytest.raises(WrongType):
        fetch_picture(f"http://{shop}/page", policy=_policy(shop))


def test_the_stores_own_network_is_not_asked(shop):
    with pytest.raises(ForbiddenAddress):
        fetch_picture(f"http://{shop}/lamp.jpg")
