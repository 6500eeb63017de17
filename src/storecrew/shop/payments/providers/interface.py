"""What a payment provider has to be able to do, and how it tells us what is so.

Whatever a provider answers becomes a `Snapshot`: facts, each with the provider's own id. Snapshots are merged, never
replaced: facts are only added, states only move on. So it does not matter in which order, or how often, they arrive.

Calls to the other side raise `NotReceived`, `Rejected` (kernel.events.outward) when that much is certain; anything else
they raise means that nobody can say whether it arrived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, runtime_checkable

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text
from storecrew.shop.payments.types import CaptureMode, DisputeState, Kind, Next, PayoutState, RefundState, State, Wallet

type Offer = Literal["card", "transfer", "cash", "test"]
"""What kind of way to pay it is for shoppers."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in when a provider is set up. Secret ones are encrypted and never shown again."""

    name: str
    label: Text
    hint: Text = ""
    secret: bool = False
    required: bool = True
    long: bool = False
    starts: tuple[str, ...] = ()
    """What its value has to begin with, e.g. `sk_`: catches the wrong key in the wrong field."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider can do. `currencies` None: all; `countries` None: all (ISO 3166-1 alpha-2)."""

    flow: Literal["redirect", "form", "instructions"]
    currencies: frozenset[str] | None = None
    countries: frozenset[str] | None = None
    captures_later: bool = False
    captures_parts: bool = False
    refunds: bool = False
    """It can send money back by itself; otherwise somebody pays it back by hand."""
    disputes: bool = False
    payouts: bool = False
    has_live: bool = True
    """False: it never moves real money."""
    sets_up: bool = True
    """False: nobody sets it up or switches it on; it stands for what others did."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its adapter sees it; `notice_secrets` are those that may sign at this moment, newest first."""

    code: str
    live: bool
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    notice_secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deal:
    """A payment as an adapter sees it. `token` is our name of it at the provider's, `reference` the provider's own."""

    token: str
    reference: str
    payable: str
    amount: Money
    capture: CaptureMode
    description: str
    email: str
    language: str
    return_url: str
    code: str
    now: datetime
    authorised: int = 0
    """Minor units that we know to be set aside or taken."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What is to be done with a payment. `key` is recognised by the provider: twice the same is once."""

    verb: Literal["start", "capture", "void", "refund", "evidence"]
    key: str
    planned_at: datetime
    amount: Money | None = None
    refund: str = ""
    """Our token of the refund."""
    dispute: str = ""
    text: str = ""


class MoveFact(Output):
    """Something that happened to the money; `amount` is never negative. One `reference` means one move of its kind."""

    kind: Kind
    amount: Money
    reference: str
    at: datetime
    note: str = ""


class RefundFact(Output):
    """How a refund stands. `token` is ours when we asked for it, empty when it was made in the provider's console."""

    reference: str
    amount: Money
    state: RefundState
    at: datetime
    token: str = ""
    message: str = ""


class DisputeFact(Output):
    """How a dispute stands; `taken` tells that the money is away (it may only be an enquiry)."""

    reference: str
    amount: Money
    state: DisputeState
    taken: bool
    at: datetime
    reason: str = ""
    due_at: datetime | None = None


class Snapshot(Output):
    """What a provider says about one payment; it may say only a part. `state` None says nothing about it."""

    reference: str = ""
    state: State | None = None
    method: str = ""
    next: Next | None = None
    failure_code: str = ""
    failure_message: str = ""
    expires_at: datetime | None = None
    moves: tuple[MoveFact, ...] = ()
    refunds: tuple[RefundFact, ...] = ()
    disputes: tuple[DisputeFact, ...] = ()


class PayoutLineFact(Output):
    """One movement inside a payout; `about` is the provider's id of the payment, refund or dispute, where there is one."""

    reference: str
    kind: str
    gross_minor: int
    fee_minor: int
    net_minor: int
    at: datetime
    about: str = ""


class PayoutFact(Output):
    """One payout with its lines; `lines` is empty while the provider has not closed it."""

    reference: str
    amount: Money
    state: PayoutState
    arrives_on: date
    lines: tuple[PayoutLineFact, ...] = ()


class NoticeFact(Output):
    """What a genuine notice says about itself. It is a reason to ask, never a fact by itself."""

    uid: str
    topic: str
    about: str = ""
    """The provider's id of the payment, or of the payout for topics that begin with `payout`."""
    token: str = ""
    """Our own token of the payment, where the message carries it."""


class Forged(Exception):
    """The signature does not fit, is missing, or is too old. The message is for the log."""


class Checkup(Output):
    """What a look at the account found."""

    good: bool
    said: str
    live: bool | None = None
    """Whether it moves real money; None: the provider does not say."""


@runtime_checkable
class Adapter(Protocol):
    """A kind of provider. Without more than this it works by hand: transfers, cash at the door."""

    kind: str
    label: Text
    offer: Offer
    capabilities: Capabilities
    fields: Sequence[Field]

    def words(self, account: Account) -> tuple[str, str]:
        """Return name and line for shoppers, in the active language."""

    def instructions(self, account: Account, deal: Deal) -> Next | None:
        """Return how to pay by hand, in the active language; None where the provider itself has to be asked."""


@runtime_checkable
class Express(Protocol):
    """A provider that can also be paid by keys that know the shopper already."""

    def wallet(self, account: Account, amount: Money) -> Wallet | None:
        """Return its keys for an amount, None where it has none for it."""


@runtime_checkable
class Remote(Adapter, Protocol):
    """A provider with a programming interface. None of this is called inside a transaction."""

    takes_back_for_s: int
    """For how long the provider recognises a key, so that sending again does nothing twice."""

    def do(self, account: Account, deal: Deal, doing: Doing) -> Snapshot:
        """Do it once and say how things stand; the same key again returns the first answer."""

    def find(self, account: Account, deal: Deal, doing: Doing) -> Snapshot | None:
        """Tell what became of something nobody can vouch for; None: it certainly never arrived.

        Raises StillUnknown when that cannot be said.
        """

    def look(self, account: Account, deal: Deal) -> Snapshot:
        """Ask how a payment stands; reads only."""

    def read_notice(self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime) -> NoticeFact:
        """Check the signature over the raw body and read the message; header names are lower case. Raises Forged."""

    def check(self, account: Account, now: datetime) -> Checkup:
        """Look whether the keys fit and the account may take money."""

    def payouts(self, account: Account, since: datetime, now: datetime) -> Sequence[PayoutFact]:
        """Return payouts that came to be at `since` or later, oldest first; nothing where there are none."""
