"""Set from when on people are warned, what may be given, and what is sent by itself."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.delays.models import Rulebook
from storecrew.shop.delays.seats import EVERYWHERE, RULERS

type Percent = Annotated[int, Field(ge=0, le=100)]
type Sum = Annotated[int, Field(ge=0, le=10**12)]


class Rules(Input):
    """All of the rules. Amounts are minor units of the store's own currency."""

    warn_below: Annotated[int, Field(ge=5, le=95)] = 60
    day_percent: Percent = 2
    voucher_percent: Percent = 5
    voucher_most_minor: Sum = 3000
    part_percent: Percent = 0
    part_most_minor: Sum = 0
    answer_hours: Annotated[int, Field(ge=4, le=720)] = 72
    service_most_minor: Sum = 5000
    automatic: bool = False
    automatic_below: Percent = 40
    automatic_most_minor: Sum = 0
    automatic_a_day: Annotated[int, Field(ge=0, le=10_000)] = 50


class Ruled(Output):
    """The version of the rules."""

    version: int


@action("delays.set_rules", label=gettext_lazy("Set how delays are treated"), seats=RULERS, surfaces=EVERYWHERE)
def set_rules(run: Run, data: Rules) -> Ruled:
    """Set how delays are treated from now on. What was offered before stays as it was offered."""
    row = Rulebook.objects.select_for_update().filter(pk=1).first() or Rulebook(pk=1, version=0)
    for name, value in data.model_dump().items():
        run.changed("delay_rules:1", name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    row.version += 1
    row.save()
    return Ruled(version=row.version)
