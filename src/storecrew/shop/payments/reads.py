"""Questions about payments."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.accounts import account_of, name_of
from storecrew.shop.payments.actions.beginning import begun
from storecrew.shop.payments.models import Payment, Provider, Transaction
from storecrew.shop.payments.offering import problem_with
from storecrew.shop.payments.providers import adapter_of
from storecrew.shop.payments.providers.interface import Express
from storecrew.shop.payments.seats import EVERYWHERE, HERE, READERS
from storecrew.shop.payments.types import (
    Begun,
    CaptureMode,
    Kind,
    MethodOffer,
    MoveView,
    PaymentView,
    RefundView,
    State,
    Wallet,
)
from storecrew.shop.payments.types import RefundState as Refunded


class OfPayable(Input):
    """What is paid for, e.g. `order:12`."""

    payable: str


class OnePayment(Input):
    """One payment."""

    payment_id: int


class MethodQuery(Input):
    """What is to be paid, where. `country` is where the goods go, ISO 3166-1 alpha-2."""

    amount: Money
    country: str = ""
    capture: CaptureMode = "now"


class ByToken(Input):
    """The token of a payment, as it stands in addresses."""

    token: str


class Payments(Output):
    """All payments of one thing, oldest first."""

    items: tuple[PaymentView, ...]


class Methods(Output):
    """Ways to pay, in the store's order."""

    items: tuple[MethodOffer, ...]


class History(Output):
    """A payment with everything that happened to it, oldest first."""

    payment: PaymentView
    moves: tuple[MoveView, ...]
    refunds: tuple[RefundView, ...]


@read("payments.of_payable", label=gettext_lazy("Payments of one thing"), seats=READERS, surfaces=EVERYWHERE)
def of_payable(ask: Ask, data: OfPayable) -> Payments:
    """Tell what was paid, or tried to be paid, for one thing."""
    return Payments(items=payments_of(data.payable))


@read("payments.payment", label=gettext_lazy("One payment"), seats=READERS, surfaces=EVERYWHERE)
def payment(ask: Ask, data: OnePayment) -> History:
    """Tell everything about one payment: its sums, what happened, what went back."""
    row = Payment.objects.all().get_or_missing(data.payment_id)
    return History(payment=views([row])[0], moves=moves_of(row), refunds=refunds_of(row))


@read("payments.methods", label=gettext_lazy("Ways to pay"), seats={PUBLIC}, surfaces={"web", "rest", "mcp"})
def methods(ask: Ask, data: MethodQuery) -> Methods:
    """Tell how something can be paid, in the reader's language."""
    return Methods(items=methods_for(data.amount, data.country, data.capture))


@read("payments.by_token", label=gettext_lazy("A payment by its token"), seats={PUBLIC}, surfaces=HERE)
def by_token(ask: Ask, data: ByToken) -> Begun:
    """Tell whoever pays how the payment stands, and how to go on."""
    row = Payment.objects.select_related("provider").filter(token=data.token).first() if data.token else None
    if row is None:
        raise Missing
    return begun(row)


def payments_of(payable: str) -> tuple[PaymentView, ...]:
    """Return all payments of one thing, oldest first: for rooms that own the thing and have checked who asks."""
    return views(Payment.objects.filter(payable=payable).select_related("provider").order_by("pk"))


def takes_money() -> bool:
    """Tell whether there is any way to pay at all; one query."""
    return Provider.objects.exclude(enabled_at=None).exists()


def methods_for(amount: Money, country: str = "", capture: CaptureMode = "now") -> tuple[MethodOffer, ...]:
    """Return the ways to pay an amount, in the active language; one query."""
    offers = []
    for row in Provider.objects.exclude(enabled_at=None).order_by("position", "pk"):
        if problem_with(row, amount, country, capture):
            continue
        adapter = adapter_of(row.kind)
        _name, text = adapter.words(account_of(row, row.created_at))
        offers.append(
            MethodOffer(
                provider=row.code,
                name=name_of(row),
                kind=adapter.offer,
                text=text,
                captures_later=adapter.capabilities.captures_later,
                live=row.live or adapter.capabilities.flow == "instructions",
            )
        )
    return tuple(offers)


def wallets_for(amount: Money, country: str = "") -> tuple[Wallet, ...]:
    """Return the keys that can pay an amount without a form; one query. Whether a device has any, only its browser knows."""
    rows = Provider.objects.exclude(enabled_at=None).order_by("position", "pk")
    able = ((row, adapter_of(row.kind)) for row in rows if not problem_with(row, amount, country))
    found = (
        adapter.wallet(account_of(row, row.created_at), amount) for row, adapter in able if isinstance(adapter, Express)
    )
    return tuple(wallet for wallet in found if wallet is not None)


def views(rows: Iterable[Payment]) -> tuple[PaymentView, ...]:
    """Return payments as other rooms see them; one more query for all their fees."""
    found = list(rows)
    fees: dict[int, dict[str, int]] = {}
    charged = Transaction.objects.filter(payment__in=found, kind=Kind.FEE)
    for payment_id, currency, minor in charged.values_list("payment_id", "currency", "amount_minor"):
        of_one = fees.setdefault(payment_id, {})
        of_one[currency] = of_one.get(currency, 0) + minor
    return tuple(_view(row, fees.get(row.pk, {})) for row in found)


def moves_of(row: Payment) -> tuple[MoveView, ...]:
    """Return what happened to a payment, in the order we learnt of it."""
    return tuple(
        MoveView(
            kind=Kind(move.kind),
            amount=Money(move.amount_minor, move.currency),
            reference=move.reference,
            at=move.at,
            note=move.note,
        )
        for move in row.transactions.order_by("pk")
    )


def refunds_of(row: Payment) -> tuple[RefundView, ...]:
    """Return the refunds of a payment, oldest first."""
    return tuple(
        RefundView(
            refund_id=one.pk,
            key=one.key,
            amount=row.money(one.amount_minor),
            state=Refunded(one.state),
            reason=one.reason,
            asked_at=one.asked_at,
            settled_at=one.settled_at,
            message=one.message,
        )
        for one in row.refunds.order_by("pk")
    )


def _view(row: Payment, fees: dict[str, int]) -> PaymentView:
    return PaymentView(
        payment_id=row.pk,
        payable=row.payable,
        provider=row.provider.code,
        provider_name=name_of(row.provider),
        method=row.method,
        state=State(row.state),
        amount=row.money(row.amount_minor),
        authorised=row.money(row.authorised_minor),
        captured=row.money(row.captured_minor),
        refunded=row.money(row.refunded_minor),
        refunding=row.money(row.refunding_minor),
        disputed=row.money(row.disputed_minor),
        refundable=row.money(row.refundable_minor),
        fees=tuple(Money(minor, currency) for currency, minor in sorted(fees.items())),
        reference=row.reference,
        trouble=row.trouble,
        failure=row.failure_message,
        live=row.provider.live,
        expires_at=row.expires_at,
        created_at=row.created_at,
    )
