"""The frozen answers of this room's reads."""

from datetime import datetime
from typing import Annotated

from storecrew.kernel.actions.types import Output, Personal


class TenureRow(Output):
    """Who is in which seat, in `[starts_at, ends_at)`; `covers_id` is the person a cover stands in for."""

    tenure_id: int
    person_id: int
    name: str
    seat: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None
    reason: str
    granted_by: str
    covers_id: int | None
    covers: str


class PersonRow(Output):
    """One person of the store. `email` is empty for readers who may not see it."""

    person_id: int
    name: str
    email: Annotated[str, Personal]
    owner: bool
    seats: tuple[TenureRow, ...]
    joined_at: datetime
    left_at: datetime | None
    second_factor: bool


class AgentRow(Output):
    """One program. `used_count` and `used_minor`: since midnight in the store's time zone."""

    agent_id: int
    name: str
    acts_for: int
    human: str
    seat: str
    scopes: tuple[str, ...]
    day_count: int | None
    day_amount_minor: int | None
    currency: str
    shadow: bool
    used_count: int
    used_minor: int
    created_at: datetime
    key: str
    key_expires_at: datetime | None
    key_used_at: datetime | None
    stopped_at: datetime | None
    stop_reason: str
    works: bool


class SeatRow(Output):
    """One plate of the board. `holder` None: vacant."""

    seat: str
    holder: TenureRow | None
    sharers: tuple[TenureRow, ...]
    covers: tuple[TenureRow, ...]
    agents: tuple[str, ...]
    planned: tuple[TenureRow, ...]


class TokenRow(Output):
    """A key of one's own script; only what it begins with is known."""

    token_id: int
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class InviteRow(Output):
    """One invitation."""

    invite_id: int
    email: Annotated[str, Personal]
    name: Annotated[str, Personal]
    seats: tuple[str, ...]
    invited_by: str
    created_at: datetime
    expires_at: datetime
    state: str


class CouldRow(Output):
    """Somebody who could do it, through which seat, and when within the time asked about."""

    person_id: int
    name: str
    agent: str
    seat: str
    kind: str
    tenure_id: int | None
    starts_at: datetime
    ends_at: datetime


class ReceiptItem(Output):
    """One thing that passed on."""

    text: str
    subject: str
    then: str
    mark: str


class ReceiptSection(Output):
    """What one room handed over."""

    title: str
    items: tuple[ReceiptItem, ...]


class ReceiptSeat(Output):
    """One seat of a receipt; `to` empty: nobody took it over."""

    seat: str
    to_id: int | None
    to: str
    sections: tuple[ReceiptSection, ...]


class SignatureRow(Output):
    """One of those who sign; `at` None: not yet."""

    person_id: int
    name: str
    at: datetime | None
    note: str


class Receipt(Output):
    """What was handed over, in the reader's language."""

    handover_id: int
    from_id: int
    from_name: str
    at: datetime
    reason: str
    leaves: bool
    seats: tuple[ReceiptSeat, ...]
    signatures: tuple[SignatureRow, ...]
