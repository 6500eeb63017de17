"""The connection goes to the checked network address, and the certificate still has to be the name's."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from storecrew.kernel.outgoing import client
from storecrew.kernel.outgoing.client import get
from storecrew.kernel.outgoing.types import Policy, Unreachable


class _Host(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.headers["Host"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(tmp_path: Path):
    certificate = _certificate("shop.example", tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # a client that hangs up is what this is about
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server, certificate
    server.shutdown()
    server.server_close()


def _certificate(name: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path


def _ask(server, name: str):
    port = server.server_port
    policy = Policy(trusted=frozenset({f"{name}:{port}"}), timeout_s=5)
    return get(f"https://{name}:{port}/", policy=policy, resolve=lambda host, port: ["127.0.0.1"])


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    with pytest.raises(Unreachable) as refusal:
        _ask(server[0], "shop.example")
    assert refusal.value.sent is False
    assert "certificate" in str(refusal.value)


def test_the_name_is_checked_although_the_connection_goes_to_a_number(server, monkeypatch):
    listening, certificate = server
    monkeypatch.setattr(client, "_trust", lambda: ssl.create_default_context(cafile=certificate))
    assert _ask(listening, "shop.example").body == f"shop.example:{listening.server_port}".encode()
    with pytest.raises(Unreachable):
        _ask(listening, "other.example")
