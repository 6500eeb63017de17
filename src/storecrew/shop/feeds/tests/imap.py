"""A mail server that speaks IMAP over TLS as far as programs that fetch need it, with its state and with faults."""

import contextlib
import re
import socket
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Kept:
    """A mail in the folder."""

    uid: int
    content: bytes
    came_at: datetime
    flags: set[str] = field(default_factory=set)


@dataclass
class Post:
    """The server. `fault`: cut (hangs up in the middle of a mail), mute (answers nothing), flood (announces gigabytes)."""

    certificate: Path
    folders: dict[str, list[Kept]] = field(default_factory=lambda: {"INBOX": []})
    validity: int = 7
    next_uid: int = 1
    password: str = "secret"
    fault: str = ""
    strict: bool = False
    """Opens no folder to a program that has not given its name, as NetEase does."""
    read_only: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(self.certificate)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def deliver(self, content: bytes, came_at: datetime, folder: str = "INBOX") -> Kept:
        kept = Kept(self.next_uid, content, came_at)
        self.next_uid += 1
        self.folders[folder].append(kept)
        return kept

    def renumber(self) -> None:
        """Number all mails anew, as after a restore from a backup."""
        self.validity += 1
        for uid, kept in enumerate(self.folders["INBOX"], start=1):
            kept.uid = uid
        self.next_uid = len(self.folders["INBOX"]) + 1

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):  # closed before
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                plain, _address = self._socket.accept()
            except OSError:
                return
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            with self._context.wrap_socket(plain, server_side=True) as line, line.makefile("rb") as heard:
                _Session(self, line).talk(heard)
        except OSError:
            plain.close()


class _Session:
    def __init__(self, post: Post, line: ssl.SSLSocket) -> None:
        self.post, self.line = post, line
        self.named = self.signed_in = False
        self.folder: list[Kept] = []

    def talk(self, heard) -> None:
        self.say(b"* OK ready")
        while words := heard.readline():
            tag, command, *rest = words.decode().strip().split(" ", 2)
            self.post.asked.append(f"{command} {rest[0] if rest else ''}".strip())
            if self.post.fault == "mute" and command != "CAPABILITY":
                self.post._over.wait(20)
                return
            answer = getattr(self, f"on_{command.lower()}")(rest[0] if rest else "")
            self.say(f"{tag} {answer}".encode())
            if command == "LOGOUT":
                return

    def say(self, content: bytes) -> None:
        self.line.sendall(content + b"\r\n")

    def on_capability(self, _rest: str) -> str:
        self.say(b"* CAPABILITY IMAP4rev1 ID")
        return "OK done"

    def on_login(self, rest: str) -> str:
        self.signed_in = rest.endswith(f'"{self.post.password}"')
        return "OK in" if self.signed_in else "NO [AUTHENTICATIONFAILED] wrong"

    def on_id(self, _rest: str) -> str:
        self.named = True
        self.say(b"* ID NIL")
        return "OK pleased"

    def on_select(self, rest: str) -> str:
        return self._open(rest, "READ-ONLY" if self.post.read_only else "READ-WRITE")

    def on_examine(self, rest: str) -> str:
        return self._open(rest, "READ-ONLY")

    def _open(self, rest: str, way: str) -> str:
        name = rest.strip('"')
        if (self.post.strict and not self.named) or name not in self.post.folders:
            return "NO Unsafe Login. Please contact kefu"
        self.folder = self.post.folders[name]
        self.say(f"* {len(self.folder)} EXISTS".encode())
        self.say(f"* OK [UIDVALIDITY {self.post.validity}] valid".encode())
        return f"OK [{way}] open"

    def on_uid(self, rest: str) -> str:
        what, rest = rest.split(" ", 1)
        getattr(self, f"uid_{what.lower()}")(rest)
        return "OK done"

    def uid_search(self, rest: str) -> None:
        if since := re.fullmatch(r"SINCE (\d+)-(\w+)-(\d+)", rest):
            day = datetime(int(since[3]), MONTHS.index(since[2]) + 1, int(since[1]), tzinfo=UTC)
            found = [one.uid for one in self.folder if one.came_at >= day]
        else:
            first = int(rest.removeprefix("UID ").removesuffix(":*"))
            found = [one.uid for one in self.folder if one.uid >= first] or [one.uid for one in self.folder[-1:]]
        self.say(f"* SEARCH {' '.join(map(str, found))}".encode())

    def uid_fetch(self, rest: str) -> None:
        uid, what = rest.split(" ", 1)
        place, kept = next((n, one) for n, one in enumerate(self.folder, 1) if one.uid == int(uid))
        if "HEADER" in what:
            at = kept.came_at.astimezone(UTC)
            date = f"{at.day:2}-{MONTHS[at.month - 1]}-{at:%Y %H:%M:%S} +0000"
            head = kept.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            about = f'UID {uid} RFC822.SIZE {len(kept.content)} INTERNALDATE "{date}" BODY[HEADER]'
            self.say(f"* {place} FETCH ({about} {{{len(head)}}}".encode() + b"\r\n" + head + b")")
            return
        start, count = map(int, re.findall(r"<(\d+)\.(\d+)>", what)[0])
        piece = kept.content[start : start + count]
        size = 3 * 1024**3 if self.post.fault == "flood" else len(piece)
        self.line.sendall(f"* {place} FETCH (UID {uid} BODY[]<{start}> {{{size}}}\r\n".encode())
        if self.post.fault == "cut":
            self.line.sendall(piece[: len(piece) // 2])
            raise OSError("hung up")
        self.say(piece + b")")

    def uid_store(self, rest: str) -> None:
        uid, _what, flag = rest.split(" ", 2)
        next(one for one in self.folder if one.uid == int(uid)).flags.add(flag.strip("()"))

    def on_close(self, _rest: str) -> str:
        return "OK closed"

    def on_logout(self, _rest: str) -> str:
        self.say(b"* BYE")
        return "OK bye"


def certificate(name: str, folder: Path) -> Path:
    """Return a file with a key and a certificate of its own for a name."""
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
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "mail.pem"
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path
