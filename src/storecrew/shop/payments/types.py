"""What other rooms may hold of payments. All frozen."""

from datetime import datetime
from typing import Annotated, Literal

from django.db import models
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.types import Output, Private
from storecrew.kernel.money.types import Money

type CaptureMode = Literal["now", "later"]


class State(models.TextChoices):
    """How far a payment is. It only moves towards the end of this list, whatever arrives in which order."""

    NEW = "new", pgettext_lazy("payment", "being set up")
    WAITING = "waiting", pgettext_lazy("payment", "waiting for the shopper")
    PROCESSING = "processing", pgettext_lazy("payment", "on its way")
    FAILED = "failed", pgettext_lazy("payment", "failed")
    AUTHORISED = "authorised", pgettext_lazy("payment", "authorised")
    VOIDED = "voided", pgettext_lazy("payment", "voided")
    CAPTURED = "captured", pgettext_lazy("payment", "paid")


RANK = {state: rank for rank, state in enumerate(State)}


class Kind(models.TextChoices):
    """What a transaction did. Its amount is never negative; the kind says which way it went."""

    AUTHORISE = "authorise", pgettext_lazy("transaction", "authorised")
    CAPTURE = "capture", pgettext_lazy("transaction", "taken")
    VOID = "void", pgettext_lazy("transaction", "released")
    DECLINE = "decline", pgettext_lazy("transaction", "declined")
    REFUND = "refund", pgettext_lazy("transaction", "refunded")
    REFUND_RETURNED = "refund_returned", pgettext_lazy("transaction", "refund came back")
    FEE = "fee", pgettext_lazy("transaction", "fee")
    DISPUTE = "dispute", pgettext_lazy("transaction", "taken back in a dispute")
    DISPUTE_RETURNED = "dispute_returned", pgettext_lazy("transaction", "dispute won")


class RefundState(models.TextChoices):
    """How far a refund is. `to_do` is paid back by hand."""

    PLANNED = "planned", pgettext_lazy("refund", "being sent")
    TO_DO = "to_do", pgettext_lazy("refund", "to be paid by hand")
    PENDING = "pending", pgettext_lazy("refund", "on its way")
    SETTLED = "settled", pgettext_lazy("refund", "paid back")
    FAILED = "failed", pgettext_lazy("refund", "failed")


REFUND_OPEN = (RefundState.PLANNED, RefundState.TO_DO, RefundState.PENDING)


class DisputeState(models.TextChoices):
    """How far a dispute is."""

    OPEN = "open", pgettext_lazy("dispute", "to be answered")
    REVIEW = "review", pgettext_lazy("dispute", "being decided")
    WON = "won", pgettext_lazy("dispute", "won")
    LOST = "lost", pgettext_lazy("dispute", "lost")


class PayoutState(models.TextChoices):
    """How far a payout is."""

    PENDING = "pending", pgettext_lazy("payout", "announced")
    ARRIVED = "arrived", pgettext_lazy("payout", "arrived")
    FAILED = "failed", pgettext_lazy("payout", "failed")


class Line(Output):
    """One line of instructions: what to write where on a transfer."""

    label: str
    value: str


class Next(Output):
    """How the shopper goes on.

    `nothing`: done, look at the payment's state. `wait`: the provider has not answered yet; ask `carry_out_now` again, or
    show that it is being looked into. `redirect`: go to `url`. `form`: the provider's own form on our page: load the
    module `script` with `client_secret` and `public_key`. `instructions`: show `text` and `lines`.
    """

    kind: Literal["nothing", "wait", "redirect", "form", "instructions"]
    url: str = ""
    client_secret: Annotated[str, Private] = ""
    public_key: str = ""
    script: str = ""
    """Static path of the module that mounts the form, e.g. `payments/stripe.js`."""
    text: str = ""
    lines: tuple[Line, ...] = ()


class Begun(Output):
    """A payment that has begun. `token` names it in addresses; nobody can guess it."""

    payment_id: int
    token: Annotated[str, Private]
    state: State
    next: Next
    message: str = ""
    """What to say when it failed, in the payment's language."""


class MethodOffer(Output):
    """A way to pay. `kind` is card, transfer, cash or test; `text` says in a line what happens."""

    provider: str
    name: str
    kind: str
    text: str = ""
    captures_later: bool = False
    """Whether the money can be set aside now and taken when the goods leave."""
    live: bool = True


class Wallet(Output):
    """Keys of a provider's that pay without a form, because the shopper's device knows card and address: Apple Pay and such.

    `script` is the static path of the module that shows them, e.g. `payments/stripe-wallet.js`.
    """

    provider: str
    script: str
    public_key: str = ""


class MoveView(Output):
    """One transaction; `amount` in the currency the provider said."""

    kind: Kind
    amount: Money
    reference: str
    at: datetime
    note: str = ""


class RefundView(Output):
    """One refund."""

    refund_id: int
    key: str
    amount: Money
    state: RefundState
    reason: str
    asked_at: datetime
    settled_at: datetime | None
    message: str = ""


class PaymentView(Output):
    """One payment. All sums are of its currency; `refundable` is what could still be given back."""

    payment_id: int
    payable: str
    provider: str
    provider_name: str
    method: str
    state: State
    amount: Money
    authorised: Money
    captured: Money
    refunded: Money
    refunding: Money
    disputed: Money
    refundable: Money
    fees: tuple[Money, ...]
    reference: str
    trouble: str
    """Empty, or why the sums need a look: `amount` (other than asked), `currency` (came in another one)."""
    failure: str
    live: bool
    expires_at: datetime | None
    created_at: datetime
