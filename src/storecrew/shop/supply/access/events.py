"""Facts about links. Subjects are `supplier_key:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class KeyEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "supply_access"
    history: ClassVar[bool] = True

    key_id: int
    supplier_id: int
    contact_id: int | None


class KeyGiven(KeyEvent):
    """Somebody of a supplier can come in from now on."""


class KeyOpened(KeyEvent):
    """It was used for the first time: the link arrived."""


class KeyRevoked(KeyEvent):
    """It opens nothing any more."""
