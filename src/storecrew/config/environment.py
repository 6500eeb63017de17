"""Everything an installation can be told from outside, in one typed place.

Each field is one environment variable; `docs/scale.md` says what each step up buys.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """What the process was told; read once at start."""

    data: Path
    """Folder of the database, media, keys and mail of this installation (`STORECREW_DATA`)."""
    database_url: str
    """`postgres://…`; empty means SQLite in the data folder (`DATABASE_URL`)."""
    cache_url: str
    """`redis://…`; empty means a file that the processes of this machine share (`CACHE_URL`)."""
    storage_url: str
    """`s3://key:secret@host/bucket?region=…`; empty means the data folder (`STORAGE_URL`)."""
    mail_url: str
    """`smtp://user:password@host:587`; empty keeps mail as files in the data folder (`MAIL_URL`)."""
    port: int
    """Port of the site on this machine (`PORT`)."""
    mcp_port: int
    """Port of the MCP process on this machine's loopback; the site passes `/mcp` on to it (`MCP_PORT`, one above `PORT`)."""
    origin: str
    """Public address without trailing slash, e.g. `https://shop.example` (`STORECREW_ORIGIN`)."""
    hosts: tuple[str, ...]
    """Further host names that the site answers to (`STORECREW_HOSTS`, comma-separated)."""
    debug: bool
    """Django's debug pages; never on in a shop that strangers can reach (`STORECREW_DEBUG=1`)."""
    demo: bool
    """The demo store: sign-in lines are shown and the disk is trusted less (`STORECREW_DEMO=1`)."""
    webhooks_trusted: tuple[str, ...]
    """`host:port` of webhook receivers inside the own network, which are refused otherwise (`STORECREW_WEBHOOKS_TRUSTED`)."""
    feeds_trusted: tuple[str, ...]
    """`host:port` of suppliers' servers inside the own network, which are refused otherwise (`STORECREW_FEEDS_TRUSTED`)."""
    durable: bool
    """SQLite waits for the disk at each commit, as a shop with real payments needs (`STORECREW_DURABLE=0` turns it off)."""


def read_environment(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> Environment:
    """Read the environment; raises ValueError naming the variable that cannot be understood."""
    port = _port("PORT", environ.get("PORT", "8000"))
    return Environment(
        data=Path(environ.get("STORECREW_DATA", "data")).expanduser().resolve(),
        database_url=environ.get("DATABASE_URL", ""),
        cache_url=environ.get("CACHE_URL", ""),
        storage_url=environ.get("STORAGE_URL", ""),
        mail_url=environ.get("MAIL_URL", ""),
        port=port,
        mcp_port=_port("MCP_PORT", environ.get("MCP_PORT", str(port + 1))),
        origin=environ.get("STORECREW_ORIGIN", f"http://localhost:{port}").rstrip("/"),
        hosts=_several(environ.get("STORECREW_HOSTS", "")),
        debug=environ.get("STORECREW_DEBUG") == "1",
        demo=environ.get("STORECREW_DEMO") == "1",
        webhooks_trusted=_addresses("STORECREW_WEBHOOKS_TRUSTED", environ.get("STORECREW_WEBHOOKS_TRUSTED", "")),
        feeds_trusted=_addresses("STORECREW_FEEDS_TRUSTED", environ.get("STORECREW_FEEDS_TRUSTED", "")),
        durable=environ.get("STORECREW_DURABLE", "1") != "0",
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _addresses(name: str, text: str) -> tuple[str, ...]:
    for address in (found := _several(text)):
        host, _colon, port = address.rpartition(":")
        if not host:
            raise ValueError(f"{name} must be host:port, several separated by commas, not {address!r}")
        _port(name, port)
    return found


def _port(name: str, text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"{name} must be a number from 1 to 65535, not {text!r}")
    return int(text)


def installation_key(data: Path) -> str:
    """Return the secret that signs tokens and encrypts secrets at rest; made on the first start, for its owner's eyes."""
    path = data / "secret.key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
    # linked into place when whole: another process of the same start must not read half a key
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):  # the other process was quicker: then its key is the key
        path.hardlink_to(fresh)
    fresh.unlink()
    return path.read_text().strip()
