"""What other rooms may hold of taxes."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money

STANDARD, REDUCED, ZERO, EXEMPT = "standard", "reduced", "zero", "exempt"
"""Classes that always exist; `exempt` is what the catalogue marks as not taxable: no tax at all, not even 0 %."""
FOLLOW = "follow"
"""Of shipping: taxed as the goods are, in proportion to their amounts."""


class Place(Input):
    """Where goods go, as far as taxes look at it. `region` is a code or name, as the address has it."""

    country: Annotated[str, Field(max_length=2)] = ""
    region: Annotated[str, Field(max_length=120)] = ""
    postal_code: Annotated[str, Field(max_length=20)] = ""
    city: Annotated[str, Field(max_length=120)] = ""


class Taxable(Input):
    """An amount to be taxed: a line after its discounts, or the shipping of a package.

    `amount` contains the tax or not, as the call says; never negative.
    """

    key: str
    amount: Money
    tax_class: str = STANDARD
    quantity: int = 1
    shipping: bool = False


class TaxLine(Output):
    """A tax on one of the amounts. `rate` is in percent. Several may stand on one key; base + its taxes = the amount."""

    key: str
    name: str
    rate: Decimal
    base: Money
    amount: Money


class Reckoned(Output):
    """Taxes of all amounts, and why they are what they are.

    `zone`: the names of the zones that decided; empty where no rate is kept for the place.
    `note`: reverse_charge, exempt or empty.
    """

    lines: tuple[TaxLine, ...]
    country: str
    zone: str = ""
    note: str = ""
    tax_number: str = ""
