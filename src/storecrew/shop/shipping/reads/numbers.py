"""Whose number a tracking number is."""

from typing import Annotated

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.shipping import carriers
from storecrew.shop.shipping.seats import EVERYWHERE, READERS


class NumberQuery(Input):
    """A tracking number as it was scanned or pasted."""

    number: Annotated[str, Field(min_length=1, max_length=80)]


class NumberOwner(Output):
    """A carrier that a number may belong to. `state`: checked (its check digit is right) or plausible (by its form)."""

    carrier: str
    name: str
    kind: str
    state: str
    country: str
    url: str


class Owners(Output):
    """Surest first; empty: nobody's."""

    number: str
    owners: tuple[NumberOwner, ...]


@read("shipping.recognise", label=_("Whose tracking number is this?"), seats=READERS, surfaces=EVERYWHERE)
def recognise(ask: Ask, data: NumberQuery) -> Owners:
    """Tell which carriers a tracking number may belong to, whether its check digit is right, and where to follow it."""
    return Owners(number=carriers.normal(data.number), owners=recognised(data.number, get_language() or "en"))


def recognised(number: str, language: str) -> tuple[NumberOwner, ...]:
    """Return the carriers of a number with names in a language."""
    plain = carriers.normal(number)
    return tuple(
        NumberOwner(
            carrier=one.carrier,
            name=carriers.name_of(one.carrier, language),
            kind=one.kind,
            state=one.state.value,
            country=one.country,
            url=carriers.tracking_url(one.carrier, plain),
        )
        for one in carriers.recognise(plain)
    )
