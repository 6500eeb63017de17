"""A bucket on this machine that speaks enough of S3 over a real socket, and refuses what is not signed as S3 asks."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY, SECRET, NAME = "shop", "s/e+cret", "pictures"


class Bucket(ThreadingHTTPServer):
    """Files by name, with the media type they came with; every request that was answered; how many of the next fail."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, tuple[bytes, str]] = {}
        self.requests: list[str] = []
        self.failing = 0

    def url(self, *, secret: str = "s%2Fe%2Bcret", prefix: str = "live") -> str:
        """Return what `STORAGE_URL` would say."""
        return f"s3://{KEY}:{secret}@127.0.0.1:{self.server_port}/{NAME}/{prefix}?insecure=1&region=eu-west-1"


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's name
        self.server.requests.append(f"{self.command} {self._name()}")

    def do_GET(self) -> None:  # noqa: N802  the library's name
        if not self._is_allowed(b""):
            return
        if not self._name():
            self._list()
        elif found := self.server.files.get(self._name()):
            self._answer(200, found[0], found[1])
        else:
            self._error(404, "NoSuchKey")

    do_HEAD = do_GET

    def do_PUT(self) -> None:  # noqa: N802
        assert "aws-chunked" not in self.headers.get("Content-Encoding", "")  # not every provider reads it
        assert "x-amz-sdk-checksum-algorithm" not in self.headers
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_allowed(body):
            self.server.files[self._name()] = (body, self.headers.get("Content-Type", ""))
            self._answer(200, b"")

    def do_DELETE(self) -> None:  # noqa: N802
        if self._is_allowed(b""):
            self.server.files.pop(self._name(), None)
            self._answer(204, b"")

    def _name(self) -> str:
        bucket, _, name = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        assert bucket == NAME
        return name

    def _list(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        prefix = asked.get("prefix", "")
        rest = sorted(name.removeprefix(prefix) for name in self.server.files if name.startswith(prefix))
        folders = dict.fromkeys(name.partition("/")[0] + "/" for name in rest if "/" in name)
        inner = "".join(f"<Contents><Key>{escape(prefix + name)}</Key></Contents>" for name in rest if "/" not in name)
        inner += "".join(
            f"<CommonPrefixes><Prefix>{escape(prefix + name)}</Prefix></CommonPrefixes>" for name in folders
        )
        xml = f"<ListBucketResult><IsTruncated>false</IsTruncated>{inner}</ListBucketResult>"
        self._answer(200, xml.encode(), "application/xml")

    def _is_allowed(self, body: bytes) -> bool:
        """Sign the request anew from what arrived, with AWS's own library, and compare (Signature Version 4)."""
        if self.server.failing:
            self.server.failing -= 1
            self._error(503, "SlowDown")
            return False
        stated = self.headers.get("x-amz-content-sha256", "")
        parts = dict(
            part.strip().split("=", 1)
            for part in self.headers.get("Authorization", "").removeprefix("AWS4-HMAC-SHA256 ").split(",")
            if "=" in part
        )
        _key, _day, region, service, _end = parts.get("Credential", "////").split("/")
        signed = {name: self.headers[name] for name in parts.get("SignedHeaders", "").split(";") if name}
        request = AWSRequest(self.command, f"http://{self.headers['Host']}{self.path}", headers=signed)
        request.context["timestamp"] = self.headers.get("x-amz-date", "")
        signer = S3SigV4Auth(Credentials(KEY, SECRET), service, region)
        expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
        whole = stated in {hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"}
        if not whole or expected != parts.get("Signature"):
            self._error(403, "SignatureDoesNotMatch")
            return False
        return True

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode(), "application/xml")

    def _answer(self, status: int, body: bytes, media_type: str = "application/octet-stream") -> None:
        self.send_response(status)
        self.send_header("ETag", f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')
        self.send_header("Last-Modified", formatdate(1_700_000_000, usegmt=True))
        self.send_header("Content-Type", media_type)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def open_bucket() -> Iterator[Bucket]:
    """Yield a bucket that answers until the block is left."""
    with Bucket() as bucket:
        thread = threading.Thread(target=bucket.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield bucket
        finally:
            bucket.shutdown()
            thread.join()
