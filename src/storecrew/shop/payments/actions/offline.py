"""Money that comes in by hand: transfers that find their payment, cash that was collected."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Personal
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.actions.moving import locked_or_missing
from storecrew.shop.payments.models import Payment, Transaction, Transfer
from storecrew.shop.payments.providers.interface import MoveFact
from storecrew.shop.payments.seats import COLLECTORS, EVERYWHERE, KEEPERS
from storecrew.shop.payments.types import Kind, State
from storecrew.shop.payments.writing.moves import EVENTS, add_moves, announce_moves, save, settle

Reference = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class StatementLine(Input):
    """One incoming line of a bank statement; `reference` is the bank's own id of it."""

    reference: Reference
    amount: Money
    on: date
    text: Annotated[str, StringConstraints(max_length=200)] = ""
    payer: Annotated[str, StringConstraints(max_length=200), Personal] = ""


class NoteTransfers(Input):
    """Lines of a statement, a thousand at most. Lines that are known already are left out."""

    lines: Annotated[tuple[StatementLine, ...], "at most 1000"]


class MatchTransfer(Input):
    """Money that arrived for a payment. `reference` is the bank's own id of the line, known before or not."""

    payment_id: int
    amount: Money
    reference: Reference


class SetAside(Input):
    """A line of the statement that belongs to no payment."""

    transfer_id: int
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Collect(Input):
    """Cash that came in. `amount` None is the whole; `reference` is the receipt or the carrier's list, if there is one."""

    payment_id: int
    amount: Money | None = None
    reference: Annotated[str, StringConstraints(max_length=120)] = ""


class Noted(Output):
    """How many lines were new."""

    noted: int
    known: int


class Paid(Output):
    """How the payment stands now."""

    payment_id: int
    state: State
    captured: Money


@action("payments.note_transfers", label=gettext_lazy("Note the statement"), seats=KEEPERS, surfaces=EVERYWHERE)
def note_transfers(run: Run, data: NoteTransfers) -> Noted:
    """Write down incoming lines of the bank statement, so that they can be matched. Known lines change nothing."""
    if len(data.lines) > 1000:
        raise InvalidInput({"lines": _("A thousand lines at a time, not more.")})
    wrong = [line for line in data.lines if line.amount.minor <= 0]
    if wrong:
        raise InvalidInput(
            {
                "lines": _("Only money that comes in is noted here: leave out line %(line)s.")
                % {"line": wrong[0].reference}
            }
        )
    known = set(
        Transfer.objects.filter(reference__in=[line.reference for line in data.lines]).values_list(
            "reference", flat=True
        )
    )
    fresh = {line.reference: line for line in data.lines if line.reference not in known}
    Transfer.objects.bulk_create(
        Transfer(
            reference=line.reference,
            amount_minor=line.amount.minor,
            currency=line.amount.currency,
            text=line.text,
            payer=line.payer,
            on=line.on,
            noted_at=run.now,
        )
        for line in fresh.values()
    )
    run.changed("bank_lines:all", "noted", old=0, new=len(fresh))
    return Noted(noted=len(fresh), known=len(data.lines) - len(fresh))


@action(
    "payments.match_transfer",
    label=gettext_lazy("Match a transfer"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
    emits=EVENTS,
)
def match_transfer(run: Run, data: MatchTransfer) -> Paid:
    """Say that a line of the bank statement pays a payment, wholly or in part. The same line again changes nothing."""
    payment = _by_hand(run, data.payment_id, "transfer")
    if data.amount.minor <= 0:
        raise InvalidInput({"amount": _("Say how much has come in.")})
    if data.amount.currency != payment.currency:
        raise InvalidInput(
            {
                "amount": _("This payment is in %(currency)s; money in another one has to be changed or sent back.")
                % {"currency": payment.currency}
            }
        )
    transfer = Transfer.objects.select_for_update().filter(reference=data.reference).first()
    if transfer is not None:
        _check_line(transfer, payment, data.amount)
    paid = _come_in(run, payment, data.amount, data.reference)
    if transfer is not None and transfer.settled_at is None:
        transfer.payment, transfer.settled_at = payment, run.now
        transfer.save()
        run.about(transfer.subject)
    return paid


@action("payments.set_aside", label=gettext_lazy("Set a transfer aside"), seats=KEEPERS, surfaces=EVERYWHERE)
def set_aside(run: Run, data: SetAside) -> Nothing:
    """Say why a line of the bank statement belongs to no payment."""
    row = Transfer.objects.select_for_update().filter(pk=data.transfer_id).first()
    if row is None:
        raise Missing
    if row.settled_at is not None:
        raise Refused(_("This line is settled already."), code="payments.settled")
    run.changed(row.subject, "set aside", old=None, new=data.reason)
    row.set_aside, row.settled_at = data.reason, run.now
    row.save()
    return Nothing()


@action(
    "payments.collect",
    label=gettext_lazy("Cash collected"),
    seats=COLLECTORS,
    surfaces=EVERYWHERE,
    previews=True,
    emits=EVENTS,
)
def collect(run: Run, data: Collect) -> Paid:
    """Say that the cash of a payment has come in. Without a reference only the whole, and only once."""
    payment = _by_hand(run, data.payment_id, "cash")
    due = payment.money(payment.amount_minor)
    amount = due if data.amount is None else data.amount
    if amount.currency != payment.currency or amount.minor <= 0:
        raise InvalidInput({"amount": _("Say how much %(currency)s came in.") % {"currency": payment.currency}})
    return _come_in(run, payment, amount, data.reference or f"cash:{payment.token}")


def _by_hand(run: Run, payment_id: int, kind: str) -> Payment:
    payment = locked_or_missing(payment_id)
    run.about(payment.subject, payment.payable)
    if payment.provider.kind != kind:
        raise Refused(_("This payment comes in another way."), code="payments.other_way")
    return payment


def _check_line(transfer: Transfer, payment: Payment, amount: Money) -> None:
    if transfer.payment_id not in {None, payment.pk} or transfer.set_aside:
        raise Refused(_("This line of the statement is settled already."), code="payments.settled")
    if Money(transfer.amount_minor, transfer.currency) != amount:
        raise InvalidInput({"amount": _("The statement says another amount for this line.")})


def _come_in(run: Run, payment: Payment, amount: Money, reference: str) -> Paid:
    """Add money that came in. A payment that was given up meanwhile is paid all the same: money decides."""
    elsewhere = Transaction.objects.filter(provider=payment.provider, kind=Kind.CAPTURE, reference=reference)
    other = elsewhere.exclude(payment=payment).first()
    if other is not None:
        raise Refused(
            _("This reference is used by another payment. Look at the statement again."),
            code="payments_transaction_once",
        )
    moves = [
        MoveFact(kind=Kind.AUTHORISE, amount=amount, reference=reference, at=run.now),
        MoveFact(kind=Kind.CAPTURE, amount=amount, reference=reference, at=run.now),
    ]
    fresh = add_moves(run, payment, moves)
    settle(run, payment, state=State.CAPTURED, asked_at=run.now)
    if payment.captured_minor >= payment.amount_minor:
        payment.next_sealed = ""
    save(run, payment, news=bool(fresh))
    announce_moves(run, payment, fresh)
    return Paid(payment_id=payment.pk, state=State(payment.state), captured=payment.money(payment.captured_minor))
