"""Facts that payments announce. Subjects are `payment:<id>`, `dispute:<id>`, `payout:<id>`.

`amount` is what this fact moved; the sums are how the payment stands after it, so that no receiver has to add up.
"""

from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class PaymentEvent(Event):
    """A fact about one payment; `payable` is what it pays, e.g. `order:12`."""

    room = "payments"
    history: ClassVar[bool] = True

    payable: str
    payment_id: int
    amount: Money
    authorised: Money
    captured: Money
    refunded: Money


class PaymentAuthorised(PaymentEvent):
    """The money is set aside and not taken yet."""


class PaymentCaptured(PaymentEvent):
    """Money has come in. It may be less or more than was asked for: compare `captured`."""


class PaymentFailed(PaymentEvent):
    """It was declined, given up or ran out; `code` is stable, `message` is for the shopper. Another try may follow."""

    code: str = ""
    message: str = ""


class PaymentVoided(PaymentEvent):
    """Nothing will be taken any more: what was set aside is free again."""


class RefundSettled(PaymentEvent):
    """Money has gone back; `key` is what whoever asked for the refund called it, empty for one made elsewhere."""

    refund_id: int
    key: str = ""


class RefundFailed(PaymentEvent):
    """Money that was to go back did not, or has returned; nothing is refunded by it."""

    refund_id: int
    key: str = ""
    message: str = ""


class DisputeOpened(PaymentEvent):
    """The buyer's bank takes the money back until it is decided."""

    dispute_id: int
    reason: str = ""


class DisputeClosed(PaymentEvent):
    """It is decided; `won` means that the money is ours again."""

    dispute_id: int
    won: bool


class FeeCharged(PaymentEvent):
    """The provider has kept `amount` for itself; its currency is that of the account, not always the payment's."""

    reference: str


class PayoutArrived(Event):
    """The provider has paid out what it held; `amount` is what reached the bank, `fees` what was kept in its lines."""

    room = "payments"
    history: ClassVar[bool] = True
    provider: str
    payout_id: int
    amount: Money
    fees: Money
