"""Notice addresses of freight forwarders: the parcel goes on to another country, and the buyer may live elsewhere.

A hint is no verdict. Forwarders give each customer a code and ask for it in the suite or behind the name; some towns
(free of sales tax, beside a port) hold nothing but their warehouses. Whoever uses a hint weighs it with others.
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Output
from storecrew.shop.addresses.address import Address
from storecrew.shop.addresses.folding import narrowed


class Hint(Output):
    """Why an address looks like a forwarder's. `weight` is 1 for a sign that many homes share, 3 for a sure one."""

    code: str
    sentence: str
    weight: int


SUITE: Final = re.compile(r"\b(?:suite|ste|unit|apt|box|pmb|locker|#)[\s#:.]*([A-Z]{2,6}[- ]?\d{3,8}|\d{6,8})\b", re.I)
"""A code of letters and digits, or a number longer than any house has doors."""
CODE_BEHIND: Final = re.compile(r"[A-Z]{2,6}[-#]?\d{4,8}\b|\b\d{6,8}\b|#\s?\d{4,8}\b", re.I)
FIRM: Final = re.compile(
    r"\b(freight forward\w*|forwarding|parcel forward\w*|reship\w*|consolidat\w+ (?:center|warehouse)|myus|shipito|"
    r"stackry|planet express|borderlinx|buyandship|tiptrans|tenso|buyee)\b",
    re.I,
)
CHINESE: Final = re.compile(r"转运|集运|中转仓|货代|国际物流|转寄|代收仓")
TOWNS: Final = frozenset(
    {("US", "34249"), ("US", "90503"), ("US", "97230"), ("US", "19720"), ("US", "33166"), ("US", "33122")}
)
"""Postal codes with far more forwarders than homes: Sarasota, Torrance, Portland airport, New Castle, Miami airport."""


def forwarder_hint(address: Address) -> Hint | None:
    """Return why this may be a forwarder's warehouse, the strongest sign first; None when nothing says so."""
    street = narrowed(f"{address.line1} {address.line2}")
    whole = narrowed(f"{address.name} {address.company} {street}")
    if FIRM.search(whole) or CHINESE.search(whole):
        return Hint(code="firm", weight=3, sentence=_("The address names a forwarding service."))
    suite = SUITE.search(street)
    town = (address.country, address.postal_code[:5]) in TOWNS
    coded = CODE_BEHIND.search(narrowed(f"{address.name} {address.company}"))
    if coded:
        return Hint(code="code_in_name", weight=2, sentence=_("There is a customer code behind the name."))
    if suite:
        sentence = _("The suite is a customer code, as forwarders give them.")
        return Hint(code="suite_code", weight=3 if town else 2, sentence=sentence)
    if town:
        return Hint(code="town", weight=1, sentence=_("Many forwarders have their warehouses under this postal code."))
    return None
