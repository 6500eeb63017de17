"""Checks of what the store stands on: settings, database, tables, cache, files, mail, static files."""

import socket
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.checks import ERROR, WARNING, run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import mailers
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs.health import Finding, Level, check


@check("settings.checks")
def settings_checks(now: datetime) -> Iterator[Finding]:
    """What Django and the rooms say of the settings."""
    found = [message for message in run_checks() if not message.is_silenced()]
    for message in found:
        level = Level.BAD if message.level >= ERROR else Level.WARN if message.level >= WARNING else Level.GOOD
        yield Finding(level, f"{message.id}: {message.msg}", message.hint or _("See the documentation of this check."))
    if not found:
        yield Finding(Level.GOOD, _("Settings: nothing to say against them."))


@check("database.tables")
def tables(now: datetime) -> Iterator[Finding]:
    """Are the tables as the code has them?"""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        said = ngettext(
            "The tables are %(n)d step behind the program.",
            "The tables are %(n)d steps behind the program.",
            len(pending),
        )
        yield Finding(
            Level.BAD,
            said % {"n": len(pending)},
            _("Make a backup, then start the store: storecrew backup && storecrew up"),
        )
    else:
        yield Finding(Level.GOOD, _("The tables are as the program has them."))


@check("database.integrity")
def integrity(now: datetime) -> Iterator[Finding]:
    """Is the database file whole, and does every reference lead somewhere?"""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
            (unproven,) = cursor.fetchone()
        if unproven:
            yield Finding(
                Level.WARN,
                _("%(n)d rules of the database were never proven.") % {"n": unproven},
                "ALTER TABLE … VALIDATE CONSTRAINT …",
            )
        else:
            yield Finding(Level.GOOD, _("The database answers, and all its rules hold."))
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        damage = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        dangling = cursor.fetchmany(5)
    if damage:
        yield Finding(
            Level.BAD,
            _("The database file is damaged: %(what)s") % {"what": "; ".join(damage)},
            _("Stop the store, keep the file, and put the last backup in place: storecrew restore FILE"),
        )
    if dangling:
        yield Finding(
            Level.BAD,
            _("Rows point to rows that are not there, for example in %(table)s.") % {"table": dangling[0][0]},
            _("Stop the store and put the last backup in place, or ask whoever looks after the program."),
        )
    if not damage and not dangling:
        yield Finding(Level.GOOD, _("The database file is whole, and every reference leads somewhere."))


@check("cache.shared")
def shared_cache(now: datetime) -> Iterator[Finding]:
    """Does the cache keep what it is given, and do all processes share it?"""
    name = f"health-{uuid.uuid4().hex}"
    cache.set(name, 1, 30)
    kept = cache.get(name)
    cache.delete(name)
    if kept != 1:
        yield Finding(
            Level.BAD,
            _("The cache forgets at once; limits on sign-in attempts do not hold."),
            _("Look at CACHE_URL, and whether that server is running."),
        )
    elif "locmem" in settings.CACHES["default"]["BACKEND"]:
        yield Finding(
            Level.WARN,
            _("Each process has a cache of its own; limits count several times over."),
            _("Leave CACHE_URL empty, or point it to Redis or Valkey."),
        )
    else:
        yield Finding(Level.GOOD, _("The cache keeps what it is given, for all processes."))


@check("files.storage")
def storage(now: datetime) -> Iterator[Finding]:
    """Can files be written, read and removed?"""
    try:
        name = default_storage.save(f"health/{uuid.uuid4().hex}.txt", ContentFile(b"here"))
        with default_storage.open(name) as file:
            whole = file.read() == b"here"
        default_storage.delete(name)
    except Exception as error:  # noqa: BLE001  a storage may fail in any way its library likes
        reason = f"{type(error).__name__}: {error}"
        whole = False
    else:
        reason = _("they come back changed")
    if whole:
        yield Finding(Level.GOOD, _("Pictures and files can be kept and read back."))
    else:
        yield Finding(
            Level.BAD,
            _("Pictures and files cannot be kept: %(reason)s") % {"reason": reason},
            _("Look at STORAGE_URL, or at the rights of the media folder in the data folder."),
        )


@check("mail.server")
def mail(now: datetime) -> Iterator[Finding]:
    """Does the mail server take us? Nothing is sent."""
    if not settings.ENVIRONMENT.mail_url:
        kept = Path(settings.DATA) / "mail"
        if settings.ENVIRONMENT.demo:
            yield Finding(Level.GOOD, _("The demo keeps its mail as files in %(folder)s.") % {"folder": kept})
        else:
            yield Finding(
                Level.WARN,
                _("No mail server: invitations and receipts are only kept as files in %(folder)s.") % {"folder": kept},
                _("Give MAIL_URL, for example smtp://user:password@smtp.example.com:587"),
            )
        return
    try:
        connection_ = mailers.default
        connection_.open()
        connection_.close()
    except (OSError, socket.gaierror) as error:
        yield Finding(
            Level.BAD,
            _("The mail server does not take us: %(reason)s") % {"reason": f"{type(error).__name__}: {error}"},
            _("Look at MAIL_URL: host, port, user, password. Signs like @ or / in a password are percent-encoded."),
        )
    else:
        yield Finding(Level.GOOD, _("The mail server takes us."))


@check("files.static")
def static(now: datetime) -> Iterator[Finding]:
    """Are style sheets and scripts collected under names that change with their content?"""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Finding(Level.GOOD, _("Style sheets and scripts are collected."))
    else:
        yield Finding(
            Level.WARN,
            _("Style sheets and scripts are not collected; pages come without them."),
            _("Start the store with storecrew up, which collects them."),
        )


@check("settings.address")
def address(now: datetime) -> Iterator[Finding]:
    """Can strangers reach the store, or only this machine? What is wrong with the address is a check of the settings."""
    origin: str = settings.ENVIRONMENT.origin
    local = any(f"//{name}" in origin for name in ("localhost", "127.0.0.1", "[::1]"))
    if local and not settings.ENVIRONMENT.demo:
        yield Finding(
            Level.WARN,
            _("The store answers on this machine only: %(origin)s") % {"origin": origin},
            _("When it opens, give its public address: STORECREW_ORIGIN=https://shop.example"),
        )
    else:
        yield Finding(Level.GOOD, _("The store's address: %(origin)s") % {"origin": origin})
