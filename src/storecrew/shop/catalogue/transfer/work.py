"""The long works of an import: the check, and the import itself."""

from contextlib import suppress
from itertools import batched, chain

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.errors import ActionError, Denied, Parked
from storecrew.kernel.jobs.work import CannotGoOn, LongWork, long_work
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.finding import Finding
from storecrew.kernel.tabular.table import header_findings
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.actions import CHECK, RUN, OneImport, fetch_import_pictures, run_import
from storecrew.shop.catalogue.transfer.applying import (
    ApplyBatch,
    RefuseProduct,
    apply_import_batch,
    skip_import_product,
)
from storecrew.shop.catalogue.transfer.batches import PRODUCTS, added, batch_after, finding_rows, findings_of
from storecrew.shop.catalogue.transfer.cuts import cuts_of, sealed
from storecrew.shop.catalogue.transfer.models import Import, ImportedProduct, ImportFinding, ImportState, Phase
from storecrew.shop.catalogue.transfer.sentences import sentence_of

TICK_ROWS = 50_000


@long_work(CHECK, label=gettext_lazy("Check of a product file"))
def check(work: LongWork) -> None:
    """Read the whole file, compare it with the catalogue, and tell what an import would do."""
    row = Import.objects.get(pk=work.params["import_id"])
    opened = _open(work, row)
    number, cuts = work.cursor.get("number", 0), work.cursor.get("cuts", {})
    while (batch := batch_after(opened, number)) is not None:
        cuts = cuts_of(batch.differences, cuts)
        with work.step() as step:
            ImportFinding.objects.bulk_create(finding_rows(row, Phase.CHECK, findings_of(batch)), batch_size=500)
            step.summary = added(step.summary, batch.counts())
            step.total = row.products
            step.cursor = {"number": batch.last, "cuts": cuts}
            step.move(len(batch.differences))
        number = batch.last
    with work.step() as step:
        state = Import.objects.filter(pk=row.pk, state=ImportState.CHECKING)
        state.update(state=ImportState.CHECKED, predicted=step.summary, cuts=sealed(cuts, work.now))
    if row.choices.get("go"):
        with suppress(Parked):  # it runs once somebody has approved its prices
            run_import(work.actor, OneImport(import_id=row.pk), key=f"{row.uid}:go")


@long_work(RUN, label=gettext_lazy("Product import"))
def bring_in(work: LongWork) -> None:
    """Write the file's products into the catalogue, batch by batch."""
    row = Import.objects.get(pk=work.params["import_id"])
    _open(work, row)
    number = row.applied_to
    while number < row.products:
        number = _batch(work, row, number, PRODUCTS)
    with work.step():
        Import.objects.filter(pk=row.pk).update(state=ImportState.DONE, finished_at=work.now)
    waiting = ImportedProduct.objects.filter(of=row, product__pictures__asset=None, product__pictures__isnull=False)
    if waiting.exists():
        fetch_import_pictures(work.actor, OneImport(import_id=row.pk), key=f"{row.uid}:pictures", now=work.now)


def _open(work: LongWork, row: Import) -> intake.Opened:
    """Stage the file, and note once how much is in it."""
    opened = intake.opened(row, now=work.now)

    def tick(rows: int) -> None:
        if rows % TICK_ROWS < 2_000:
            with work.step():  # keeps the work alive and hears of a cancellation
                pass

    try:
        content = opened.staged(tick=tick)
    except (Unreadable, OSError) as error:
        code = error.code if isinstance(error, Unreadable) else "file_gone"
        params = error.params if isinstance(error, Unreadable) else {}
        with work.step():
            Import.objects.filter(pk=row.pk).update(state=ImportState.FAILED, trouble={"code": code, "params": params})
        raise CannotGoOn(sentence_of(code, params)) from error
    if (row.rows, row.products, row.broken) != tuple(content):
        with work.step() as step:
            row.rows, row.products, row.broken = content
            Import.objects.filter(pk=row.pk).update(rows=content.rows, products=content.products, broken=content.broken)
            told = chain(
                header_findings(opened.header.line, opened.header.names),
                (Finding(bad.line, "", bad.text[:120], bad.code) for bad in opened.stage.broken()),
            )
            for some in batched(told, 500):
                ImportFinding.objects.bulk_create(finding_rows(row, Phase.CHECK, some))
            step.total = content.products
    return opened


def _batch(work: LongWork, row: Import, number: int, products: int) -> int:
    """Write a batch; when the catalogue does not take it, write its products one by one and leave out the one that spoils it."""
    data = ApplyBatch(import_id=row.pk, after=number, products=products)
    try:
        with work.step() as step:
            applied = apply_import_batch(work.actor, data, now=work.now)
            step.move(applied.last - number)
            step.summary = added(step.summary, applied.counts)
            step.cursor = {"number": applied.last}
            step.total = row.products
        return applied.last
    except Denied as error:
        raise CannotGoOn(_("Whoever started this import may not write products any more.")) from error
    except (ActionError, DatabaseError) as error:
        reason = error.message if isinstance(error, ActionError) else str(error)
    if products > 1:
        last = number
        for _place in range(products):
            if last >= row.products:
                break
            last = _batch(work, row, last, 1)
        return last
    with work.step() as step:
        refusal = RefuseProduct(import_id=row.pk, after=number, reason=reason[:1000])
        applied = skip_import_product(work.actor, refusal, now=work.now)
        step.refused(number + 1, reason=reason)
        step.summary = added(step.summary, applied.counts)
        step.cursor = {"number": applied.last}
    return applied.last
