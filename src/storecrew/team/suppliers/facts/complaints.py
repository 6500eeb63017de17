"""What buyers complained about: returns for faults, bad reviews, and what the crew noted on orders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storecrew.shop.orders import reads as orders
from storecrew.shop.returns import reads as returns
from storecrew.shop.reviews import reads as reviews
from storecrew.team.suppliers.facts.served import Served
from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Complained, Facts

FAULT_WORDS: Final = re.compile(
    r"\b(?:broken|broke|defect(?:ive)?|faulty|cracked|chipped|scratched|leak(?:s|ing)?|flicker(?:s|ing)?|dead on arrival"
    r"|wrong (?:item|size|colou?r)|missing parts?|incomplete)\b"
    r"|坏了|坏的|破损|破了|碎了|裂了|有裂|掉漆|划痕|漏水|不亮|闪烁|发错|少件|缺件|瑕疵|质量问题|次品",
    re.IGNORECASE,
)
"""Words by which a note on an order is a complaint about goods: a closed list, so that one can see why it counts."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something a buyer complained about: one per line of an order, however often it was said."""

    subject: str
    name: str
    order_id: int
    line_id: int
    variant_id: int
    at: datetime
    pieces: int
    reason: str


def add(found: dict[int, Facts], window: Window) -> None:
    """Add complaints to the suppliers they came from, and how many pieces of theirs reached buyers."""
    served = Served(window.since, window.until)
    for supplier_id, facts in found.items():
        facts.sent = served.pieces.get(supplier_id, 0)
    for one in complaints(window.since, window.until):
        whose = found.get(served.supplier_of(one.order_id, one.variant_id) or 0)
        # a review is no count of defects: it may be about the colour
        if whose is not None and one.subject.startswith("return:") and one.at < window.until:
            whose.complained.append(Complained(one.subject, one.name, one.at, one.pieces, one.reason))


def complaints(since: datetime, until: datetime) -> Iterator[Complaint]:
    """Yield the complaints about orders placed in that time: returns first, then reviews, then notes, each line once."""
    seen: set[int] = set()
    for one in (*_returned(since, until), *_reviewed(since, until), *_noted(since, until)):
        if one.line_id not in seen:
            seen.add(one.line_id)
            yield one


def _returned(since: datetime, until: datetime) -> Iterator[Complaint]:
    for row in returns.complaints(since=since, until=until):
        if row.variant_id is not None:
            yield Complaint(
                f"return:{row.return_id}", row.number, row.order_id, row.line_id, row.variant_id, row.at, row.pieces,
                row.reason,
            )  # fmt: skip


def _reviewed(since: datetime, until: datetime) -> Iterator[Complaint]:
    for row in reviews.bad_reviews(since=since, until=until):
        if row.variant_id is not None:
            name = f"★{row.stars}"
            yield Complaint(f"review:{row.review_id}", name, row.order_id, row.line_id, row.variant_id, row.at, 1, "")


def _noted(since: datetime, until: datetime) -> Iterator[Complaint]:
    """A note counts where it has a word of fault, and says which line it means: by its SKU, or because there is but one."""
    for row in orders.notes_of_orders(since=since, until=until):
        if not FAULT_WORDS.search(row.text):
            continue
        named = [line for line in row.lines if line[2] and line[2].casefold() in row.text.casefold()]
        for line_id, variant_id, _sku in named or (row.lines if len(row.lines) == 1 else ()):
            yield Complaint(f"order:{row.order_id}", row.number, row.order_id, line_id, variant_id, row.at, 1, "")
