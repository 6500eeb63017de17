"""What other rooms may hold of a customer."""

from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Output
from storecrew.shop.addresses.types import Address
from storecrew.shop.customers.models.consents import Purpose
from storecrew.shop.customers.models.privacy import PrivacyKind

ENTER_PATH = "/account/enter/{token}"
"""Where links by mail lead; the account's front serves it: a page with one button, since programs open links too."""

SESSION_FOR_DAYS = 90
"""How long a signed-in browser stays so without being used."""

FRESH = timedelta(minutes=15)
"""Who came in this recently has just proved who they are: they may set a password without the old one, or take their data."""

__all__ = [
    "ENTER_PATH",
    "FRESH",
    "SESSION_FOR_DAYS",
    "AddressView",
    "ConsentView",
    "CustomerView",
    "LinkView",
    "PrivacyKind",
    "PrivacyView",
    "Purpose",
    "SessionView",
]


class AddressView(Output):
    """An address of the book."""

    address_id: int
    address: Address
    default_shipping: bool
    default_billing: bool


class CustomerView(Output):
    """A customer as other rooms see one. `account`: they can sign in. A merged one answers as the one it went into."""

    customer_id: int
    name: str
    email: str
    phone: str
    language: str
    country: str
    account: bool
    email_proved: bool
    has_password: bool
    takes_newsletter: bool
    takes_texts: bool
    tags: tuple[str, ...]
    addresses: tuple[AddressView, ...]
    created_at: datetime
    seen_at: datetime | None
    forgotten: bool

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"customer:{self.customer_id}"

    @property
    def shipping(self) -> Address | None:
        """Return where things are sent unless they say otherwise."""
        return next((row.address for row in self.addresses if row.default_shipping), None)

    @property
    def billing(self) -> Address | None:
        """Return whom invoices are made out to unless they say otherwise."""
        return next((row.address for row in self.addresses if row.default_billing), None)


class ConsentView(Output):
    """One time somebody agreed or took it back, with its proof."""

    purpose: str
    given: bool
    text_version: str
    text_hash: str
    at: datetime
    place: str
    ip: str
    by: str


class SessionView(Output):
    """A browser in which a customer is signed in."""

    session_id: int
    device: str
    created_at: datetime
    seen_at: datetime
    here: bool


class LinkView(Output):
    """A link by mail that its reader has opened. `good`: it can be used now; `changes`: it is for a new e-mail address."""

    email: str
    language: str
    changes: bool
    good: bool


class PrivacyView(Output):
    """What somebody asked about their data and has no answer to yet; by `due_at` the law wants one."""

    request_id: int
    kind: PrivacyKind
    asked_at: datetime
    due_at: datetime
