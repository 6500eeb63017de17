"""Sources: let a supplier speak in a way of its own, change it, give it a new address, hold it, take it away."""

import hashlib
import secrets as chance
from datetime import timedelta
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.secrets import encrypt
from storecrew.kernel.tabular.files import ENCODINGS
from storecrew.shop.feeds.actions.whereabouts import WHERE, check_whereabouts, whereabouts
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.seats import FACES, KEEPERS
from storecrew.shop.feeds.types import ASKED, BUSY, Kind
from storecrew.shop.supply import reads as supply

KEY_SHOWN = frozenset({"new_key", "other_key"})
"""Why an SFTP server was not asked further: nobody has said yet that its key is the supplier's."""


class _Facts(Input):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    site_id: int
    """Rows that name no warehouse are about this one."""
    url: Annotated[str, Field(max_length=1000)] = ""
    folder: Annotated[str, Field(pattern="^([a-z0-9][a-z0-9-]{0,59})?$")] = ""
    """Of a watched one: its name below the data folder's feeds-inbox."""
    host: Annotated[str, Field(max_length=253)] = ""
    """Of a server that is asked by SFTP or for mail."""
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    path: Annotated[str, Field(max_length=500)] = ""
    """A file or a folder there (its newest file counts); of mail the mailbox's folder, empty: INBOX."""
    pattern: Annotated[str, Field(max_length=200)] = ""
    """Of names of files, such as `stock*.xlsx`; empty: whatever may be a table."""
    senders: Annotated[str, Field(max_length=2000)] = ""
    """Whose mail is opened: addresses and `@domains`."""
    vouched_by: Annotated[str, Field(max_length=253)] = ""
    """The own mail server, as it names itself in Authentication-Results: only mail it found to be the sender's is opened."""
    user: Annotated[str, Field(max_length=120)] = ""
    secret: Annotated[str | None, Private, Field(max_length=10_000)] = None
    """A password to the user name; without one, a header such as `Authorization: Bearer …`; of SFTP a password or a private
    key, of another Storecrew a token. None: as it is, empty: none."""
    every_minutes: Annotated[int | None, Field(ge=5, le=10080)] = None
    """How often it is asked; None: only by hand."""
    expected_hours: Annotated[int | None, Field(ge=1, le=1000)] = None
    """After so many hours without a word it counts as silent; None: nobody waits for it."""
    own_time: bool = False
    """What counts is when the supplier wrote the file, not when we got it."""
    encoding: Annotated[str, Field(max_length=20)] = ""
    delimiter: Annotated[str, Field(max_length=1)] = ""
    sheet: Annotated[str, Field(max_length=60)] = ""
    decimal: Literal[".", ","] = "."
    currency: Annotated[str, Field(max_length=3)] = ""
    """Of costs; empty: the supplier's."""
    in_stock: Annotated[int | None, Field(ge=0, le=100_000)] = None
    """How many a word such as "in stock" counts as; None: too little is said by it."""


class AddSource(_Facts):
    """A way in which a supplier speaks."""

    supplier_id: int
    kind: Kind


class Added(Output):
    """A source. `path` is where a supplier pushes to; it is shown this once."""

    source_id: int
    path: Annotated[str, Private] = ""


@action("feeds.add_source", label=gettext_lazy("Let a supplier tell of its stock"), seats=KEEPERS, surfaces=FACES)
def add_source(run: Run, data: AddSource) -> Added:
    """Set up a way in which a supplier tells of its stock: files by hand, a folder, an address, a server, mail, a push."""
    row = Source(supplier_id=data.supplier_id, kind=data.kind, created_at=run.now)
    token = chance.token_urlsafe(24) if data.kind == Kind.PUSH else ""
    row.token_digest = digest_of(token) if token else ""
    _write(run, row, data)
    return Added(source_id=row.pk, path=path_of(token) if token else "")


class EditSource(_Facts):
    """A source, described anew."""

    source_id: int


@action(
    "feeds.edit_source", label=gettext_lazy("Change how a supplier tells of its stock"), seats=KEEPERS, surfaces=FACES
)
def edit_source(run: Run, data: EditSource) -> Nothing:
    """Change a source. What its columns mean stays; another warehouse or currency holds from the next file on."""
    _write(run, source_of(run, data.source_id), data)
    return Nothing()


class OneSource(Input):
    """A source."""

    source_id: int


@action("feeds.new_address", label=gettext_lazy("New address to push to"), seats=KEEPERS, surfaces=FACES)
def new_address(run: Run, data: OneSource) -> Added:
    """Make a new address for a supplier to push to; the one before is not listened to any more."""
    row = source_of(run, data.source_id)
    if row.kind != Kind.PUSH:
        raise Refused(_("Only a source that is pushed to has an address."), code="no_push")
    token = chance.token_urlsafe(24)
    row.token_digest = digest_of(token)
    row.save(update_fields=["token_digest"])
    run.changed(row.subject, "address", old="•••", new="••• (new)")
    return Added(source_id=row.pk, path=path_of(token))


@action("feeds.ask_now", label=gettext_lazy("Ask a supplier now"), seats=KEEPERS, surfaces=FACES)
def ask_now(run: Run, data: OneSource) -> Nothing:
    """Have a worker ask a source in a moment, whenever it was to be asked next."""
    row = source_of(run, data.source_id)
    if row.kind not in ASKED:
        raise Refused(_("This source is not asked: it speaks by itself."), code="not_asked")
    run.changed(row.subject, "next_at", old=None, new="now")
    row.next_at = run.now
    row.save(update_fields=["next_at"])
    return Nothing()


class TrustKey(Input):
    """The key that an SFTP server showed when it was asked last."""

    source_id: int
    key: Annotated[str, Field(min_length=1, max_length=200)]


@action("feeds.trust_key", label=gettext_lazy("Trust the key of a supplier's server"), seats=KEEPERS, surfaces=FACES)
def trust_key(run: Run, data: TrustKey) -> Nothing:
    """Take the key that an SFTP server showed for the supplier's: from now on no other one is spoken to. It is asked again."""
    row = source_of(run, data.source_id)
    shown = row.trouble.get("params", {}).get("key") if row.trouble.get("code") in KEY_SHOWN else None
    if shown != data.key:
        raise Refused(_("The server shows another key by now. Look at it again."), code="other_key")
    run.changed(row.subject, "host_key", old=row.host_key or None, new=data.key)
    row.host_key, row.next_at = data.key, run.now
    row.failures, row.failing_since, row.trouble = 0, None, {}
    row.save()
    return Nothing()


@action("feeds.pause_source", label=gettext_lazy("Stop listening to a source"), seats=KEEPERS, surfaces=FACES)
def pause_source(run: Run, data: OneSource) -> Nothing:
    """Neither ask nor listen to a source for now. What it said stays, and grows older."""
    row = source_of(run, data.source_id)
    run.changed(row.subject, "on", old=row.paused_at is None, new=False)
    row.paused_at = row.paused_at or run.now
    row.save(update_fields=["paused_at"])
    return Nothing()


@action("feeds.resume_source", label=gettext_lazy("Listen to a source again"), seats=KEEPERS, surfaces=FACES)
def resume_source(run: Run, data: OneSource) -> Nothing:
    """Ask or listen to a source again."""
    row = source_of(run, data.source_id)
    run.changed(row.subject, "on", old=row.paused_at is None, new=True)
    row.paused_at, row.next_at = None, run.now if row.every_minutes else None
    row.save(update_fields=["paused_at", "next_at"])
    return Nothing()


@action("feeds.remove_source", label=gettext_lazy("Take a source away"), seats=KEEPERS, surfaces=FACES)
def remove_source(run: Run, data: OneSource) -> Nothing:
    """Take a source away: its secrets are erased, its versions stay on record. What it said grows older, unconfirmed."""
    row = source_of(run, data.source_id)
    if row.versions.filter(state__in=sorted(BUSY)).exists():
        raise Refused(_("A file of this source is being worked on. Wait until it is done."), code="busy")
    run.changed(row.subject, "name", old=row.name, new=None)
    row.removed_at, row.secret, row.token_digest = run.now, "", ""
    row.kind, row.folder, row.next_at = Kind.UPLOAD, "", None
    row.save()
    return Nothing()


def source_of(run: Run, source_id: int) -> Source:
    """Return a source, locked. Raises Missing."""
    row = Source.objects.shown().select_for_update().filter(pk=source_id).first()
    if row is None:
        raise Missing(_("There is no such source."))
    run.about(row.subject, f"supplier:{row.supplier_id}")
    return row


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(token: str) -> str:
    """Return where a supplier pushes to, below the store's own address."""
    return f"/hooks/feeds/{token}/"


def _write(run: Run, row: Source, data: _Facts) -> None:
    _check(row, data)
    news: dict[str, Any] = {
        "name": data.name,
        "site_id": data.site_id,
        **whereabouts(row.kind, data),
        "every_minutes": data.every_minutes if row.kind in ASKED else None,
        "expected_hours": data.expected_hours,
        "own_time": data.own_time,
        "reading": {
            name: getattr(data, name) for name in ("encoding", "delimiter", "sheet", "decimal", "currency", "in_stock")
        },
    }
    before = {name: getattr(row, name) for name in news}
    if any(before[name] != news[name] for name in WHERE):
        row.etag = row.last_modified = ""
    if (before["host"], before["port"]) != (news["host"], news["port"]):
        row.host_key = ""
    for name, value in news.items():
        setattr(row, name, value)
    row.next_at = row.next_at if row.every_minutes and row.next_at else (run.now if row.every_minutes else None)
    if data.secret is not None:
        row.secret = encrypt(data.secret) if data.secret else ""
    row.save()
    for name, value in news.items():
        run.changed(row.subject, name, old=before[name] or None, new=value)
    if data.secret is not None:
        run.changed(row.subject, "secret", old=None, new="•••" if data.secret else "")
    run.about(row.subject, f"supplier:{row.supplier_id}")


def _check(row: Source, data: _Facts) -> None:
    sites = supply.sites_of([row.supplier_id]).get(row.supplier_id, ())
    if data.site_id not in {site.site_id for site in sites}:
        raise InvalidInput({"site_id": _("This supplier has no such warehouse. Open one first.")})
    if data.encoding and data.encoding not in ENCODINGS:
        raise InvalidInput({"encoding": _("This encoding is not known. Choose one of the list.")})
    if data.currency and not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency with this code. Use one such as CNY or USD.")})
    check_whereabouts(row, data)


def next_time(row: Source, run: Run) -> None:
    """Put off the next time a source is asked; after failures ever longer, up to six hours."""
    if row.every_minutes is None:
        row.next_at = None
        return
    wait = timedelta(minutes=row.every_minutes)
    if row.failures:
        wait = max(wait, min(timedelta(minutes=5 * 2 ** min(row.failures, 6)), timedelta(hours=6)))
    row.next_at = run.now + wait
