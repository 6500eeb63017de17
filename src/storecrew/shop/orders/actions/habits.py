"""How orders are numbered, how long they wait for their money, and when they have to leave."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.shop.orders.models import Rulebook
from storecrew.shop.orders.seats import EVERYWHERE, RULERS

Hours = Annotated[int, Field(ge=1, le=24 * 90)]


class Habits(Input):
    """The shop's habits. `big_order_minor`: from here on a first order is worth a look, in the store's currency.

    `buyers_cancel_h`: for so many hours buyers may cancel by themselves while nothing is picked; 0: never.
    """

    prefix: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9-]*$")] = "SO-"
    first_number: Annotated[int, Field(ge=1, le=2_000_000_000)]
    pay_within_h: Hours
    transfer_within_h: Hours
    leave_within_days: Annotated[int, Field(ge=0, le=60)]
    big_order_minor: Annotated[int, Field(ge=0)]
    buyers_cancel_h: Annotated[int, Field(ge=0, le=24 * 365)] = 720


@action("orders.set_habits", label=gettext_lazy("Set the habits of orders"), seats=RULERS, surfaces=EVERYWHERE)
def set_habits(run: Run, data: Habits) -> Nothing:
    """Set how orders are numbered from now on, how long they wait for their money, and when they have to leave."""
    row = Rulebook.objects.select_for_update().filter(pk=1).first() or Rulebook()
    if data.first_number < row.first_number:
        raise InvalidInput({"first_number": _("Numbers only go up: %(n)d or more.") % {"n": row.first_number}})
    run.about("orders_rulebook:1")
    for name, value in data.model_dump().items():
        run.changed("orders_rulebook:1", name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    row.version += 1
    row.save()
    return Nothing()
