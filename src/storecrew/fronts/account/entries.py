"""The account's own entries in its menu."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.account.sections import Entry, section
from storecrew.fronts.account.visits import Visit


@section("", order=10)
def overview(visit: Visit) -> Entry:
    """Lead to what is new."""
    return Entry(pgettext("account", "Overview"), visit.to.account)


@section("orders", order=20)
def orders(visit: Visit) -> Entry:
    """Lead to what was bought."""
    return Entry(pgettext("account", "Orders"), visit.to.orders)


@section("addresses", order=30)
def addresses(visit: Visit) -> Entry:
    """Lead to the address book."""
    return Entry(_("Addresses"), visit.to.book)


@section("details", order=40)
def details(visit: Visit) -> Entry:
    """Lead to name, e-mail and password."""
    return Entry(_("Name, e-mail, password"), visit.to.details)


@section("letters", order=50)
def letters(visit: Visit) -> Entry:
    """Lead to what may be sent."""
    return Entry(pgettext("account", "Letters"), visit.to.letters)


@section("devices", order=60)
def devices(visit: Visit) -> Entry:
    """Lead to the browsers that are signed in."""
    return Entry(_("Signed-in devices"), visit.to.devices)


@section("data", order=70)
def data(visit: Visit) -> Entry:
    """Lead to everything that is kept."""
    return Entry(_("Your data"), visit.to.mine)
