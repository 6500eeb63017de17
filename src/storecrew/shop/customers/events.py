"""Facts that the room announces. Subjects are `customer:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class CustomerEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "customers"
    history: ClassVar[bool] = True

    customer_id: int


class CustomerRegistered(CustomerEvent):
    """Somebody new is known; `account` tells whether they can sign in or bought as a guest."""

    source: str
    account: bool


class AccountOpened(CustomerEvent):
    """A guest has proved the address and can sign in from now on."""


class CustomerEdited(CustomerEvent):
    """Name, e-mail, telephone or language changed; `fields` names which."""

    fields: tuple[str, ...]


class ConsentGiven(CustomerEvent):
    """They agreed to something."""

    purpose: str
    place: str


class ConsentWithdrawn(CustomerEvent):
    """They took it back: it holds from this moment."""

    purpose: str
    place: str


class CustomersMerged(CustomerEvent):
    """Another record was put into this one."""

    gone_id: int


class CustomersUnmerged(CustomerEvent):
    """The other record is one by itself again."""

    gone_id: int


class CustomerForgotten(CustomerEvent):
    """Everything personal was erased. Rooms above erase what they keep."""
