"""Write some orders of a file: one action, one audit row, one transaction."""

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Surface
from storecrew.shop.orders.transfer import intake
from storecrew.shop.orders.transfer import reconciling as sums
from storecrew.shop.orders.transfer.batching import BATCH, ROWS, origin_of, remark_of
from storecrew.shop.orders.transfer.draft import Said
from storecrew.shop.orders.transfer.events import OrdersImported
from storecrew.shop.orders.transfer.judging import judge, read
from storecrew.shop.orders.transfer.models import Batch, Met, Outcome, Remark
from storecrew.shop.orders.transfer.seats import IMPORTERS
from storecrew.shop.orders.transfer.writing.applying import CALLS, write_orders


class ApplyBatch(Input):
    """The next orders of a file, those numbered higher than `after`."""

    import_id: int
    after: int
    orders: Annotated[int, Field(ge=1, le=BATCH)] = BATCH


class AppliedBatch(Output):
    """Up to which order it went, how many rows were new or changed, and the batch's tally so far."""

    last: int
    written: int
    result: dict[str, Any]


@action(
    "orders.apply_import_batch",
    label=gettext_lazy("Write orders of a file"),
    seats=IMPORTERS,
    surfaces={Surface.WORKER},
    emits=(OrdersImported,),
    calls=CALLS,
)
def apply_batch(run: Run, data: ApplyBatch) -> AppliedBatch:
    """Write the next orders of a file. What is there already is passed over; whatever fails, fails for all of them."""
    row = Batch.objects.select_for_update().get(pk=data.import_id)
    run.about(row.subject)
    if row.applied_to != data.after:
        raise Refused("another worker was here", code="overtaken")
    opened = intake.opened(row, now=run.now)
    gathered = opened.stage.batch(after=data.after, orders=data.orders, rows=ROWS)
    found = [read(opened, one) for one in gathered]
    drafts = [one.draft for one in found if one.draft is not None]
    origin, takes_open = origin_of(row), bool(row.choices["takes_open"])
    judged, goods = judge(drafts, origin, takes_open=takes_open, lock=True)
    applied = write_orders(run, judged, origin, goods, takes_open=takes_open, batch=row)
    by_line = {one.judged.draft.line: one for one in applied}
    tally = row.result or sums.blank()
    remarks: list[Remark] = []
    met: list[Met] = []
    for one in found:
        sums.count(tally, "orders")
        if one.file_minor:
            sums.add(tally, one.currency, "file", one.file_minor)
        done = by_line.get(one.draft.line) if one.draft else None
        said: tuple[Said, ...] = (*one.said, *(done.said if done else ()))
        outcome = done.judged.outcome if done else Outcome.OUT
        sums.count_outcome(tally, outcome)
        sums.add_effects(tally, said)
        if done and outcome != Outcome.OUT:
            sums.count(tally, "lines", len(done.judged.draft.lines))
            sums.add_draft(tally, done.judged.draft, ours=done.judged.ours_minor)
        remarks += [remark_of(row, word, checked=False) for word in said if word.code != "unknown_sku"]
        met.append(
            Met(
                batch=row,
                number=one.number,
                line=one.line,
                outcome=outcome,
                order_id=done.order_id if done and outcome != Outcome.OUT else None,
            )
        )
    Met.objects.bulk_create(met)
    Remark.objects.bulk_create(remarks, batch_size=500)
    last = gathered[-1].number if gathered else row.orders
    row.applied_to, row.result = last, tally
    row.save(update_fields=["applied_to", "result"])
    written = [one.order_id for one in applied if one.judged.writes and one.order_id is not None]
    if written:
        run.emit(OrdersImported(order_ids=tuple(written), batch_id=row.pk), subject=row.subject)
    return AppliedBatch(last=last, written=len(written), result=tally)


class LeaveOutOrder(Input):
    """One order of a file that the database does not take."""

    import_id: int
    after: int
    why: str


@action(
    "orders.leave_out_of_import",
    label=gettext_lazy("Leave out an order of a file"),
    seats=IMPORTERS,
    surfaces={Surface.WORKER},
)
def leave_out(run: Run, data: LeaveOutOrder) -> AppliedBatch:
    """Pass over the next order of a file, and say why, so that one order never holds up the others."""
    row = Batch.objects.select_for_update().get(pk=data.import_id)
    run.about(row.subject)
    opened = intake.opened(row, now=run.now)
    gathered = opened.stage.batch(after=data.after, orders=1, rows=ROWS)[0]
    found = read(opened, gathered)
    number = found.draft.number if found.draft else gathered.key
    minor = found.file_minor - sum((one.effect for one in found.said), Decimal(0))
    said = Said(
        found.line,
        "database",
        number=number[:60],
        params={"why": data.why[:200]},
        effect=minor,
        currency=found.currency,
    )
    tally = row.result or sums.blank()
    sums.count(tally, "orders")
    sums.add(tally, found.currency, "file", found.file_minor)
    sums.count_outcome(tally, Outcome.OUT)
    sums.add_effects(tally, (*found.said, said))
    Remark.objects.bulk_create([remark_of(row, one, checked=False) for one in (*found.said, said)])
    Met.objects.bulk_create([Met(batch=row, number=found.number, line=found.line, outcome=Outcome.OUT)])
    row.applied_to, row.result = gathered.number, tally
    row.save(update_fields=["applied_to", "result"])
    return AppliedBatch(last=gathered.number, written=0, result=tally)
