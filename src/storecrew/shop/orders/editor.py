"""What stands in the form that changes an order, as it was typed: nothing is kept between its steps but the form itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.picking import Good, goods_of

MOST_ADDED = 30


@dataclass(slots=True)
class Typed:
    """The form of one order. `added`: variant → (pieces, price as typed)."""

    order: Order
    quantities: dict[int, str] = field(default_factory=dict)
    wanted: dict[int, int] = field(default_factory=dict)
    added: dict[int, tuple[str, str]] = field(default_factory=dict)
    free: tuple[str, str, str] = ("", "1", "")
    shipping: tuple[str, str] = ("", "")
    reason: str = ""
    refund: bool = True

    @classmethod
    def of(cls, post: QueryDict, order: Order, lines: Sequence[Line]) -> Self:
        """Return what was typed; without a post, how the order stands."""
        typed = cls(order)
        typed.wanted = {line.pk: line.wanted for line in lines}
        typed.quantities = {line.pk: post.get(f"q_{line.pk}", str(line.wanted)) for line in lines}
        for text in post.getlist("variant")[:MOST_ADDED]:
            if text.isdecimal() and post.get("drop") != text:
                typed.added[int(text)] = (post.get(f"n_{text}", "1"), post.get(f"p_{text}", ""))
        if post.get("add", "").isdecimal():
            typed.added.setdefault(int(post.get("add", "")), ("1", ""))
        typed.free = (post.get("free_title", ""), post.get("free_pieces", "1"), post.get("free_price", ""))
        typed.shipping = (post.get("ship_name", ""), post.get("ship_price", ""))
        typed.reason = post.get("reason", "")
        typed.refund = not post or bool(post.get("refund"))
        return typed

    def values(self) -> dict[str, Any]:
        """Return the input of the edit; raises InvalidInput for what cannot be read."""
        version = self.order.version
        quantities = [
            {"line_id": pk, "quantity": pieces_of(text, f"q_{pk}", least=0)}
            for pk, text in self.quantities.items()
            if text.strip() != str(self.wanted[pk])
        ]
        values: dict[str, Any] = {
            "order_id": self.order.pk,
            "version": version,
            "quantities": quantities,
            "add": [
                {
                    "variant_id": pk,
                    "quantity": pieces_of(pieces, f"n_{pk}"),
                    "unit_price": self._money(price, f"p_{pk}"),
                }
                for pk, (pieces, price) in self.added.items()
            ],
            "reason": self.reason,
            "refund": "due" if self.refund else "none",
        }
        title, pieces, price = self.free
        if title.strip():
            amount = self._money(price, "free_price")
            if amount is None:
                raise InvalidInput({"free_price": _("Say what it costs.")})
            values["free"] = [{"title": title, "quantity": pieces_of(pieces, "free_pieces"), "unit_price": amount}]
        name, cost = self.shipping
        if cost.strip():
            amount = self._money(cost, "ship_price")
            values["shipping"] = {"name": name.strip() or _("Shipping"), "price": amount}
        return values

    def named(self, actor: Actor, language: str, now: datetime) -> list[tuple[Good, str, str]]:
        """Return what is to be added, with its name and what was typed."""
        goods = goods_of(actor, list(self.added), self.order.currency, language, now)
        return [(good, *self.added[good.face.variant_id]) for good in goods]

    def _money(self, text: str, name: str) -> Money | None:
        return money_of(text, self.order.currency, name)


def money_of(text: str, currency: str, name: str) -> Money | None:
    """Read an amount as typed, None for nothing; raises InvalidInput at the field."""
    if not text.strip():
        return None
    try:
        amount = parse_money(text, currency)
    except MoneyError as error:
        raise InvalidInput({name: str(error)}) from error
    if amount.minor < 0:
        raise InvalidInput({name: _("Write an amount that is not below nothing.")})
    return amount


def pieces_of(text: str, name: str, *, least: int = 1) -> int:
    """Read a number of pieces as typed; raises InvalidInput at the field."""
    try:
        pieces = int(text.strip() or "0")
    except ValueError:
        pieces = -1
    if not least <= pieces <= 100_000:
        raise InvalidInput({name: _("Write a whole number of pieces.")})
    return pieces
