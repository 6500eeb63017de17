"""The cards of the test bank. They are names, not numbers."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy

from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Card:
    """How one card behaves."""

    token: str
    label: Text
    declines: str = ""
    """Why it is declined; empty when it pays."""
    challenge: bool = False
    """Its bank asks back on a page of its own (3-D Secure)."""
    late: timedelta = timedelta()
    """The answer comes by a notice, so long afterwards."""
    pays_percent: int = 100
    disputed: bool = False
    refunds_fail: bool = False
    method: str = "card"


REASONS = {
    "declined": gettext_lazy("The bank declined the card. Try another one, or another way to pay."),
    "insufficient_funds": gettext_lazy("There is not enough money on the card. Try another one."),
    "expired_card": gettext_lazy("The card has expired. Try another one."),
    "authentication_failed": gettext_lazy("The bank was not told that it is you. Try again, or use another card."),
    "abandoned": gettext_lazy("The payment was not finished in time. Nothing was taken; try again."),
}

_ALL = (
    Card("tok_pays", gettext_lazy("Card that pays")),
    Card("tok_asks", gettext_lazy("Card whose bank asks back (3-D Secure)"), challenge=True),
    Card("tok_declined", gettext_lazy("Card that is declined"), declines="declined"),
    Card("tok_empty", gettext_lazy("Card without enough money"), declines="insufficient_funds"),
    Card("tok_expired", gettext_lazy("Card that has expired"), declines="expired_card"),
    Card("tok_late", gettext_lazy("Card that answers 8 seconds later"), late=timedelta(seconds=8)),
    Card(
        "tok_late_declined",
        gettext_lazy("Card that is declined 8 seconds later"),
        declines="declined",
        late=timedelta(seconds=8),
    ),
    Card("tok_part", gettext_lazy("Card that pays 60 % only"), pays_percent=60),
    Card("tok_disputed", gettext_lazy("Card whose holder disputes it 20 seconds later"), disputed=True),
    Card("tok_no_refund", gettext_lazy("Card that no refund reaches"), refunds_fail=True),
    Card("tok_alipay", gettext_lazy("Alipay, tried out"), challenge=True, method="alipay"),
    Card("tok_wechat", gettext_lazy("WeChat Pay, tried out"), late=timedelta(seconds=4), method="wechat_pay"),
)
CARDS = {card.token: card for card in _ALL}
