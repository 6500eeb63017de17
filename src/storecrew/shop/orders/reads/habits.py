"""The shop's habits about orders, as far as others need them."""

from datetime import timedelta

from storecrew.shop.orders.writing.numbering import rulebook


def time_to_pay(*, by_hand: bool) -> timedelta:
    """Return how long an order waits for its money; `by_hand`: by transfer or a payment link, which takes days."""
    habits = rulebook()
    return timedelta(hours=habits.transfer_within_h if by_hand else habits.pay_within_h)
