"""Past returns in bulk, and the returns that are open in the demo store: one in every state, by the acts of people.

Nobody here exists. The same moment gives the same returns.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, nobody
from storecrew.kernel.approvals.actions import SetRule, set_rule
from storecrew.kernel.events.drain import drain
from storecrew.kernel.people.seats import Seat
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns import actions, reads
from storecrew.shop.returns.models import Condition, Decline, Disposition, Kind
from storecrew.shop.returns.reasons import OURS, Reason
from storecrew.shop.returns.writing.past import PastReturn, write_many

__all__ = ["Disposition", "Kind", "PastReturn", "Reason", "build", "write_many"]

INSTRUCTIONS = {
    "zh-hans": "用原来的盒子装，灯罩和灯座分开包好。\n把退货单放进盒子里，快递单贴在盒子外面。\n电池不要一起寄。",
    "en": (
        "Use the original box, and wrap shade and base apart.\nPut the return slip inside, the carrier's label outside.\n"
        "Send no batteries along."
    ),
}
ASKED: tuple[tuple[Reason, str, str], ...] = (
    (Reason.DAMAGED, "refund", "打开的时候灯罩边上裂了一道，其他都好。"),
    (Reason.TOO_BIG, "refund", "比想的大，放在床头太挤。"),
    (Reason.CHANGED_MIND, "refund", ""),
    (Reason.NOT_AS_DESCRIBED, "refund", "颜色比图上黄很多。"),
    (Reason.DEFECTIVE, "replacement", "亮了两天就不亮了，换灯泡也不行。"),
    (Reason.TOO_SMALL, "refund", ""),
    (Reason.LOST, "refund", "物流显示签收，我没有收到。"),
    (Reason.CHANGED_MIND, "refund", "用了一周，不想要了。"),
    (Reason.MISSING_PARTS, "refund", "少了一个底座的螺丝。"),
)
"""Why, what is wanted, and in which words: one for each state, in the order in which `_carry_on` takes them."""
RECENT = timedelta(days=13)


def build(actor: Actor, now: datetime) -> None:
    """Set the policy, and open returns of the last days' parcels; each is led as far as its turn says."""
    opened = now - timedelta(days=380)
    rules = actions.Rules(
        window_days=30,
        claim_days=730,
        send_days=10,
        shop_pays=tuple(sorted(OURS)),
        auto_reasons=(Reason.TOO_SMALL, Reason.TOO_BIG),
        auto_up_to_minor=30_000,
        keep_under_minor=3_000,
        instructions=INSTRUCTIONS,
    )
    actions.set_policy(actor, rules, now=opened)
    for name in ("returns.refund", "returns.make_good"):
        set_rule(actor, SetRule(action=name, currency="CNY", from_minor=50_000, seat=Seat.FINANCE), now=opened)
    asked = zip(_sent(actor, now), ASKED, strict=False)
    for turn, (order, (reason, wish, words)) in enumerate(asked):
        at = now - timedelta(hours=70 - 6 * turn)
        with suppress(ActionError):  # what cannot be returned is not in the demo
            _carry_on(actor, _ask(order, reason, wish, words, at), turn, order, at)
    drain(now)


def _sent(actor: Actor, now: datetime) -> Iterator[OrderView]:
    """Yield recent orders that were sent, paid, and of which nothing came back."""
    query = orders.OrderList(view="done", placed_from=now - RECENT, placed_until=now - timedelta(days=4), limit=120)
    for row in orders.orders(actor, query, now=now).items:
        order = orders.find(row.order_id)
        if order is None or order.refunded.minor or order.captured.minor <= 0:
            continue
        if any(line.shipped > line.returned and line.variant_id for line in order.lines):
            yield order


def _ask(order: OrderView, reason: Reason, wish: str, words: str, at: datetime) -> int:
    line = next(line for line in order.lines if line.shipped > line.returned and line.variant_id)
    data = {
        "token": orders.token_for(order.order_id),
        "lines": [{"line_id": line.line_id, "quantity": 1, "reason": reason}],
        "wish": wish,
        "words": words,
    }
    return actions.request(nobody(), actions.Request.model_validate(data), now=at).return_id


def _carry_on(actor: Actor, return_id: int, turn: int, order: OrderView, at: datetime) -> None:
    """Lead a return on: 0 waits, 1 granted, 2 on its way, 3 here, 4 replacement granted, 5 made good, 6 refunded, 7 declined."""
    one = actions.OneReturn(return_id=return_id)
    if turn == 0:
        return
    if turn == 7:
        no = actions.DeclineIt(return_id=return_id, reason=Decline.USED, words="灯座上有明显的使用痕迹。")
        actions.decline(actor, no, now=at + timedelta(hours=2))
        return
    with suppress(ActionError):  # granted by the policy already
        actions.approve(actor, actions.Approve(return_id=return_id), now=at + timedelta(hours=1))
    if turn == 8:
        actions.cancel(actor, one, now=at + timedelta(hours=3))
    elif turn in {2, 3, 5}:
        token = orders.token_for(order.order_id)
        number = f"SF13165820{return_id % 100:02d}876"
        told = actions.SentIt(token=token, return_id=return_id, carrier="sf", tracking_number=number)
        actions.sent(nobody(), told, now=at + timedelta(hours=4))
    if turn in {3, 5}:
        _take_in(actor, return_id, at + timedelta(hours=14), worn=turn == 3)
    if turn in {5, 6}:
        actions.refund(actor, actions.GiveBack(return_id=return_id), now=at + timedelta(hours=15))


def _take_in(actor: Actor, return_id: int, at: datetime, *, worn: bool) -> None:
    found = reads.find(return_id, at)
    if found is None:
        return
    arrived = tuple(
        actions.Arrived(
            return_line_id=line.return_line_id,
            quantity=line.quantity,
            condition=Condition.OPENED if worn else Condition.NEW,
            disposition=Disposition.QUALITY if worn else Disposition.RESTOCK,
        )
        for line in found.lines
    )
    actions.receive(actor, actions.Receive(return_id=return_id, lines=arrived), now=at)
