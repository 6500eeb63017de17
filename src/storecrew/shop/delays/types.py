"""What other rooms and programs may hold of delays. All frozen."""

from datetime import date, datetime
from enum import StrEnum

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class Code(StrEnum):
    """What a buyer may choose."""

    WAIT = "wait"
    """It comes later; a voucher may come with it."""
    PART = "part"
    """It comes later, and a part of the price goes back."""
    SUBSTITUTE = "substitute"
    """Something like it that is there, at no more cost."""
    SPLIT = "split"
    """What is there leaves now, the rest later."""
    DROP = "drop"
    """What is late is taken off, the rest comes."""
    CANCEL = "cancel"
    """Nothing more is sent; the money goes back."""


class Choice(Output):
    """One choice with its price. `key` names it among the choices of its offer: its code, and the variant of a substitute.

    `theirs`: what the buyer gets back or is given. `ours`: what it does to our money, None where costs are not known;
    `given`: the part of it that is goodwill, which limits count. `first`/`last`: when it arrives then. `seal` changes with
    anything that the buyer reads.
    """

    key: str
    code: str
    theirs: Money
    ours: Money | None
    given: Money
    first: date | None = None
    last: date | None = None
    voucher: Money | None = None
    lines: tuple[str, ...] = ()
    """What it is about, as the buyer calls it: pieces × title."""
    variant_id: int | None = None
    unit: Money | None = None
    """Of a substitute: what a piece costs, before taxes that come on top."""
    instead: str = ""
    """Of a substitute: its title and options."""
    seal: str = ""


class DelayView(Output):
    """A delay as it stands. `whys`: its reasons as sentences, in the reader's language."""

    delay_id: int
    order_id: int
    number: str
    name: str
    state: str
    reason: str
    whys: tuple[str, ...]
    source: str
    site_id: int | None
    supplier_id: int | None
    chance: int
    promised_until: date
    expected_first: date | None
    expected_last: date | None
    days_late: int | None
    pieces: int
    stake: Money
    cost: Money
    foreseen_at: datetime
    outcome: str
    days: int | None


class OwnOffer(Output):
    """An offer as its buyer sees it: what was promised, what is expected, what may be chosen now.

    `state`: open, answered, lapsed, over (the order went another way), void (it comes in time after all, or was taken back).
    """

    offer_id: int
    order_id: int
    number: str
    state: str
    promised_until: date
    first: date | None
    last: date | None
    deadline_at: datetime
    words: str
    choices: tuple[Choice, ...]
    chosen: Choice | None = None
    code: str = ""
    """Of the voucher."""
    answered_at: datetime | None = None
    late_lines: tuple[str, ...] = ()


class Affected(Output):
    """An order that waits for a source. `what`: decided so, empty: not yet. `over`: nothing of it waits there any more."""

    order_id: int
    number: str
    name: str
    country: str
    pieces: int
    stake: Money
    promised_until: date | None
    chance: int | None
    delay_id: int | None
    state: str
    what: str
    decided_at: datetime | None
    over: bool


class Part(Output):
    """What one decision comes to: orders, pieces, money by currency."""

    what: str
    orders: int
    pieces: int
    stake: tuple[Money, ...]


class Stricken(Output):
    """All that waits for one source. `parts` add up to `whole`."""

    site_id: int
    outage_id: int | None
    items: tuple[Affected, ...]
    parts: tuple[Part, ...]
    whole: Part


class Fact(Output):
    """One promise of a supplier that was watched: for scorecards. `over`: it is settled; `days` late in the end, or so far."""

    delay_id: int
    order_id: int
    number: str
    supplier_id: int | None
    reason: str
    promised_until: date
    foreseen_at: datetime
    outcome: str
    days: int
    cost: Money
    over: bool
