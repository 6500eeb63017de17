"""What other rooms and fronts may hold of links. All frozen."""

from datetime import datetime
from typing import Annotated, Final

from storecrew.kernel.actions.types import Output, Private

DAYS: Final = 30
"""So long a link opens when nobody says otherwise, counted from its last use."""
MOST_DAYS: Final = 365
"""So long it opens at most, however often it is used: then somebody gives a new one."""


class Opened(Output):
    """Who came in by a link, and in which language they are spoken to."""

    key_id: int
    supplier_id: int
    contact_id: int | None
    language: str
    expires_at: datetime


class Given(Output):
    """A link that was given. Token and address are shown to whoever gives it and kept by nobody."""

    key_id: int
    token: Annotated[str, Private]
    url: Annotated[str, Private]
    expires_at: datetime


class KeyView(Output):
    """A link as the crew sees it: everything but the token. `state`: open, expired, revoked, left or ended."""

    key_id: int
    supplier_id: int
    contact_id: int | None
    contact: str
    language: str
    state: str
    given_at: datetime
    expires_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    last_used_at: datetime | None
    last_address: str
    sent_to: str
