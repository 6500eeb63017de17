"""Take in what a provider has paid out, line by line."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.events import PayoutArrived
from storecrew.shop.payments.models import Payment, Payout, PayoutLine, Provider, Transaction
from storecrew.shop.payments.providers.interface import PayoutFact, PayoutLineFact
from storecrew.shop.payments.seats import HERE
from storecrew.shop.payments.types import PayoutState

_RANK = {PayoutState.PENDING: 0, PayoutState.ARRIVED: 1, PayoutState.FAILED: 2}


class TakeInPayout(Input):
    """A payout as its provider tells of it."""

    provider_id: int
    payout: PayoutFact


class PayoutNow(Output):
    """A payout; `whole` tells that its lines are here and add up."""

    payout_id: int
    state: PayoutState
    whole: bool


@action(
    "payments.take_in_payout",
    label=gettext_lazy("Take a payout in"),
    seats=HERE,
    surfaces=HERE,
    emits=(PayoutArrived,),
)
def take_in_payout(run: Run, data: TakeInPayout) -> PayoutNow:
    """Add what is new of a payout; what is known already changes nothing. A failed one stays failed."""
    provider, said = Provider.objects.get(pk=data.provider_id), data.payout
    Payout.objects.bulk_create(
        [
            Payout(
                provider=provider,
                reference=said.reference,
                amount_minor=said.amount.minor,
                currency=said.amount.currency,
                arrives_on=said.arrives_on,
                created_at=run.now,
            )
        ],
        ignore_conflicts=True,
    )
    payout = Payout.objects.select_for_update().get(provider=provider, reference=said.reference)
    run.about(payout.subject, provider.subject)
    _add_lines(payout, said.lines)
    sums = payout.lines.aggregate(net=Sum("net_minor"), fees=Sum("fee_minor"))
    before = PayoutState(payout.state)
    payout.whole = sums["net"] == payout.amount_minor
    payout.state = max(before, said.state, key=_RANK.__getitem__)
    payout.arrives_on = said.arrives_on
    arrives = before != payout.state and payout.state == PayoutState.ARRIVED
    payout.arrived_at = run.now if arrives else payout.arrived_at
    run.changed(payout.subject, "state", old=before.value, new=payout.state)
    payout.save()
    if arrives:
        fees = Money(int(sums["fees"] or 0), payout.currency)
        amount = Money(payout.amount_minor, payout.currency)
        event = PayoutArrived(provider=provider.code, payout_id=payout.pk, amount=amount, fees=fees)
        run.emit(event, subject=payout.subject)
    return PayoutNow(payout_id=payout.pk, state=PayoutState(payout.state), whole=payout.whole)


def _add_lines(payout: Payout, lines: tuple[PayoutLineFact, ...]) -> None:
    known = set(payout.lines.values_list("reference", flat=True))
    fresh = [line for line in lines if line.reference not in known]
    owners = _owners(payout, {line.about for line in fresh if line.about})
    PayoutLine.objects.bulk_create(
        PayoutLine(
            payout=payout,
            reference=line.reference,
            kind=line.kind[:40],
            gross_minor=line.gross_minor,
            fee_minor=line.fee_minor,
            net_minor=line.net_minor,
            at=line.at,
            payment_id=owners.get(line.about),
        )
        for line in fresh
    )


def _owners(payout: Payout, names: set[str]) -> dict[str, int]:
    """Return which payment each provider's id belongs to: its own, or that of a transaction of it."""
    rows = Payment.objects.filter(provider=payout.provider_id, reference__in=names)
    moves = Transaction.objects.filter(provider=payout.provider_id, reference__in=names)
    return dict(moves.values_list("reference", "payment_id")) | dict(rows.values_list("reference", "pk"))
