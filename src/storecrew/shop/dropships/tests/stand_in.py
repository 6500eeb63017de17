"""A supplier's program that speaks the open form."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar

from storecrew.kernel.outgoing.tests import open_form


@dataclass
class StandIn(open_form.StandIn):
    """A supplier: takes drop shipments, tells what became of them."""

    takes: ClassVar[str] = "dropships"
    tells: ClassVar[str] = "dropships"
    under: ClassVar[str] = "dropships"
    refusal: ClassVar[str] = "unknown SKU"

    def answer(self) -> dict[str, Any]:
        return {"number": f"GD{len(self.taken) + 1:04}"}


def program() -> AbstractContextManager[StandIn]:
    """Run the stand-in on a port of its own."""
    return open_form.answering(StandIn())
