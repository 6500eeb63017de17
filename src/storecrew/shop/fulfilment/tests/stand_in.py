"""A carrier that speaks the open form."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar

from storecrew.kernel.outgoing.tests import open_form


@dataclass
class StandIn(open_form.StandIn):
    """A carrier: makes labels, tells where parcels are."""

    takes: ClassVar[str] = "labels"
    tells: ClassVar[str] = "tracking"
    under: ClassVar[str] = "parcels"
    refusal: ClassVar[str] = "no such postcode"
    busy: ClassVar[int] = 429

    def answer(self) -> dict[str, Any]:
        number = f"SF{1316582044000 + len(self.taken)}"
        paper = f"https://labels.example/{number}.pdf"
        return {"tracking_number": number, "document_url": paper, "cost": {"minor": 1180, "currency": "CNY"}}


def carrier() -> AbstractContextManager[StandIn]:
    """Run the stand-in on a port of its own."""
    return open_form.answering(StandIn())
