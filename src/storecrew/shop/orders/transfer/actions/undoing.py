"""Take a file's orders out again, as if they had never come: while nothing newer stands on them."""

from collections.abc import Sequence
from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Surface
from storecrew.kernel.tabular.finding import Severity
from storecrew.shop.customers.demo import unrecognise
from storecrew.shop.orders.demo import take_out, untouched
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.transfer.actions.batches import FACES, UNDO, Begun, OneImport, answer, one, start
from storecrew.shop.orders.transfer.batching import remark_of
from storecrew.shop.orders.transfer.draft import Said
from storecrew.shop.orders.transfer.events import ImportUndone
from storecrew.shop.orders.transfer.models import Batch, BatchState, Met, Outcome, Remark, Written
from storecrew.shop.orders.transfer.seats import IMPORTERS
from storecrew.shop.payments.demo import forget_outside, paid_otherwise
from storecrew.shop.stock import actions as stock

NAMED = 3


@action("orders.undo_import", label=gettext_lazy("Take an import of orders out again"), seats=IMPORTERS, surfaces=FACES)
def undo_import(run: Run, data: OneImport) -> Begun:
    """Take out all orders that a file brought, with their money and the guests they made.

    Refused while any of them was changed here, or brought up to date by something that came later.
    """
    row = one(data.import_id)
    if row.state not in {BatchState.DONE, BatchState.STOPPED} or not row.applied_to:
        raise Refused(_("Only what an import brought in can be taken out again."), code="not_ready")
    if row.met.filter(outcome=Outcome.UPDATED).exists():
        raise Refused(
            _("This file also brought orders up to date that had come before; what they said then is not kept."),
            code="updated_others",
        )
    moved = _moved(row)
    if moved:
        count = len(moved)
        raise Refused(
            ngettext(
                "%(n)d order of it was changed here since (%(numbers)s), so the import stays.",
                "%(n)d orders of it were changed here since (%(numbers)s …), so the import stays.",
                count,
            )
            % {"n": count, "numbers": ", ".join(moved[:NAMED])},
            code="moved_on",
        )
    run.changed(row.subject, "state", old=row.state, new=BatchState.UNDOING.value)
    row.state = BatchState.UNDOING
    start(run, row, UNDO)
    row.save()
    return answer(row)


def _moved(row: Batch) -> list[str]:
    """Return the numbers of orders that are not as the file left them, oldest first."""
    written = Written.objects.filter(batch=row).exclude(order__version=F("version"))
    later = Written.objects.filter(batch=row, source__isnull=False)
    return list((written | later).order_by("order_id").values_list("order__number", flat=True)[:1000])


class UndoSome(Input):
    """The next orders of a file, those numbered higher than `after`."""

    import_id: int
    after: int
    orders: Annotated[int, Field(ge=1, le=500)] = 100


class UndoneSome(Output):
    """How many are gone and how many stay; `over`: there are no more."""

    last: int
    gone: int
    kept: int
    over: bool


@action(
    "orders.undo_import_batch",
    label=gettext_lazy("Take some orders of a file out again"),
    seats=IMPORTERS,
    surfaces={Surface.WORKER},
    emits=(ImportUndone,),
    calls=(stock.release,),
)
def undo_some(run: Run, data: UndoSome) -> UndoneSome:
    """Take out the next orders of a file; those that were touched meanwhile stay, and that is told."""
    row = one(data.import_id)
    run.about(row.subject)
    rows = list(
        Met.objects.filter(batch=row, number__gt=data.after, outcome=Outcome.NEW)
        .exclude(order=None)
        .order_by("number")[: data.orders]
    )
    ids = [met.order_id for met in rows if met.order_id is not None]
    written = {one.order_id: one for one in Written.objects.filter(batch=row, order__in=ids)}
    free = untouched({order_id: one.version for order_id, one in written.items()})
    free -= {int(name.removeprefix("order:")) for name in paid_otherwise([f"order:{order_id}" for order_id in free])}
    gone = _take_out(run, sorted(free), written)
    kept = [met for met in rows if met.order_id not in gone]
    numbers = dict(Order.objects.filter(pk__in=[met.order_id for met in kept]).values_list("pk", "source_number"))
    Remark.objects.bulk_create(
        remark_of(
            row,
            Said(met.line, "undone_kept", number=numbers.get(met.order_id or 0, ""), severity=Severity.REFUSED),
            checked=False,
        )
        for met in kept
    )
    over = len(rows) < data.orders
    if over:
        row.state, row.undone_at = BatchState.UNDONE, run.now
        row.save(update_fields=["state", "undone_at"])
        stays = Written.objects.filter(batch=row).count()
        run.emit(
            ImportUndone(batch_id=row.pk, gone=row.met.filter(order=None).count(), kept=stays), subject=row.subject
        )
    return UndoneSome(last=rows[-1].number if rows else data.after, gone=len(gone), kept=len(kept), over=over)


def _take_out(run: Run, order_ids: Sequence[int], written: dict[int, Written]) -> set[int]:
    buyers = dict(Order.objects.filter(pk__in=order_ids).values_list("pk", "customer_id"))
    guests = {buyers[order_id] for order_id in order_ids if written[order_id].customer_new}
    open_ones = Order.objects.filter(pk__in=order_ids).open().order_by("pk")
    for order in open_ones:
        run.call(stock.release, stock.Release(owner=order.subject))
    gone = take_out(order_ids)
    forget_outside([f"order:{order_id}" for order_id in gone])
    unrecognise([customer_id for customer_id in guests if customer_id is not None])
    return gone
