"""Bring files in: take one, check it, run it, stop it; and the batch that a running import writes at a time."""

from pathlib import Path
from typing import Annotated, Any, Literal

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
from storecrew.kernel.tabular.table import recognise
from storecrew.shop.catalogue.seats import EDITORS
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.cuts import weigh_import
from storecrew.shop.catalogue.transfer.dialects import DIALECTS, dialect_of
from storecrew.shop.catalogue.transfer.dialects.mapped import FIELDS, Mapped, guess
from storecrew.shop.catalogue.transfer.models import (
    Import,
    ImportFinding,
    ImportState,
    RememberedMapping,
)
from storecrew.shop.catalogue.transfer.sentences import sentence_of
from storecrew.shop.catalogue.transfer.sniffing import decimal_sign
from storecrew.shop.catalogue.weighing import KINDS

CHECK = "catalogue.check_import"
RUN = "catalogue.run_import"
PICTURES = "catalogue.fetch_import_pictures"

KEEPER = grants.system("catalogue.imports", may={"catalogue.end_import"})
"""Notes how imports ended whose work was cut short."""


class Imported(Output):
    """An import and how far it is."""

    import_id: int
    name: str
    dialect: str
    state: str
    work_id: int | None = None


class Choices(Input):
    """How a file is to be read and what is to be done with it. Empty or None: as it was found out, or as usual."""

    dialect: Annotated[str, Field(max_length=40)] = ""
    encoding: Annotated[str, Field(max_length=20)] = ""
    delimiter: Annotated[str, Field(max_length=1)] = ""
    sheet: Annotated[str, Field(max_length=100)] = ""
    decimal: Literal["", ".", ","] = ""
    currency: Annotated[str, Field(max_length=3)] = ""
    """Of prices without one; empty: the store's."""
    any_currency: bool = False
    """Take prices as they stand, whatever currency the file names."""
    language: Annotated[str, Field(max_length=12)] = ""
    """Of the texts; empty: the store's first."""
    weight_unit: Literal["", "g", "kg", "oz", "lb"] = ""
    mapping: dict[str, str] = Field(default_factory=dict)
    """For tables of no known system: column name → field."""
    drafts_only: bool = False
    """Put nothing on sale, whatever the file says."""
    by_type: bool = True
    """Make a category of each product type, for products whose file knows no categories."""


class BeginImport(Choices):
    """A file that lies in the imports folder already."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: int
    name: Annotated[str, Field(min_length=1, max_length=255)]
    pictures_digest: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    """A ZIP with the pictures that the file names, kept in the imports folder as well; empty: there is none."""


@action("catalogue.begin_import", label=gettext_lazy("Take a product file"), seats=EDITORS, surfaces={Surface.WEB})
def begin_import(run: Run, data: BeginImport) -> Imported:
    """Take a file of products and check it: nothing is written to the catalogue yet."""
    pictures = f"zip:{data.pictures_digest}" if data.pictures_digest else ""
    return _begin(run, data, digest=data.digest, size=data.size, name=data.name, pictures=pictures)


class ImportFile(Choices):
    """A file of this machine."""

    path: Annotated[str, Field(min_length=1, max_length=1000)]
    pictures: Annotated[str, Field(max_length=900)] = ""
    """A folder or ZIP of this machine with the pictures that the file names."""
    check_only: bool = False


@action("catalogue.import_file", label=gettext_lazy("Import a product file"), seats=EDITORS, surfaces={Surface.CLI})
def import_file(run: Run, data: ImportFile) -> Imported:
    """Import a product file of this machine: Shopify, WooCommerce, Spree, Magento, or any CSV or XLSX.

    A worker does it; `catalogue.import` tells how far it is. With check_only, nothing is written to the catalogue.
    """
    path = Path(data.path).expanduser()
    if not path.is_file():
        raise InvalidInput({"path": _("There is no such file: %(path)s.") % {"path": data.path}})
    kept = intake.keep_file(path)
    pictures = _local_pictures(data.pictures) if data.pictures else ""
    return _begin(
        run, data, digest=kept.digest, size=kept.size, name=path.name, pictures=pictures, go=not data.check_only
    )


def _local_pictures(text: str) -> str:
    path = Path(text).expanduser().resolve()
    if path.is_dir():
        return f"folder:{path}"
    if path.is_file():
        return f"zip:{intake.keep_file(path).digest}"
    raise InvalidInput({"pictures": _("There is no such folder or ZIP: %(path)s.") % {"path": text}})


def _begin(run: Run, data: Choices, *, digest: str, size: int, name: str, pictures: str, go: bool = False) -> Imported:
    if current() is None:
        raise Refused(_("Set up the store first: its languages and currency are needed."), code="not_set_up")
    path = intake.path_of(digest)
    if not path.is_file():
        raise Missing(_("The file is not here any more. Send it again."))
    row = Import(
        uid=run.uid[-32:],
        name=name,
        size=size,
        digest=digest,
        pictures=pictures,
        started_by=run.actor.ref,
        created_at=run.now,
    )
    _recognise(row, data)
    row.choices["go"] = go
    row.save()
    run.about(row.subject)
    run.changed(row.subject, "file", old=None, new=name)
    if row.state == ImportState.CHECKING:
        _start(run, row, CHECK)
    return _answer(row)


def _recognise(row: Import, data: Choices) -> None:
    """Find out how the file is to be read; what cannot be read at all is kept with the reason."""
    path = intake.path_of(row.digest)
    try:
        form, header = recognise(path, encoding=_encoding(data), delimiter=data.delimiter, sheet=data.sheet)
        if not header.index:
            raise Unreadable("no_header")
    except Unreadable as error:
        row.state, row.trouble = ImportState.FAILED, {"code": error.code, "params": error.params}
        return
    row.form, row.header, row.signature = intake.form_values(form), list(header.names), header.signature
    row.dialect = data.dialect if data.dialect in {known.name for known in DIALECTS} else dialect_of(header).name
    row.choices = _choices(data)
    if not row.choices["decimal"]:
        row.choices["decimal"] = decimal_sign(path, form, header.names)
    if row.dialect == Mapped.name and not row.choices["mapping"]:
        remembered = RememberedMapping.objects.filter(signature=row.signature).first()
        row.choices["mapping"] = remembered.mapping if remembered else guess(header)
    row.state, row.trouble = ImportState.CHECKING, {}


def _encoding(data: Choices) -> str:
    if data.encoding and data.encoding not in ENCODINGS:
        raise InvalidInput({"encoding": _("This encoding is not known. Choose one of the list.")})
    return data.encoding


def _choices(data: Choices) -> dict[str, Any]:
    if data.currency and not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency with this code. Use one such as CNY or USD.")})
    unknown = [field for field in data.mapping.values() if field not in FIELDS]
    if unknown:
        raise InvalidInput({"mapping": _("There is no field “%(field)s”.") % {"field": unknown[0]}})
    names = ("decimal", "currency", "any_currency", "language", "weight_unit", "mapping", "drafts_only", "by_type")
    return {name: getattr(data, name) for name in names}


class CheckImport(Choices):
    """An import that is to be read in another way."""

    import_id: int


@action(
    "catalogue.check_import", label=gettext_lazy("Check a product file again"), seats=EDITORS, surfaces={Surface.WEB}
)
def check_import(run: Run, data: CheckImport) -> Imported:
    """Read the file of an import in another way and check it again. The mapping is remembered for files of its kind."""
    row = _import(data.import_id)
    if row.state == ImportState.RUNNING or row.applied_to:
        raise Refused(
            _("This import is under way already. Send the file again to read it in another way."), code="under_way"
        )
    works.ask_to_end(row.work_id, run.now)
    _recognise(row, data)
    row.rows = row.products = row.broken = 0
    row.predicted, row.cuts = {}, {}
    ImportFinding.objects.filter(of=row).delete()
    intake.opened(row, now=run.now).stage.drop() if row.form else None
    row.save()
    run.about(row.subject)
    if data.mapping and row.signature:
        RememberedMapping.objects.update_or_create(
            signature=row.signature, defaults={"mapping": data.mapping, "updated_at": run.now}
        )
    if row.state == ImportState.CHECKING:
        _start(run, row, CHECK)
    return _answer(row)


class OneImport(Input):
    """An import."""

    import_id: int


@action(
    "catalogue.run_import",
    label=gettext_lazy("Import the products"),
    seats=EDITORS,
    surfaces={Surface.WEB, Surface.CLI},
    weigh=weigh_import,
    kinds=KINDS,
)
def run_import(run: Run, data: OneImport) -> Imported:
    """Bring the products of a checked file into the catalogue; one that was stopped goes on where it was."""
    row = _import(data.import_id)
    if row.state not in {ImportState.CHECKED, ImportState.STOPPED}:
        raise Refused(
            _("This import cannot be run now: it is %(state)s.") % {"state": row.get_state_display()}, code="not_ready"
        )
    run.changed(row.subject, "state", old=row.state, new=ImportState.RUNNING.value)
    row.state = ImportState.RUNNING
    _start(run, row, RUN)
    row.save()
    return _answer(row)


@action(
    "catalogue.stop_import", label=gettext_lazy("Stop an import"), seats=EDITORS, surfaces={Surface.WEB, Surface.CLI}
)
def stop_import(run: Run, data: OneImport) -> Imported:
    """Stop an import: what it has brought in stays, and it can go on later."""
    row = _import(data.import_id)
    if row.state not in {ImportState.RUNNING, ImportState.CHECKING}:
        return _answer(row)
    works.ask_to_end(row.work_id, run.now)
    run.changed(row.subject, "state", old=row.state, new=ImportState.STOPPED.value)
    row.state = ImportState.STOPPED
    row.save()
    return _answer(row)


@action(
    "catalogue.fetch_import_pictures",
    label=gettext_lazy("Fetch the pictures of an import"),
    seats=EDITORS,
    surfaces={Surface.WEB, Surface.CLI},
)
def fetch_import_pictures(run: Run, data: OneImport) -> Imported:
    """Fetch the pictures that the products of an import still wait for; those that failed are tried again."""
    row = _import(data.import_id)
    if row.state not in {ImportState.DONE, ImportState.STOPPED}:
        raise Refused(_("Pictures are fetched once the products are in."), code="not_ready")
    run.about(row.subject)
    work = works.start(
        PICTURES,
        actor=run.actor,
        at=run.now,
        label=row.name,
        params={"import_id": row.pk},
        subject=row.subject,
        cause=run.uid,
    )
    row.pictures_work_id = work.pk
    row.save(update_fields=["pictures_work_id"])
    return _answer(row)


@action(
    "catalogue.end_import",
    label=gettext_lazy("Note that an import has stopped"),
    seats=frozenset(),
    surfaces={Surface.WORKER},
)
def end_import(run: Run, data: OneImport) -> Nothing:
    """Note that the work of an import was cancelled or failed; it can go on later."""
    row = _import(data.import_id)
    if row.state in {ImportState.RUNNING, ImportState.CHECKING}:
        run.changed(row.subject, "state", old=row.state, new=ImportState.STOPPED.value)
        row.state = ImportState.STOPPED
        row.save(update_fields=["state"])
    return Nothing()


def _import(import_id: int) -> Import:
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise Missing(_("There is no such import."))
    return row


def _start(run: Run, row: Import, kind: str) -> None:
    work = works.start(
        kind,
        actor=run.actor,
        at=run.now,
        label=row.name,
        params={"import_id": row.pk},
        subject=row.subject,
        cause=run.uid,
        total=row.products or None,
    )
    Import.objects.filter(pk=row.pk).update(work_id=work.pk)
    row.work_id = work.pk


def _answer(row: Import) -> Imported:
    if row.state == ImportState.FAILED:
        raise Refused(sentence_of(row.trouble["code"], row.trouble["params"]), code=row.trouble["code"])
    return Imported(import_id=row.pk, name=row.name, dialect=row.dialect, state=row.state, work_id=row.work_id)
