"""The same for people and programs: to this address, this weight – what is offered, and why not the rest."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.shipping import rulebook, zoning
from storecrew.shop.shipping.reads.rating import judge
from storecrew.shop.shipping.seats import EVERYWHERE, READERS
from storecrew.shop.shipping.types import Package, Verdict


class OfferQuery(Input):
    """Packages for a place. `subtotal` is the value of the goods, in the currency that is asked for."""

    packages: Annotated[tuple[Package, ...], Field(min_length=1, max_length=50)]
    country: Annotated[str, Field(min_length=2, max_length=2)]
    region: Annotated[str, Field(max_length=80)] = ""
    postal_code: Annotated[str, Field(max_length=20)] = ""
    subtotal: Money
    language: Annotated[str, Field(max_length=12)] = ""


class Offers(Output):
    """The zone (empty: nothing is sent there) and what became of each of its methods."""

    zone: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class _Somewhere:
    country: str
    region: str
    postal_code: str


@read("shipping.offers", label=_("Try shipping rules"), seats=READERS, surfaces=EVERYWHERE)
def offers(ask: Ask, data: OfferQuery) -> Offers:
    """Tell what would be offered for packages to an address, and why the other methods of its zone would not be."""
    place = _Somewhere(data.country, data.region, data.postal_code)
    rules = rulebook.current()
    zone = zoning.zone_of(place, rules.areas, rules.everywhere_else)
    found = judge(data.packages, place, data.subtotal.currency, data.subtotal, ask.now, language=data.language)
    return Offers(zone=rules.zone_names.get(zone, "") if zone is not None else "", verdicts=tuple(found))
