"""Bring lists of offers in, and decide what their rows are."""

from pathlib import Path
from typing import Annotated

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
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.tabular.files import ENCODINGS, Unreadable
from storecrew.kernel.tabular.keeping import Shelf
from storecrew.kernel.tabular.sentences import sentence_of
from storecrew.kernel.tabular.table import Header, recognise
from storecrew.shop.supply.events import CostsChanged, OffersMade
from storecrew.shop.supply.lists.columns import guess, is_field
from storecrew.shop.supply.lists.models import ColumnMemory, ListState, OfferList
from storecrew.shop.supply.lists.types import ListRow, RowDone
from storecrew.shop.supply.lists.writing import take
from storecrew.shop.supply.models import Supplier
from storecrew.shop.supply.seats import BUYERS
from storecrew.shop.supply.writing.loading import supplier_of

CHECK, RUN = "supply.check_list", "supply.run_list"
SHELF = Shelf("lists-of-offers")
BATCH = 200

type Name = Annotated[str, Field(min_length=1, max_length=255)]
type Decimal = Annotated[str, Field(pattern=r"^[.,]$")]


class SendList(Input):
    """A file that lies on the shelf already. Empty encoding: as it is found out."""

    supplier_id: int
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    name: Name
    encoding: Annotated[str, Field(max_length=20)] = ""


class ListId(Output):
    """Names a list, and how far it is."""

    list_id: int
    state: ListState


@action("supply.send_list", label=gettext_lazy("Take a list of offers"), seats=BUYERS, surfaces={Surface.WEB})
def send_list(run: Run, data: SendList) -> ListId:
    """Take a supplier's list of offers. Columns of a kind that came before mean what they meant then."""
    supplier = supplier_of(run, data.supplier_id, going=True)
    row = _new(run, supplier, data)
    known = ColumnMemory.objects.filter(supplier=supplier, signature=row.signature).first()
    if known is not None:
        row.mapping, row.currency, row.decimal = known.mapping, known.currency, known.decimal
    row.save()
    if known is not None:
        _start(run, row, CHECK, ListState.CHECKING)
    return ListId(list_id=row.pk, state=ListState(row.state))


class SetColumns(Input):
    """What the columns of a list mean: column → field; `break:100` is the cost of one from 100 pieces on."""

    list_id: int
    mapping: dict[Annotated[str, Field(max_length=255)], Annotated[str, Field(max_length=20)]]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    decimal: Decimal = "."
    encoding: Annotated[str, Field(max_length=20)] = ""


@action("supply.set_columns", label=gettext_lazy("Say what columns mean"), seats=BUYERS, surfaces={Surface.WEB})
def set_columns(run: Run, data: SetColumns) -> ListId:
    """Say what the columns of a list mean, and check it: nothing is written yet. It is remembered for the next one."""
    row = _list_of(run, data.list_id)
    if row.state == ListState.DONE or _under_way(row):
        raise Refused(_("This list is being read just now, or is in already."), code="supply.list_under_way")
    if not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency of this code.")})
    if data.encoding != row.encoding:
        row.encoding = data.encoding
        header = _read_header(row.digest, data.encoding)
        row.header, row.signature = list(header.names), header.signature
    mapping = {name: field for name, field in data.mapping.items() if name in row.header and is_field(field)}
    if not {"sku", "title", "barcode"} & set(mapping.values()):
        raise InvalidInput({"mapping": _("Say which column holds their SKU, a title, or a barcode.")})
    row.mapping, row.currency, row.decimal = mapping, data.currency, data.decimal
    values = {"mapping": mapping, "currency": data.currency, "decimal": data.decimal, "updated_at": run.now}
    ColumnMemory.objects.update_or_create(supplier=row.supplier, signature=row.signature, defaults=values)
    _start(run, row, CHECK, ListState.CHECKING)
    return ListId(list_id=row.pk, state=ListState(row.state))


class OneList(Input):
    """Names a list."""

    list_id: int


@action("supply.run_list", label=gettext_lazy("Bring a list of offers in"), seats=BUYERS, surfaces={Surface.WEB})
def run_list(run: Run, data: OneList) -> ListId:
    """Bring in the offers of a list that was checked. Sent twice, the same list changes nothing the second time."""
    row = _list_of(run, data.list_id)
    if row.state in {ListState.MAPPING, ListState.DONE} or _under_way(row):
        raise Refused(_("This list is not checked yet, or is in already."), code="supply.list_not_ready")
    _start(run, row, RUN, ListState.RUNNING)
    return ListId(list_id=row.pk, state=ListState(row.state))


@action("supply.stop_list", label=gettext_lazy("Stop a list of offers"), seats=BUYERS, surfaces={Surface.WEB})
def stop_list(run: Run, data: OneList) -> ListId:
    """Stop reading a list. What is in stays in."""
    row = _list_of(run, data.list_id)
    if row.state in {ListState.CHECKING, ListState.RUNNING}:
        works.ask_to_end(row.work_id, run.now)
        row.state = ListState.STOPPED
        row.save(update_fields=["state"])
    return ListId(list_id=row.pk, state=ListState(row.state))


class ImportOffers(Input):
    """A file of this machine, and whose it is. `check_only`: tell what it would do, and do nothing."""

    supplier: Annotated[str, Field(max_length=20)]
    path: Annotated[str, Field(min_length=1, max_length=1000)]
    check_only: bool = False


@action("supply.import_offers", label=gettext_lazy("Import a list of offers"), seats=BUYERS, surfaces={Surface.CLI})
def import_offers(run: Run, data: ImportOffers) -> ListId:
    """Bring in a supplier's list from a CSV or XLSX of this machine, its columns as they are called there."""
    found = Supplier.objects.filter(code=data.supplier).first()
    if found is None:
        raise InvalidInput({"supplier": _("There is no supplier of this code.")})
    path = Path(data.path).expanduser()
    if not path.is_file():
        raise InvalidInput({"path": _("There is no such file: %(path)s.") % {"path": data.path}})
    supplier = supplier_of(run, found.pk, going=True)
    sent = SendList(supplier_id=supplier.pk, digest=SHELF.keep_file(path).digest, name=path.name)
    row = _new(run, supplier, sent)
    known = ColumnMemory.objects.filter(supplier=supplier, signature=row.signature).first()
    row.mapping = known.mapping if known else row.mapping
    if not {"sku", "title", "barcode"} & set(row.mapping.values()):
        raise Refused(_("No column of this file holds a SKU, a title or a barcode."), code="supply.no_columns")
    row.save()
    if data.check_only:
        _start(run, row, CHECK, ListState.CHECKING)
    else:
        _start(run, row, RUN, ListState.RUNNING)
    return ListId(list_id=row.pk, state=ListState(row.state))


class TakeRows(Input):
    """Some rows of a list. They are not kept in the audit: what changed of each offer is."""

    list_id: int
    rows: Annotated[tuple[ListRow, ...], Private, Field(max_length=BATCH)]


class RowsTaken(Output):
    """What became of each row, in their order."""

    outcomes: tuple[RowDone, ...]


@action(
    "supply.take_rows",
    label=gettext_lazy("Write rows of a list of offers"),
    seats=BUYERS,
    surfaces={Surface.WORKER},
    emits=(OffersMade, CostsChanged),
    previews=True,
)
def take_rows(run: Run, data: TakeRows) -> RowsTaken:
    """Write offers of rows that are surely one of the store's goods, and keep the others for somebody to look at."""
    row = _list_of(run, data.list_id, lock=False)
    return RowsTaken(outcomes=tuple(take(run, row, data.rows)))


def _new(run: Run, supplier: Supplier, data: SendList) -> OfferList:
    header = _read_header(data.digest, data.encoding)
    run.changed(supplier.subject, "list", old=None, new=data.name)
    return OfferList(
        supplier=supplier,
        name=data.name,
        digest=data.digest,
        encoding=data.encoding,
        header=list(header.names),
        signature=header.signature,
        mapping=guess(header.names),
        currency=supplier.currency,
        started_by=run.actor.ref,
        created_at=run.now,
    )


def _read_header(digest: str, encoding: str) -> Header:
    if encoding and encoding not in ENCODINGS:
        raise InvalidInput({"encoding": _("This encoding is not known. Choose one of the list.")})
    path = SHELF.path_of(digest)
    if not path.is_file():
        raise Missing(_("The file is not here any more. Send it again."))
    try:
        _form, header = recognise(path, encoding=encoding)
    except Unreadable as error:
        raise Refused(sentence_of(error.code, error.params), code=error.code) from error
    if not any(header.names):
        raise Refused(sentence_of("no_header", {}), code="no_header")
    return header


def _list_of(run: Run, list_id: int, *, lock: bool = True) -> OfferList:
    rows = OfferList.objects.select_related("supplier")
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=list_id).first()
    if row is None:
        raise Missing(_("There is no such list."))
    run.about(row.supplier.subject, row.subject)
    return row


def _under_way(row: OfferList) -> bool:
    """Tell whether the list is being read; one whose reading failed is not."""
    reading = row.state in {ListState.CHECKING, ListState.RUNNING}
    return reading and not Work.objects.filter(pk=row.work_id or 0, state=WorkState.FAILED).exists()


def _start(run: Run, row: OfferList, kind: str, state: ListState) -> None:
    params = {"list_id": row.pk}
    work = works.start(
        kind, actor=run.actor, at=run.now, label=row.name, params=params, subject=row.supplier.subject, cause=run.uid
    )
    run.changed(row.subject, "state", old=row.state, new=state.value)
    row.work_id, row.state, row.counts = work.pk, state, {}
    row.save()
