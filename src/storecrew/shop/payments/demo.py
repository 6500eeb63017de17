"""The demo store's ways to pay; and the money of orders that were paid elsewhere, many at once, for imports."""

from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.approvals.actions import SetRule, set_rule
from storecrew.kernel.people.seats import Seat
from storecrew.shop.payments import actions
from storecrew.shop.payments.writing.outside import (
    OutsideMoney,
    forget_outside,
    note_outside,
    noted_outside,
    paid_otherwise,
)
from storecrew.shop.payments.writing.past import PastPayment, pay_out, write_many

__all__ = [
    "OutsideMoney",
    "PastPayment",
    "build",
    "forget_outside",
    "note_outside",
    "noted_outside",
    "paid_otherwise",
    "pay_out",
    "write_many",
]

SERVICE_LIMIT_MINOR = 50_000
"""Up to ¥500 service gives back by itself; above it, finance agrees."""
_BANK = {
    "holder": "掌灯（杭州）生活用品有限公司",
    "account": "0000 1111 2222 3333",
    "bank": "演示银行杭州分行",
    "bic": "DEMOCNXX",
    "currencies": "",
}
_WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("test", {}),
    ("transfer", _BANK),
    ("cash", {"countries": "CN", "currencies": "CNY", "most": "2000"}),
)


def build(actor: Actor, now: datetime) -> None:
    """Set up and switch on three ways to pay, thirteen months before `now`; `actor` is the founder."""
    at = now - timedelta(days=397)
    for place, (code, values) in enumerate(_WAYS):
        data = actions.SetUpProvider(code=code, kind=code, values=values, position=place)
        actions.set_up_provider(actor, data, now=at)
        actions.enable(actor, actions.Enable(code=code, on=True), now=at)
    rule = SetRule(
        action="payments.refund", currency="CNY", from_minor=SERVICE_LIMIT_MINOR, seat=Seat.FINANCE, expires_hours=72
    )
    set_rule(actor, rule, now=at)
