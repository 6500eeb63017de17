"""Bring a file of orders in: take it, say how it is to be read, check it, let it run, stop it."""

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Surface
from storecrew.kernel.jobs import work as works
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.store.reads import current
from storecrew.kernel.tabular.files import ENCODINGS, Unreadable
from storecrew.shop.orders.transfer import intake
from storecrew.shop.orders.transfer.deciding import decimal_sign, fresh_choices
from storecrew.shop.orders.transfer.dialects import MAPPED
from storecrew.shop.orders.transfer.dialects.columns import FIELDS, missing
from storecrew.shop.orders.transfer.models import Batch, BatchState, Remark, RememberedMapping
from storecrew.shop.orders.transfer.seats import IMPORTERS
from storecrew.shop.orders.transfer.sentences import sentence_of

CHECK, RUN, UNDO = "orders.check_import", "orders.run_import", "orders.undo_import"
KEEPER = grants.system("orders.imports", may={"orders.end_import"})
"""Notes how imports ended whose work was cut short."""
FACES = frozenset({Surface.WEB, Surface.CLI})


class Choices(Input):
    """How a file is to be read and what is to be done with it. Empty or None: as it was found out, or as usual."""

    as_table: bool = False
    """Read it by the mapping, whatever system its columns look like."""
    encoding: Annotated[str, Field(max_length=20)] = ""
    delimiter: Annotated[str, Field(max_length=1)] = ""
    decimal: Literal["", ".", ","] = ""
    currency: Annotated[str, Field(max_length=3)] = ""
    zone: Annotated[str, Field(max_length=60)] = ""
    """Of times without an offset."""
    day_first: bool | None = None
    """Whether 3/4/2026 is the third of April."""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    """Where things went when the file does not say."""
    language: Annotated[str, Field(max_length=12)] = ""
    """Of the orders: what their papers are written in."""
    paid_is: Literal["", "guess", "net", "gross"] = ""
    mapping: Annotated[dict[str, str], Field(max_length=200)] = Field(default_factory=dict)
    """Column name → field."""
    shipping_codes: Annotated[tuple[str, ...], Field(max_length=50)] | None = None
    """What lines are called that are shipping."""
    book_codes: Annotated[tuple[str, ...], Field(max_length=50)] | None = None
    """What lines are called that are no sales."""
    silent_sent: bool | None = None
    """Paid orders of a file without a word about sending were sent."""
    shop: Annotated[str, Field(pattern="^[a-z0-9-]{0,20}$")] = ""
    """Tells two shops of one system apart."""
    prefix: Annotated[str, Field(max_length=12)] | None = None
    """Stands before the numbers."""
    takes_open: bool | None = None
    """Orders that are still to be sent become ours to send, and take stock."""


class BeginImport(Choices):
    """A file that lies on the shelf already."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]
    name: Annotated[str, Field(min_length=1, max_length=255)]


class Begun(Output):
    """A file and how far it is."""

    import_id: int
    dialect: str
    state: str
    work_id: int | None = None


@action("orders.begin_import", label=gettext_lazy("Take a file of orders"), seats=IMPORTERS, surfaces={Surface.WEB})
def begin_import(run: Run, data: BeginImport) -> Begun:
    """Take a file of orders. What is recognised is checked at once; of a table one has to say what its columns mean."""
    return _begin(run, data, digest=data.digest, size=data.size, name=data.name, ask=True)


class ImportFile(Choices):
    """A file of this machine."""

    path: Annotated[str, Field(min_length=1, max_length=1000)]
    check_only: bool = False


@action("orders.import_file", label=gettext_lazy("Import a file of orders"), seats=IMPORTERS, surfaces={Surface.CLI})
def import_file(run: Run, data: ImportFile) -> Begun:
    """Import orders from a file of this machine: Shopify's CSV or JSON, WooCommerce's JSON, or any CSV or XLSX.

    A worker does it. With check_only, nothing is written.
    """
    path = Path(data.path).expanduser()
    if not path.is_file():
        raise InvalidInput({"path": _("There is no such file: %(path)s.") % {"path": data.path}})
    kept = intake.SHELF.keep_file(path)
    return _begin(run, data, digest=kept.digest, size=kept.size, name=path.name, ask=False, go=not data.check_only)


def _begin(run: Run, data: Choices, *, digest: str, size: int, name: str, ask: bool, go: bool = False) -> Begun:
    store = current()
    if store is None:
        raise Refused(_("Set up the store first: its languages and currency are needed."), code="not_set_up")
    if not intake.SHELF.path_of(digest).is_file():
        raise Missing(_("The file is not here any more. Send it again."))
    row = Batch(uid=run.uid[-32:], name=name, size=size, digest=digest, started_by=run.actor.ref, created_at=run.now)
    _recognise(row, data, chosen=False)
    row.choices["go"] = go
    told = bool(data.mapping) or RememberedMapping.objects.filter(signature=row.signature).exists()
    row.state = BatchState.MAPPING if row.dialect == MAPPED.name and ask and not told else BatchState.CHECKING
    row.save()
    run.about(row.subject)
    run.changed(row.subject, "file", old=None, new=name)
    if row.state == BatchState.CHECKING:
        _refuse_incomplete(row)
        start(run, row, CHECK)
    return answer(row)


class CheckImport(Choices):
    """A file that is to be read in another way, or for the first time as said."""

    import_id: int
    remember: bool = True
    """Read files of the same columns alike the next time."""


@action("orders.check_import", label=gettext_lazy("Check a file of orders"), seats=IMPORTERS, surfaces=FACES)
def check_import(run: Run, data: CheckImport) -> Begun:
    """Read a file as said and check it: nothing is written but what was found."""
    row = one(data.import_id)
    if row.applied_to or row.state in {BatchState.RUNNING, BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE}:
        raise Refused(
            _("This import is under way already. Send the file again to read it in another way."), code="under_way"
        )
    works.ask_to_end(row.work_id, run.now)
    _recognise(row, data, chosen=True)
    _refuse_incomplete(row)
    row.state, row.rows, row.orders, row.broken, row.predicted = BatchState.CHECKING, 0, 0, 0, {}
    Remark.objects.filter(batch=row).delete()
    intake.opened(row, now=run.now).stage.drop()
    row.save()
    if data.remember and data.mapping and row.signature:
        values = {"choices": row.choices, "name": row.name[:80], "updated_at": run.now}
        RememberedMapping.objects.update_or_create(signature=row.signature, defaults=values)
    start(run, row, CHECK)
    return answer(row)


class OneImport(Input):
    """A file."""

    import_id: int


@action("orders.run_import", label=gettext_lazy("Import the orders"), seats=IMPORTERS, surfaces=FACES)
def run_import(run: Run, data: OneImport) -> Begun:
    """Bring in the orders of a file that was checked; an import that was stopped goes on where it was."""
    row = one(data.import_id)
    if row.state not in {BatchState.CHECKED, BatchState.STOPPED} or not row.predicted:
        raise Refused(
            _("This import cannot be run now: it is %(state)s.") % {"state": row.get_state_display()}, code="not_ready"
        )
    run.changed(row.subject, "state", old=row.state, new=BatchState.RUNNING.value)
    row.state = BatchState.RUNNING
    start(run, row, RUN)
    row.save()
    return answer(row)


@action("orders.stop_import", label=gettext_lazy("Stop an import of orders"), seats=IMPORTERS, surfaces=FACES)
def stop_import(run: Run, data: OneImport) -> Begun:
    """Stop an import: what it has brought in stays, and it can go on later."""
    row = one(data.import_id)
    if row.state in {BatchState.RUNNING, BatchState.CHECKING}:
        works.ask_to_end(row.work_id, run.now)
        run.changed(row.subject, "state", old=row.state, new=BatchState.STOPPED.value)
        row.state = BatchState.STOPPED
        row.save(update_fields=["state"])
    return answer(row)


@action(
    "orders.end_import",
    label=gettext_lazy("Note that an import of orders has stopped"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def end_import(run: Run, data: OneImport) -> Nothing:
    """Note that the work of an import was cancelled or failed; it can go on later."""
    row = one(data.import_id)
    if row.state in {BatchState.RUNNING, BatchState.CHECKING, BatchState.UNDOING}:
        ended = BatchState.DONE if row.state == BatchState.UNDOING else BatchState.STOPPED
        run.changed(row.subject, "state", old=row.state, new=ended.value)
        row.state = ended
        row.save(update_fields=["state"])
    return Nothing()


def one(import_id: int) -> Batch:
    """Return the file, locked. Raises Missing."""
    row = Batch.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise Missing(_("There is no such import."))
    return row


def start(run: Run, row: Batch, kind: str) -> None:
    """Begin a long work about a file."""
    run.about(row.subject)
    work = works.start(
        kind,
        actor=run.actor,
        at=run.now,
        label=row.name,
        params={"import_id": row.pk},
        subject=row.subject,
        cause=run.uid,
        total=row.orders or None,
    )
    Batch.objects.filter(pk=row.pk).update(work_id=work.pk)
    row.work_id = work.pk


def answer(row: Batch) -> Begun:
    """Return how far a file is."""
    return Begun(import_id=row.pk, dialect=row.dialect, state=row.state, work_id=row.work_id)


def _recognise(row: Batch, data: Choices, *, chosen: bool) -> None:
    """Find out how the file is to be read. Raises Refused with the reason when it cannot be read at all."""
    if data.encoding and data.encoding not in ENCODINGS:
        raise InvalidInput({"encoding": _("This encoding is not known. Choose one of the list.")})
    path = intake.SHELF.path_of(row.digest)
    try:
        found = intake.recognise_file(path, encoding=data.encoding, delimiter=data.delimiter, table=data.as_table)
    except Unreadable as error:
        raise Refused(sentence_of(error.code, error.params), code=error.code) from error
    except FileNotFoundError as error:
        raise Missing(_("The file is not here any more. Send it again.")) from error
    row.dialect, row.form, row.header = found.dialect, found.values, list(found.header.names)
    row.signature = found.header.signature if found.form else ""
    remembered = None if chosen else RememberedMapping.objects.filter(signature=row.signature).first()
    base = fresh_choices(found.header, found.dialect)
    base["decimal"] = decimal_sign(path, found) if found.form else "."
    if remembered is not None and found.dialect == MAPPED.name:
        base |= remembered.choices
    row.choices = {**base, **_said(data)}


def _said(data: Choices) -> dict[str, Any]:
    """Return what somebody chose; checked."""
    if data.currency and not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency with this code. Use one such as CNY or USD.")})
    if data.zone and data.zone not in available_timezones():
        raise InvalidInput({"zone": _("There is no such time zone. Use one such as Asia/Shanghai.")})
    unknown = [field for field in data.mapping.values() if field not in FIELDS]
    if unknown:
        raise InvalidInput({"mapping": _("There is no field “%(field)s”.") % {"field": unknown[0]}})
    if len(set(data.mapping.values())) < len(data.mapping):
        raise InvalidInput({"mapping": _("Two columns cannot mean the same. Leave one of them out.")})
    names = (
        *("as_table", "decimal", "currency", "zone", "day_first", "country", "language", "paid_is", "mapping"),
        *("shipping_codes", "book_codes", "silent_sent", "shop", "prefix", "takes_open"),
    )
    said = {name: getattr(data, name) for name in names if getattr(data, name) not in (None, "", {})}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _refuse_incomplete(row: Batch) -> None:
    if row.dialect == MAPPED.name and (lacks := missing(row.choices["mapping"])):
        names = ", ".join(str(FIELDS[name]) for name in lacks)
        raise InvalidInput({"mapping": _("Say which column holds: %(names)s.") % {"names": names}})
