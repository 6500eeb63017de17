"""The sheet on which the crew writes an order, as it was typed: lines, prices, buyer, address, concessions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.http import QueryDict
from django.utils.http import urlencode

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.addressing import AddressFields, plain
from storecrew.shop.orders.drafts import Content, query_of
from storecrew.shop.orders.editor import money_of, pieces_of
from storecrew.shop.orders.forms import split_words
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.picking import Good, goods_of
from storecrew.shop.orders.writing.pricing import quote_for
from storecrew.shop.payments.reads import methods_for
from storecrew.shop.payments.types import MethodOffer
from storecrew.shop.pricing.reads import selling
from storecrew.shop.pricing.types import Quote, QuoteLine


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the sheet. `price` as typed, empty: the shop's own; `quoted` None while it cannot be priced."""

    key: str
    variant_id: int
    good: Good | None
    pieces: int
    price: str
    quoted: QuoteLine | None


@dataclass(slots=True)
class DraftSheet:
    """A draft and what was typed over it."""

    order: Order
    content: Content
    _quote: list[Quote | None] = field(default_factory=list)
    typed_address: AddressFields | None = None

    @classmethod
    def of(cls, post: QueryDict, order: Order, known: Content) -> Self:
        """Read the whole sheet; raises InvalidInput at the field that cannot be read."""
        currency = post.get("currency", known.currency)
        lines = []
        for key in post.getlist("line"):
            if post.get("drop") == key:
                continue
            price = money_of(post.get(f"p_{key}", ""), currency, f"p_{key}")
            pieces = pieces_of(post.get(f"n_{key}", "1"), f"n_{key}", least=0)
            if pieces:
                line = {
                    "key": key,
                    "variant_id": int(post.get(f"v_{key}", "0")),
                    "quantity": pieces,
                    "unit_price": price,
                }
                lines.append(line)
        if post.get("add", "").isdecimal():
            same = next(
                (one for one in lines if one["variant_id"] == int(post.get("add", "")) and not one["unit_price"]), None
            )
            if same is not None:
                same["quantity"] = int(str(same["quantity"])) + 1
            else:
                lines.append({"key": f"line:{uuid4().hex}", "variant_id": int(post.get("add", "")), "quantity": 1})
        address = AddressFields.of(post, None)
        values = {
            **known.model_dump(),
            "lines": lines,
            "free": _free(post, currency),
            "discount": money_of(post.get("discount", ""), currency, "discount"),
            "shipping": money_of(post.get("shipping", ""), currency, "shipping"),
            "methods": _methods(post),
            "codes": split_words(post.get("codes", "")),
            "customer_id": _customer(post, known),
            "email": post.get("email", ""),
            "phone": post.get("phone", ""),
            "ship_to": plain(address),
            "language": post.get("language", known.language),
            "currency": currency,
            "note": post.get("note", ""),
        }
        sheet = cls(order, Content.model_validate(values))
        sheet.typed_address = address
        return sheet

    def values(self) -> dict[str, Any]:
        """Return the content as input."""
        return self.content.model_dump()

    def after(self, post: QueryDict) -> str:
        """Return what stands in the address after a step: what is being looked for stays."""
        kept = {name: post.get(name, "") for name in ("q", "who") if post.get(name) and not post.get("customer")}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def address(self) -> AddressFields:
        """Return the address as it stands in the form."""
        if self.typed_address is not None:
            return self.typed_address
        known = self.content.ship_to
        return AddressFields.of(None, known.model_dump() if known else None)

    def quote(self, now: datetime) -> Quote | None:
        """Return what it costs, None while there is nothing from the catalogue in it; asked once."""
        if not self._quote:
            self._quote = [quote_for(now, query_of(self.content)) if self.content.lines else None]
        return self._quote[0]

    def rows(self, actor: Actor, language: str, now: datetime) -> list[SheetRow]:
        """Return the lines with names, pictures, stock and prices."""
        ids = list(dict.fromkeys(line.variant_id for line in self.content.lines))
        goods = {one.face.variant_id: one for one in goods_of(actor, ids, self.content.currency, language, now)}
        quote = self.quote(now)
        quoted = {line.key: line for line in quote.lines} if quote else {}
        return [
            SheetRow(
                line.key,
                line.variant_id,
                goods.get(line.variant_id),
                line.quantity,
                format_amount(line.unit_price, "en") if line.unit_price is not None else "",
                quoted.get(line.key),
            )
            for line in self.content.lines
        ]

    @property
    def free_total(self) -> Money:
        """Return what comes to the quote from outside the catalogue, before taxes on top."""
        return Money(sum((one.unit_price * one.quantity).minor for one in self.content.free), self.content.currency)

    def total(self, now: datetime) -> Money:
        """Return what everything comes to."""
        quote = self.quote(now)
        return (quote.totals.total if quote else Money.zero(self.content.currency)) + self.free_total

    def written(self, name: str) -> str:
        """Return an amount as it stands in its field."""
        amount = getattr(self.content, name)
        return format_amount(amount, "en").replace(",", "") if amount is not None else ""

    @property
    def discount(self) -> str:
        """Return the discount as it stands in its field."""
        return self.written("discount")

    @property
    def shipping(self) -> str:
        """Return the price of shipping as it stands in its field."""
        return self.written("shipping")

    @property
    def codes(self) -> str:
        """Return the coupon codes as they stand in their field."""
        return ", ".join(self.content.codes)

    def currencies(self) -> list[str]:
        """Return the currencies that can be chosen."""
        return [one.code for one in selling()] or [self.content.currency]


def payment_choices(sheet: DraftSheet, now: datetime) -> list[MethodOffer]:
    """Return the accounts money can come to by hand: the store's first for transfers, and its first for cash."""
    total = sheet.total(now)
    if total.minor <= 0:
        return []
    country = sheet.content.ship_to.country if sheet.content.ship_to else ""
    first: dict[str, MethodOffer] = {}
    for offer in methods_for(total, country):
        first.setdefault(offer.kind, offer)
    return [offer for kind, offer in first.items() if kind in {"transfer", "cash"}]


def _free(post: QueryDict, currency: str) -> list[dict[str, Any]]:
    found = []
    for key in post.getlist("free"):
        if post.get("drop") == key or not post.get(f"t_{key}", "").strip():
            continue
        price = money_of(post.get(f"p_{key}", ""), currency, f"p_{key}") or Money.zero(currency)
        pieces = pieces_of(post.get(f"n_{key}", "1"), f"n_{key}")
        found.append({"key": key, "title": post.get(f"t_{key}", ""), "quantity": pieces, "unit_price": price})
    if post.get("new_title", "").strip():
        price = money_of(post.get("new_price", ""), currency, "new_price") or Money.zero(currency)
        pieces = pieces_of(post.get("new_pieces", "1"), "new_pieces")
        key = f"line:{uuid4().hex}"
        found.append({"key": key, "title": post.get("new_title", ""), "quantity": pieces, "unit_price": price})
    return found


def _methods(post: QueryDict) -> dict[str, int]:
    prefix = "method_"
    return {
        name.removeprefix(prefix): int(post.get(name, ""))
        for name in post
        if name.startswith(prefix) and post.get(name, "").isdecimal()
    }


def _customer(post: QueryDict, known: Content) -> int | None:
    if post.get("customer", "").isdecimal():
        return int(post.get("customer", ""))
    return None if post.get("customer") == "none" else known.customer_id
