"""What this room announces."""

from datetime import datetime

from storecrew.kernel.events.types import Event


class PersonInvited(Event):
    """Somebody was invited by link; the address stays in the invite's row."""

    room = "people"
    invite_id: int
    invited_by: int


class InviteWithdrawn(Event):
    """An invitation link no longer lets anybody in."""

    room = "people"
    history = True
    invite_id: int


class PersonJoined(Event):
    """Somebody has an account from now on, and possibly seats."""

    room = "people"
    history = True
    person_id: int
    invite_id: int | None
    at: datetime


class PersonLeft(Event):
    """Somebody cannot sign in any more; the seats went with the handover."""

    room = "people"
    history = True
    person_id: int
    handover_id: int
    at: datetime


class PersonForgotten(Event):
    """A former colleague's name and address were erased; whoever keeps copies erases them now."""

    room = "people"
    history = True
    person_id: int


class TenureBegan(Event):
    """Somebody is in a seat from `at` on, which may lie ahead; `until` None means open."""

    room = "people"
    history = True
    tenure_id: int
    person_id: int
    seat: str
    kind: str
    at: datetime
    until: datetime | None
    covers: int | None = None


class TenureEnded(Event):
    """Somebody is out of a seat from `at` on, which may lie ahead."""

    room = "people"
    history = True
    tenure_id: int
    person_id: int
    seat: str
    kind: str
    at: datetime


class SeatHandedOver(Event):
    """A seat went from one person to another with everything that belongs to it; the receipt tells what."""

    room = "people"
    history = True
    handover_id: int
    seat: str
    from_person: int
    to_person: int
    at: datetime


class OwnershipPassed(Event):
    """Another person hands out seats from now on."""

    room = "people"
    history = True
    from_person: int
    to_person: int
    at: datetime


class AgentCreated(Event):
    """A program may act for a person in a seat."""

    room = "people"
    history = True
    agent_id: int
    acts_for: int
    seat: str


class AgentStopped(Event):
    """A program may do nothing any more; `stopped_by` None means its human left."""

    room = "people"
    history = True
    agent_id: int
    acts_for: int
    stopped_by: int | None
    reason: str


class AddressAsked(Event):
    """Somebody wants to sign in with another address; the address stays in its row until it is proven."""

    room = "people"
    person_id: int
    address_id: int


class AddressChanged(Event):
    """Somebody signs in with another address now. `old` is told about it: whoever reads it there can still object."""

    room = "people"
    person_id: int
    old: str
