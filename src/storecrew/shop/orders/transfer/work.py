"""The long works of an import: the check, the import itself, and taking it out again."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from storecrew.kernel.actions.errors import ActionError, Denied
from storecrew.kernel.jobs.work import CannotGoOn, LongWork, long_work
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.finding import Severity
from storecrew.kernel.tabular.table import header_findings
from storecrew.shop.customers.demo import find_many
from storecrew.shop.orders.transfer import intake
from storecrew.shop.orders.transfer import reconciling as sums
from storecrew.shop.orders.transfer.actions.applying import ApplyBatch, LeaveOutOrder, apply_batch, leave_out
from storecrew.shop.orders.transfer.actions.batches import CHECK, RUN, UNDO, OneImport, run_import
from storecrew.shop.orders.transfer.actions.undoing import UndoSome, undo_some
from storecrew.shop.orders.transfer.batching import BATCH, ROWS, origin_of, remark_of
from storecrew.shop.orders.transfer.composing import person_of
from storecrew.shop.orders.transfer.draft import Said
from storecrew.shop.orders.transfer.judging import Judged, judge, read
from storecrew.shop.orders.transfer.models import Batch, BatchState, Outcome, Remark
from storecrew.shop.orders.transfer.sentences import sentence_of

TICK_ROWS = 50_000
UNDONE_AT_ONCE = 100


@long_work(CHECK, label=gettext_lazy("Check of a file of orders"))
def check(work: LongWork) -> None:
    """Read the whole file, lay it beside what is here, add both up, and tell what an import would do."""
    row = Batch.objects.get(pk=work.params["import_id"])
    opened = _open(work, row)
    number = work.cursor.get("number", 0)
    origin, takes_open = origin_of(row), bool(row.choices["takes_open"])
    while gathered := opened.stage.batch(after=number, orders=BATCH, rows=ROWS):
        found = [read(opened, one) for one in gathered]
        judged, _goods = judge([one.draft for one in found if one.draft], origin, takes_open=takes_open)
        by_line = {one.draft.line: one for one in judged}
        opened.stage.note_buyers(_buyers(judged, row))
        tally = work.summary or sums.blank()
        told: list[Said] = []
        for one in found:
            done = by_line.get(one.draft.line) if one.draft else None
            told += [*one.said, *(done.said if done else ())]
            _count(tally, one.currency, one.file_minor, done, (*one.said, *(done.said if done else ())))
        told = opened.stage.first_of_each(told)
        with work.step() as step:
            remarks = [remark_of(row, one, checked=True) for one in told]
            Remark.objects.bulk_create(remarks, batch_size=500)
            step.summary, step.total = tally, row.orders
            step.cursor = {"number": gathered[-1].number}
            step.move(len(gathered))
        opened.stage.remember(told)
        number = gathered[-1].number
    buyers, known = opened.stage.buyers()
    with work.step() as step:
        step.summary = {**(work.summary or sums.blank()), "buyers": buyers, "known": known}
        state = Batch.objects.filter(pk=row.pk, state=BatchState.CHECKING)
        state.update(state=BatchState.CHECKED, predicted=step.summary)
    if row.choices.get("go"):
        run_import(work.actor, OneImport(import_id=row.pk), key=f"{row.uid}:go")


@long_work(RUN, label=gettext_lazy("Import of orders"))
def bring_in(work: LongWork) -> None:
    """Write the file's orders, batch by batch. A batch that is not taken is tried again order by order."""
    row = Batch.objects.get(pk=work.params["import_id"])
    _open(work, row)
    number = row.applied_to
    with override(row.choices["language"]):  # our own words in orders stand in their language, not the reader's
        while number < row.orders:
            number = _write(work, row, number, BATCH)
    with work.step():
        Batch.objects.filter(pk=row.pk).update(state=BatchState.DONE, finished_at=work.now)


@long_work(UNDO, label=gettext_lazy("Taking an import of orders out again"))
def take_out(work: LongWork) -> None:
    """Delete the orders of a file, their money and the guests they made; what was touched since stays."""
    import_id = work.params["import_id"]
    number = work.cursor.get("number", 0)
    try:
        while True:
            with work.step() as step:
                data = UndoSome(import_id=import_id, after=number, orders=UNDONE_AT_ONCE)
                done = undo_some(work.actor, data, now=work.now)
                step.cursor, number = {"number": done.last}, done.last
                step.move(done.gone + done.kept)
            if done.over:
                break
    except Denied as error:
        raise CannotGoOn(_("Whoever started this may not write orders any more.")) from error


def _write(work: LongWork, row: Batch, number: int, orders: int) -> int:
    try:
        with work.step() as step:
            applied = apply_batch(work.actor, ApplyBatch(import_id=row.pk, after=number, orders=orders), now=work.now)
            step.move(applied.last - number)
            step.summary, step.total = applied.result, row.orders
            step.cursor = {"number": applied.last}
        return applied.last
    except Denied as error:
        raise CannotGoOn(_("Whoever started this import may not write orders any more.")) from error
    except (ActionError, DatabaseError, ValueError) as error:
        if orders == 1:
            why = error.message if isinstance(error, ActionError) else str(error)
            with work.step() as step:
                left = leave_out(
                    work.actor, LeaveOutOrder(import_id=row.pk, after=number, why=why.splitlines()[0]), now=work.now
                )
                step.move(1)
                step.summary, step.cursor = left.result, {"number": left.last}
            return left.last
    end = min(number + orders, row.orders)
    while number < end:
        number = _write(work, row, number, 1)
    return number


def _open(work: LongWork, row: Batch) -> intake.Opened:
    """Stage the file, and note once how much is in it."""

    def tick(rows: int) -> None:
        if rows % TICK_ROWS < 2_000:
            with work.step():  # keeps the work alive and hears of a cancellation
                pass

    try:
        opened = intake.opened(row, now=work.now)
        content = opened.staged(tick=tick)
    except (Unreadable, OSError) as error:
        code = error.code if isinstance(error, Unreadable) else "file_gone"
        params = error.params if isinstance(error, Unreadable) else {}
        with work.step():
            Batch.objects.filter(pk=row.pk).update(state=BatchState.FAILED, trouble={"code": code, "params": params})
        raise CannotGoOn(sentence_of(code, params)) from error
    if (row.rows, row.orders, row.broken) != tuple(content):
        with work.step() as step:
            row.rows, row.orders, row.broken = content
            Batch.objects.filter(pk=row.pk).update(rows=content.rows, orders=content.orders, broken=content.broken)
            told = [
                Said(one.line, one.code, column=one.column, value=one.value, params=_plain(one.params))
                for one in header_findings(opened.header.line, opened.header.names)
            ]
            told += [
                Said(bad.line, bad.code, value=bad.text[:120], severity=Severity.REFUSED)
                for bad in opened.stage.broken()
            ]
            Remark.objects.bulk_create((remark_of(row, one, checked=True) for one in told), batch_size=500)
            step.total = content.orders
    return opened


def _count(tally: sums.Tally, currency: str, file_minor: Decimal, done: Judged | None, said: Iterable[Said]) -> None:
    sums.count(tally, "orders")
    if file_minor:
        sums.add(tally, currency, "file", file_minor)
    sums.count_outcome(tally, done.outcome if done else Outcome.OUT)
    sums.add_effects(tally, said)
    if done and done.outcome != Outcome.OUT:
        sums.count(tally, "lines", len(done.draft.lines))
        sums.add_draft(tally, done.draft, ours=done.ours_minor)
        sums.count(tally, "unmatched", sum(one.code == "unknown_sku" for one in done.said))


def _buyers(judged: Iterable[Judged], row: Batch) -> list[tuple[str, bool]]:
    """Return whom orders name, by what tells them apart, and whether they are known here."""
    people = [person_of(one.draft, origin_of(row)) for one in judged if one.outcome != Outcome.OUT]
    named = [one for one in people if one.email or one.outside_id or one.phone]
    return [
        (one.outside_id or one.email.casefold() or one.phone, customer_id is not None)
        for one, customer_id in zip(named, find_many(named), strict=True)
    ]


def _plain(params: Mapping[str, object]) -> dict[str, str | int]:
    return {str(name): value if isinstance(value, int) else str(value) for name, value in params.items()}
