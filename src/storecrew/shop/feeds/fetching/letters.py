"""What a mail holds: from whom it is, whether one's own mail server believes that, and the files in it."""

import re
from collections.abc import Iterator
from email import message_from_binary_file, message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import BinaryIO, Final

_NAMED: Final = ("content-type", "content-disposition", "from", "subject")
_COMMENT: Final = re.compile(r"\([^()]*\)")
_PASSED: Final = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*pass\b", re.IGNORECASE)
_DOMAIN: Final = {
    "dmarc": re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
    "dkim": re.compile(r"\bheader\.[di]\s*=\s*\"?(?:[^\s;\"@]*@)?([^\s;\"]+)", re.IGNORECASE),
    "spf": re.compile(r"\bsmtp\.(?:mailfrom|helo)\s*=\s*\"?(?:[^\s;\"@]*@)?([^\s;\"]+)", re.IGNORECASE),
}
_CHINESE: Final = {"gb2312": "gb18030", "gbk": "gb18030", "cn-gb": "gb18030", "x-gbk": "gb18030"}
"""What programs call GB18030, of which those are parts; they use signs that are not in what they name."""

type Mail = Message[str, str]


def head_of(content: bytes) -> Mail:
    """Return the header of a mail."""
    return _healed(message_from_bytes(content))


def mail_of(content: BinaryIO) -> Mail:
    """Return a whole mail."""
    return _healed(message_from_binary_file(content))


def sender_of(mail: Mail) -> str:
    """Return the address a mail says it is from; empty when it names none, or several."""
    found = {address.lower() for _name, address in getaddresses(_all(mail, "from")) if "@" in address}
    return found.pop() if len(found) == 1 else ""


def subject_of(mail: Mail) -> str:
    """Return what a mail is about, as people read it."""
    return " ".join(words(str(mail.get("subject", ""))).split())[:120]


def is_allowed(sender: str, senders: str) -> bool:
    """Tell whether a sender is one of those listed: an address, or anybody `@domain`."""
    listed = senders.lower().split()
    return bool(sender) and (sender in listed or f"@{sender.rpartition('@')[2]}" in listed)


def is_vouched(mail: Mail, sender: str, server: str) -> bool:
    """Tell whether one's own mail server found the mail to be from the sender's domain (RFC 8601).

    Only the topmost result under the server's own name counts: it was put there last, so nobody else can have sent it along.
    """
    for told in _all(mail, "authentication-results"):
        name, _semicolon, results = _COMMENT.sub(" ", told).partition(";")
        if not name.split() or name.split()[0].lower() != server.lower():
            continue
        return any(_proves(result, sender.rpartition("@")[2]) for result in results.split(";"))
    return False


def files_of(mail: Mail) -> Iterator[tuple[str, Message]]:
    """Yield the files of a mail with their names, in order; those of mails that were forwarded in it as well."""
    for part in mail.walk():
        name = _name_of(_healed(part))
        if name and not part.is_multipart():
            yield name, part


def content_of(part: Message) -> bytes:
    """Return a file as it was before it was sent."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def words(text: str) -> str:
    """Return text of a header as people read it (RFC 2047), whatever its charset calls itself."""
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(part if isinstance(part, str) else _decoded(part, charset or "ascii") for part, charset in parts)


def _name_of(part: Message) -> str:
    name = part.get_filename("")  # RFC 2231 is undone by the library
    return words(str(name)).replace("\\", "/").rpartition("/")[2].strip()


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(_CHINESE.get(charset.lower(), charset), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _all(mail: Mail, name: str) -> list[str]:
    return [str(one) for one in mail.get_all(name, [])]


def _proves(result: str, domain: str) -> bool:
    """Tell whether one result says that the mail is from a domain, or a part of it."""
    passed = _PASSED.search(result)
    named = _DOMAIN[passed[1].lower()].search(result) if passed else None
    if named is None:
        return False
    found = named[1].lower().rstrip(".")
    return domain == found or domain.endswith(f".{found}") or found.endswith(f".{domain}")


def _healed[M: Message](mail: M) -> M:
    """Read header lines that were sent as bytes without saying which: UTF-8, else GB18030, as old Chinese programs do."""
    for name, value in list(mail.raw_items()):
        text = str(value)
        if name.lower() in _NAMED and any("\udc80" <= char <= "\udcff" for char in text):
            mail.replace_header(name, _guess(text.encode("utf-8", "surrogateescape")))
    return mail


def _guess(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
