"""Settings that cannot work, or should not go on: each with an id that stays, and what to do (`storecrew doctor`)."""

import os
import sqlite3
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from storecrew.config.environment import Environment

OLDEST_SQLITE = (3, 37, 0)
_LOCAL = {"localhost", "127.0.0.1", "::1"}


@register(Tags.security)
def check_environment(**_options: Any) -> list[CheckMessage]:
    """Check what the process was told."""
    return [*_of_address(settings.ENVIRONMENT), *_of_engines(settings.ENVIRONMENT), *_of_folder(settings.ENVIRONMENT)]


def _of_address(told: Environment) -> Iterator[CheckMessage]:
    parts = urlsplit(told.origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        yield Error(
            f"STORECREW_ORIGIN is not the address of a site: {told.origin}",
            hint="Scheme and host, nothing after them: https://shop.example",
            id="storecrew.E001",
        )
        return
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        yield Warning(
            f"STORECREW_ORIGIN is not encrypted: {told.origin}. Passwords and sessions travel in the open.",
            hint="Put a server with a certificate in front and give https://… (docs/scale.md, “A public address”).",
            id="storecrew.W002",
        )
    if told.debug and parts.hostname not in _LOCAL:
        yield Error(
            "Debug pages are on in a store that strangers can reach; they show settings and data.",
            hint="Remove STORECREW_DEBUG.",
            id="storecrew.E003",
        )


def _of_engines(told: Environment) -> Iterator[CheckMessage]:
    if not told.database_url and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Error(
            f"SQLite {sqlite3.sqlite_version} is too old; {'.'.join(map(str, OLDEST_SQLITE))} is needed.",
            hint="Use a newer Python or system, or PostgreSQL by DATABASE_URL.",
            id="storecrew.E004",
        )
    if not told.database_url and not told.durable and not told.demo and told.origin.startswith("https:"):
        yield Warning(
            "A public store does not wait for the disk; a power cut can lose the last paid orders.",
            hint="Remove STORECREW_DURABLE=0.",
            id="storecrew.W005",
        )
    if told.cache_url.startswith("memory:"):
        yield Warning(
            "Each process counts for itself; limits on sign-in attempts are as many times higher as there are processes.",
            hint="Leave CACHE_URL empty on one machine; give redis:// or valkey:// for several.",
            id="storecrew.W006",
        )
    if told.storage_url and not told.database_url:
        yield Warning(
            "Files are in a bucket while the database is a file on this machine.",
            hint="That works, and gains little: PostgreSQL by DATABASE_URL usually comes first (docs/scale.md).",
            id="storecrew.W007",
        )


def _of_folder(told: Environment) -> Iterator[CheckMessage]:
    if not os.access(told.data, os.W_OK | os.X_OK):
        yield Error(
            f"The data folder cannot be written: {told.data}",
            hint="Give it to the user who runs the store, or name another one in STORECREW_DATA.",
            id="storecrew.E008",
        )
