"""What an installation runs on, by address: database, cache, files, mail. `docs/scale.md` says what each step buys.

Every address is `scheme://user:password@host:port/name?option=value`; user and password are percent-encoded.
"""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_PRAGMAS = (
    "journal_mode=WAL",
    "mmap_size=134217728",
    "cache_size=-20000",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


def database(url: str, *, data: Path, durable: bool) -> dict[str, Any]:
    """Return SQLite in the data folder, or PostgreSQL by `postgres://`; options are libpq's."""
    if not url:
        pragmas = (*_PRAGMAS, f"synchronous={'FULL' if durable else 'NORMAL'}")
        return {
            "ENGINE": "storecrew.config.sqlite",
            "NAME": data / "storecrew.sqlite3",
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": data / "test.sqlite3"},  # a file: only then do several connections behave as in production
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",  # read-then-write transactions fail under load without it
                "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
            },
        }
    parts, options = _split("DATABASE_URL", url, {"postgres", "postgresql"})
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def cache(url: str, *, data: Path) -> dict[str, Any]:
    """Return a file that the machine's processes share; `redis://` or `valkey://` for several machines; `memory://`."""
    if not url:
        return {
            "BACKEND": "storecrew.config.cache.FileCache",
            "LOCATION": str(data / "cache" / "cache.sqlite3"),
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    parts, _options = _split("CACHE_URL", url, {"redis", "rediss", "valkey", "valkeys", "unix", "memory"})
    if parts.scheme == "memory":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    from storecrew.config.redis_cache import OPTIONS  # noqa: PLC0415  the client is loaded only where it is used

    location = url.replace("valkey", "redis", 1) if parts.scheme.startswith("valkey") else url
    return {
        "BACKEND": "storecrew.config.redis_cache.ForgivingRedisCache",
        "LOCATION": location,
        "KEY_PREFIX": "storecrew",
        "OPTIONS": dict(OPTIONS),
    }


def files(url: str, *, media: Path) -> dict[str, Any]:
    """Return the data folder, or an S3-compatible bucket: `s3://key:secret@host/bucket/prefix?region=…`.

    Without a host it is Amazon's; `insecure=1` speaks plain HTTP to a host of one's own. The bucket stays private: the
    site reads from it and serves under its own address.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": media}}
    parts, options = _split("STORAGE_URL", url, {"s3"})
    bucket, _, prefix = parts.path.lstrip("/").partition("/")
    from botocore.config import Config  # noqa: PLC0415  a tenth of a second, only where there is a bucket

    if not bucket:
        raise ImproperlyConfigured("STORAGE_URL names no bucket: s3://key:secret@host/bucket")
    scheme = "http" if options.get("insecure") == "1" else "https"
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": f"{scheme}://{host}" if host else None,
            "region_name": options.get("region"),
            "file_overwrite": False,
            "client_config": Config(
                s3={"addressing_style": "path" if host else "auto"},
                signature_version="s3v4",
                # by default uploads carry checksums in a coding of Amazon's own, which other providers store as content
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=20,
                retries={"mode": "standard", "total_max_attempts": 4},
            ),
        },
    }


def mailer(url: str, *, data: Path) -> dict[str, Any]:
    """Return files in the data folder, or a server: `smtp://user:password@host:587`; `smtps://` is TLS from the start.

    `smtp` upgrades by STARTTLS, which `?starttls=0` turns off for a server on the same machine.
    """
    if not url:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(data / "mail")},
        }
    parts, options = _split("MAIL_URL", url, {"smtp", "smtps"})
    if not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL names no server: smtp://user:password@host:587")
    tls = parts.scheme == "smtps"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if tls else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": tls,
            "use_tls": not tls and options.get("starttls") != "0",
            "timeout": 20,
        },
    }


def sender(url: str, *, host: str) -> str:
    """Return the address that mail comes from: `MAIL_URL`'s `from`, else its user, else `shop@` this host."""
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("from", [""])[-1]
    user = unquote(parts.username or "")
    return named or (user if "@" in user else f"shop@{host}")


def _split(variable: str, url: str, schemes: set[str]) -> tuple[SplitResult, dict[str, str]]:
    """Return the parts and options of an address; raises ImproperlyConfigured without repeating it (it holds a password)."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable} is no address: {error}") from None
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{variable} must begin with one of: {', '.join(sorted(schemes))} (then ://)")
    return parts, {key: values[-1] for key, values in parse_qs(parts.query).items()}
