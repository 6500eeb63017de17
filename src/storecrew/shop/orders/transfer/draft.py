"""What another system says about one order, in its own numbers: made by a dialect, knows nothing of the database.

Amounts are whole minor units of the order's currency. Where the system's own sums do not follow from its rows, the draft
keeps both: `said` is what it says, the rows are what they are, and `balanced` makes up the difference in the open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from storecrew.kernel.tabular.finding import Severity

SHIPPING, FEE = "shipping", "fee"
ROUNDED: Final = "rounding"
"""Name of what is taken off or added so that an order comes to what its system says; translated where it is shown."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something worth telling about a place of the file. `effect`: what it does to the sum, in minor units.

    The file's own sum is what we wrote, plus all effects: so that every cent is explained.
    """

    line: int
    code: str
    column: str = ""
    value: str = ""
    number: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    severity: Severity = Severity.NOTE
    effect: Decimal = Decimal(0)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class OffDraft:
    """Taken off a row."""

    name: str
    minor: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class LevyDraft:
    """A tax on a row; `rate` in percent."""

    name: str
    rate: Decimal
    minor: int


@dataclass(frozen=True, slots=True)
class LineDraft:
    """Goods. `key` is the same whenever the same system tells of the same line again."""

    line: int
    key: str
    title: str
    quantity: int
    unit_minor: int
    sku: str = ""
    barcode: str = ""
    options: tuple[tuple[str, str], ...] = ()
    weight_g: int | None = None
    requires_shipping: bool = True
    offs: tuple[OffDraft, ...] = ()
    levies: tuple[LevyDraft, ...] = ()

    @property
    def net_minor(self) -> int:
        """Return what it comes to before taxes that are added."""
        return self.unit_minor * self.quantity - sum(off.minor for off in self.offs)


@dataclass(frozen=True, slots=True)
class ChargeDraft:
    """Shipping or a fee."""

    kind: Literal["shipping", "fee"]
    name: str
    minor: int
    offs: tuple[OffDraft, ...] = ()
    levies: tuple[LevyDraft, ...] = ()

    @property
    def net_minor(self) -> int:
        """Return what it comes to before taxes that are added."""
        return self.minor - sum(off.minor for off in self.offs)


type RowDraft = LineDraft | ChargeDraft


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """The buyer as the system names them."""

    outside_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Went:
    """Pieces that left or came back there: line key → pieces."""

    document: str
    at: datetime
    pieces: Mapping[str, int]


class Stand(StrEnum):
    """What is still to be done about an order, as its system says."""

    FINISHED = "finished"
    """Sent, cancelled, or given back: history."""
    TO_SEND = "to_send"
    """Paid, or payable at the door, and not sent."""
    UNPAID = "unpaid"
    """Neither paid nor sent nor cancelled."""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """One order. `total_minor` is what the system itself says it came to when it was agreed."""

    line: int
    number: str
    placed_at: datetime
    currency: str
    inclusive: bool
    total_minor: int
    outside_id: str = ""
    updated_at: datetime | None = None
    person: PersonDraft = PersonDraft()
    ship_to: Mapping[str, str] | None = None
    bill_to: Mapping[str, str] | None = None
    lines: tuple[LineDraft, ...] = ()
    charges: tuple[ChargeDraft, ...] = ()
    captured_minor: int = 0
    refunded_minor: int = 0
    paid_at: datetime | None = None
    refunded_at: datetime | None = None
    method: str = ""
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    removed: Mapping[str, int] = field(default_factory=dict)
    """Pieces that were cancelled before they left: line key → pieces."""
    shipped: tuple[Went, ...] = ()
    returned: tuple[Went, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    staff_note: str = ""
    ships_unpaid: bool = False
    said: tuple[Said, ...] = ()

    @property
    def key(self) -> str:
        """Return what names the order for ever: the system's own id, else its number."""
        return self.outside_id or self.number

    @property
    def rows_minor(self) -> int:
        """Return what its rows come to."""
        rows: list[RowDraft] = [*self.lines, *self.charges]
        added = 0 if self.inclusive else sum(levy.minor for row in rows for levy in row.levies)
        return sum(row.net_minor for row in rows) + added

    @property
    def stand(self) -> Stand:
        """Say what is still to be done about it."""
        if self.cancelled_at is not None:
            return Stand.FINISHED
        sent = dict.fromkeys((line.key for line in self.lines if line.requires_shipping), 0)
        for went in self.shipped:
            for key, pieces in went.pieces.items():
                sent[key] = sent.get(key, 0) + pieces
        missing = any(
            line.quantity - self.removed.get(line.key, 0) > sent.get(line.key, 0)
            for line in self.lines
            if line.requires_shipping
        )
        if not missing:
            return Stand.FINISHED
        paid = self.captured_minor > 0 or self.ships_unpaid or self.total_minor == 0
        gone_back = self.captured_minor > 0 and self.refunded_minor >= self.captured_minor
        if gone_back:
            return Stand.FINISHED
        return Stand.TO_SEND if paid else Stand.UNPAID


def balanced(draft: OrderDraft) -> OrderDraft:
    """Return the draft with rows that come to what its system says: the difference is a fee, or taken off, and is told."""
    missing = draft.total_minor - draft.rows_minor
    if missing == 0:
        return draft
    told = Said(
        draft.line,
        "sum_differs",
        number=draft.number,
        params={"rows": draft.rows_minor, "total": draft.total_minor, "difference": missing},
        currency=draft.currency,
    )
    draft = replace(draft, said=(*draft.said, told))
    if missing > 0:
        return replace(draft, charges=(*draft.charges, ChargeDraft("fee", ROUNDED, missing)))
    return take_off(draft, OffDraft(ROUNDED, -missing))


def take_off(draft: OrderDraft, off: OffDraft) -> OrderDraft:
    """Return the draft with an amount taken off its goods, then off its charges, in proportion and to the cent."""
    if off.minor <= 0:
        return draft
    goods = min(off.minor, sum(max(0, line.net_minor) for line in draft.lines))
    rest = off.minor - goods
    lines = _spread(draft.lines, goods, off)
    charges = _spread(draft.charges, min(rest, sum(max(0, one.net_minor) for one in draft.charges)), off)
    return replace(draft, lines=lines, charges=charges)


def _spread[R: LineDraft | ChargeDraft](rows: tuple[R, ...], minor: int, off: OffDraft) -> tuple[R, ...]:
    parts = shares(minor, [max(0, row.net_minor) for row in rows])
    found: list[R] = list(rows)
    for place, part in enumerate(parts):
        if part:
            found[place] = replace(rows[place], offs=(*rows[place].offs, OffDraft(off.name, part, off.code)))
    return tuple(found)


def spread_levy[R: LineDraft | ChargeDraft](rows: tuple[R, ...], levy: LevyDraft) -> tuple[R, ...]:
    """Return rows with a tax of the whole order on them, in proportion to what they come to."""
    parts = shares(levy.minor, [max(0, row.net_minor) for row in rows])
    found: list[R] = list(rows)
    for place, part in enumerate(parts):
        if part:
            found[place] = replace(rows[place], levies=(*rows[place].levies, LevyDraft(levy.name, levy.rate, part)))
    return tuple(found)


def shares(minor: int, weights: list[int]) -> list[int]:
    """Cut an amount by weights without losing a cent: largest remainders first. Without any weight, nothing is cut."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [minor * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(minor * weights[place] % whole), place))
    for place in order[: minor - sum(parts)]:
        parts[place] += 1
    return parts


def cancelled(draft: OrderDraft, at: datetime, reason: str) -> OrderDraft:
    """Return the draft as one that was called off: whatever has not left will not."""
    left: dict[str, int] = {}
    for went in draft.shipped:
        for key, pieces in went.pieces.items():
            left[key] = left.get(key, 0) + pieces
    removed = {line.key: line.quantity - left.get(line.key, 0) for line in draft.lines}
    removed = {key: pieces for key, pieces in removed.items() if pieces > 0}
    return replace(draft, cancelled_at=max(at, draft.placed_at), cancel_reason=reason, removed=removed)


def priced(gross_minor: int, quantity: int) -> tuple[int, tuple[OffDraft, ...]]:
    """Return a price of one piece that is not below gross / quantity, and what is taken off to come to gross exactly."""
    unit = -(-gross_minor // quantity)
    rest = unit * quantity - gross_minor
    return unit, (OffDraft(ROUNDED, rest),) if rest else ()


def settled(draft: OrderDraft) -> OrderDraft:
    """Return the draft with what follows from its money: all of it given back means that what has not left never will."""
    if draft.cancelled_at is not None or not draft.captured_minor or draft.refunded_minor < draft.captured_minor:
        return draft
    return cancelled(draft, draft.refunded_at or draft.placed_at, "elsewhere")
