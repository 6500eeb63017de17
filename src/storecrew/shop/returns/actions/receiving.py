"""Take in what came back, piece by piece: how it was found, and what becomes of it."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.returns import judging, rules
from storecrew.shop.returns.events import ReturnReceived
from storecrew.shop.returns.models import COMING, Condition, Disposition, Receipt, Return, ReturnLine, State
from storecrew.shop.returns.rules import refuse_unless
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.seats import EVERYWHERE, RECEIVERS
from storecrew.shop.returns.writing import exchanging, taking
from storecrew.shop.returns.writing.loading import lines_of, order_of, return_of, save, to_state
from storecrew.shop.returns.writing.taking import Counted


class Arrived(Input):
    """So many pieces of a line of the return, in one condition. The same line may be named again for others of it."""

    return_line_id: int
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    condition: Condition = Condition.NEW
    disposition: Disposition = Disposition.RESTOCK
    note: Annotated[str, Field(max_length=300)] = ""


class Receive(Input):
    """What is in the parcel. `rest_missing`: nothing more will come. `warehouse_id` None: where the return was sent to."""

    return_id: int
    version: int | None = None
    lines: Annotated[tuple[Arrived, ...], Field(min_length=1, max_length=400)]
    rest_missing: bool = False
    warehouse_id: int | None = None


class TakenIn(Output):
    """How it stands. `complete`: nothing more is awaited."""

    return_id: int
    number: str
    state: str
    receipt: int
    complete: bool


@action(
    "returns.receive",
    label=gettext_lazy("Take a return in"),
    seats=RECEIVERS,
    surfaces=EVERYWHERE,
    emits=(ReturnReceived,),
    calls=(*taking.CALLS, *exchanging.RELEASING),
    previews=True,
)
def receive(run: Run, data: Receive) -> TakenIn:
    """Take in pieces that came back: stock and order count them in the same transaction. What is sent instead may leave then.

    A parcel may bring a part; what is still awaited stays so. Pieces that were counted once cannot be counted again.
    """
    row = return_of(run, data.return_id, version=data.version)
    refuse_unless(row.state, COMING, _("Nothing of this return is awaited."))
    if row.nothing_back:
        raise Refused(_("Nothing of this return has to come back."), code="returns.nothing_back")
    lines = {line.pk: line for line in lines_of(row)}
    counted = _counted(lines, data.lines)
    of_order = {line.line_id: line for line in order_of(row).lines}
    home = data.warehouse_id or judging.home_of_returns(row, current_policy(), run.now)
    receipt = taking.take_in(run, row, counted, of_order, home)
    for one in counted:
        one.line.received += one.quantity
    if data.rest_missing:
        for line in lines.values():
            line.missing += line.awaited
    for line in lines.values():
        line.save(update_fields=["received", "missing"])
    state = rules.after_receipt(lines.values())
    if state == State.RECEIVED:
        row.received_at = run.now
    to_state(run, row, state)
    save(row)
    exchanging.release(run, row)
    _tell(run, row, receipt, counted, complete=state == State.RECEIVED)
    return _taken(row, receipt)


class OnlyMissing(Input):
    """Which return of which nothing more will come."""

    return_id: int
    version: int | None = None


@action(
    "returns.give_up_rest",
    label=gettext_lazy("Await nothing more of a return"),
    seats=RECEIVERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def give_up_rest(run: Run, data: OnlyMissing) -> TakenIn:
    """Note that what is missing of a return will not come: for those pieces nothing is given back."""
    row = return_of(run, data.return_id, version=data.version)
    refuse_unless(row.state, [State.PART_RECEIVED], _("Nothing of this return has come yet. Call it off instead."))
    for line in lines_of(row):
        run.changed(row.subject, f"missing {line.line_id}", old=line.missing, new=line.missing + line.awaited)
        line.missing += line.awaited
        line.save(update_fields=["missing"])
    row.received_at = run.now
    to_state(run, row, State.RECEIVED)
    save(row)
    return _taken(row, row.receipts.order_by("-ordinal").first())


def _counted(lines: dict[int, ReturnLine], arrived: tuple[Arrived, ...]) -> list[Counted]:
    left = {pk: line.awaited for pk, line in lines.items()}
    counted = []
    for number, one in enumerate(arrived):
        line = lines.get(one.return_line_id)
        if line is None:
            raise Missing(_("There is no such line in this return."))
        if one.quantity > left[line.pk]:
            raise InvalidInput(
                {f"lines.{number}.quantity": _("Only %(n)d of it are still awaited.") % {"n": left[line.pk]}}
            )
        left[line.pk] -= one.quantity
        counted.append(Counted(line, one.quantity, one.condition, one.disposition, one.note))
    return counted


def _tell(run: Run, row: Return, receipt: Receipt, counted: list[Counted], *, complete: bool) -> None:
    pieces: dict[int, int] = {}
    becomes: dict[str, int] = {}
    for one in counted:
        pieces[one.line.line_id] = pieces.get(one.line.line_id, 0) + one.quantity
        becomes[one.disposition.value] = becomes.get(one.disposition.value, 0) + one.quantity
    run.emit(
        ReturnReceived(
            return_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            kind=row.kind,
            receipt=receipt.ordinal,
            lines=pieces,
            dispositions=becomes,
            complete=complete,
        ),
        subject=row.subject,
    )


def _taken(row: Return, receipt: Receipt | None) -> TakenIn:
    return TakenIn(
        return_id=row.pk,
        number=row.number,
        state=row.state,
        receipt=receipt.ordinal if receipt else 0,
        complete=row.state == State.RECEIVED,
    )
