"""The habits of the packing tables."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.shop.fulfilment.models import Habits
from storecrew.shop.fulfilment.seats import EVERYWHERE, SETTERS


class HabitsForm(Input):
    """By how much the scales may differ, after how many silent working days to ask, how many orders one walk takes."""

    weigh_tolerance_g: Annotated[int, Field(ge=0, le=100_000)] = 30
    weigh_tolerance_percent: Annotated[int, Field(ge=0, le=100)] = 5
    silent_after_days: Annotated[int, Field(ge=1, le=60)] = 3
    totes_in_wave: Annotated[int, Field(ge=1, le=100)] = 12


@action(
    "fulfilment.set_habits",
    label=gettext_lazy("Set the habits of the packing tables"),
    seats=SETTERS,
    surfaces=EVERYWHERE,
)
def set_habits(run: Run, data: HabitsForm) -> Nothing:
    """Set tolerances of the scales, the size of a walk, and after how long a silent parcel is asked about."""
    row = Habits.objects.select_for_update().filter(pk=1).first() or Habits(pk=1)
    for name in HabitsForm.model_fields:
        run.changed("fulfilment_habits:1", name, old=getattr(row, name), new=getattr(data, name))
        setattr(row, name, getattr(data, name))
    row.version += 1
    row.save()
    return Nothing()
