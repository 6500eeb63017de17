"""Look at promises: begin, change and end delays by what is known now."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.delays.gathering import AT_ONCE, Setting, cases_of
from storecrew.shop.delays.models import rulebook
from storecrew.shop.delays.seats import EVERYWHERE, MINDERS
from storecrew.shop.delays.writing import looking


class Look(Input):
    """Which orders."""

    order_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=AT_ONCE)]


class Looked(Output):
    """How many promises are newly in danger, and how many delays are over."""

    begun: int
    over: int


@action(
    "delays.look",
    label=gettext_lazy("Look at promises"),
    seats=MINDERS,
    surfaces=EVERYWHERE,
    emits=looking.EVENTS,
)
def look(run: Run, data: Look) -> Looked:
    """Reckon anew whether the promises of these orders hold. Looking twice finds the same."""
    cases = cases_of(sorted(set(data.order_ids)), Setting(run.now))
    begun, over = looking.write(run, cases, rulebook())
    return Looked(begun=begun, over=over)
