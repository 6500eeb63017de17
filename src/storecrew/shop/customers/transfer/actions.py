"""Bring customers in: take a file and check it, then write what it says, a batch of rows at a time."""

from pathlib import Path
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private, Surface
from storecrew.kernel.jobs import work as works
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.tabular.files import ENCODINGS, Unreadable
from storecrew.kernel.tabular.keeping import Shelf
from storecrew.kernel.tabular.sentences import sentence_of
from storecrew.kernel.tabular.table import recognise
from storecrew.shop.customers.events import ConsentGiven, ConsentWithdrawn, CustomerRegistered
from storecrew.shop.customers.seats import KEEPERS
from storecrew.shop.customers.transfer.applying import Outcome, apply
from storecrew.shop.customers.transfer.dialects import dialect_of, places_of
from storecrew.shop.customers.transfer.rows import ImportRow

CHECK, RUN = "customers.check_import", "customers.run_import"
SHELF = Shelf("imports-of-customers")
BATCH = 100


class BeginImport(Input):
    """A file that lies on the shelf already. Empty encoding: as it was found out."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    encoding: Annotated[str, Field(max_length=20)] = ""


class Started(Output):
    """The long work that reads the file; its page shows how far it is and what becomes of each row."""

    work_id: int
    dialect: str


@action("customers.begin_import", label=gettext_lazy("Take a file of customers"), seats=KEEPERS, surfaces={Surface.WEB})
def begin_import(run: Run, data: BeginImport) -> Started:
    """Take a file of customers and check it row by row: nothing is written yet."""
    return _start(run, CHECK, digest=data.digest, name=data.name, encoding=data.encoding)


class RunImport(Input):
    """The check of the file that is to be brought in."""

    work_id: int


@action("customers.run_import", label=gettext_lazy("Import the customers"), seats=KEEPERS, surfaces={Surface.WEB})
def run_import(run: Run, data: RunImport) -> Started:
    """Bring in the customers of a file that was checked. Sent twice, the same file changes nothing the second time."""
    checked = Work.objects.filter(pk=data.work_id, kind=CHECK).first()
    if checked is None:
        raise Missing
    if checked.state != WorkState.DONE:
        raise Refused(_("The check of this file has not ended yet."), code="not_ready")
    params = checked.params
    return _start(
        run,
        RUN,
        digest=params["digest"],
        name=params["name"],
        encoding=params["encoding"],
        check=checked.pk,
        total=checked.position,
    )


class ImportFile(Input):
    """A file of this machine."""

    path: Annotated[str, Field(min_length=1, max_length=1000)]
    check_only: bool = False


@action(
    "customers.import_file", label=gettext_lazy("Import a file of customers"), seats=KEEPERS, surfaces={Surface.CLI}
)
def import_file(run: Run, data: ImportFile) -> Started:
    """Import customers from a file of this machine: Shopify, WooCommerce, Spree, Magento, or any CSV or XLSX."""
    path = Path(data.path).expanduser()
    if not path.is_file():
        raise InvalidInput({"path": _("There is no such file: %(path)s.") % {"path": data.path}})
    kept = SHELF.keep_file(path)
    return _start(run, CHECK if data.check_only else RUN, digest=kept.digest, name=path.name, encoding="")


def _start(
    run: Run, kind: str, *, digest: str, name: str, encoding: str, check: int = 0, total: int | None = None
) -> Started:
    if encoding and encoding not in ENCODINGS:
        raise InvalidInput({"encoding": _("This encoding is not known. Choose one of the list.")})
    path = SHELF.path_of(digest)
    if not path.is_file():
        raise Missing(_("The file is not here any more. Send it again."))
    try:
        _form, header = recognise(path, encoding=encoding)
    except Unreadable as error:
        raise Refused(sentence_of(error.code, error.params), code=error.code) from error
    places = places_of(header)
    if "email" not in places and "phone" not in places:
        raise Refused(_("No column of this file holds an e-mail address or a telephone number."), code="no_columns")
    dialect = dialect_of(header).name
    params: dict[str, Any] = {"digest": digest, "name": name, "encoding": encoding, "dialect": dialect, "check": check}
    work = works.start(kind, actor=run.actor, at=run.now, label=name, params=params, cause=run.uid, total=total)
    run.about(f"work:{work.pk}")
    return Started(work_id=work.pk, dialect=dialect)


class ImportBatch(Input):
    """Some rows of a file. They are not kept in the audit: what changed of each customer is."""

    rows: Annotated[tuple[ImportRow, ...], Private, Field(max_length=BATCH)]
    source: Annotated[str, Field(min_length=1, max_length=40)]


class Imported(Output):
    """What became of each row."""

    outcomes: tuple[Outcome, ...]


@action(
    "customers.import_batch",
    label=gettext_lazy("Write rows of a file of customers"),
    seats=KEEPERS,
    surfaces={Surface.WORKER},
    emits=(CustomerRegistered, ConsentGiven, ConsentWithdrawn),
    previews=True,
)
def import_batch(run: Run, data: ImportBatch) -> Imported:
    """Write some rows: new customers, and what was missing of known ones. A bad row leaves the others alone."""
    return Imported(outcomes=tuple(apply(run, row, data.source) for row in data.rows))
