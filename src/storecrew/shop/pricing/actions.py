"""Currencies the store sells in, and the form of their prices."""

from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.kernel.store.reads import current
from storecrew.shop.pricing.events import CurrenciesChanged
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.pricing.seats import EVERYWHERE, KEEPERS


class SetRounding(Input):
    """A selling currency. A converted price becomes the multiple of `step_minor` that is near, less `less_minor`.

    Step 100 less 1 gives 12.99, step 500 less 0 gives 15.00, step 1000 less 10 gives 19.90. `surcharge` is percent on top of
    the day's rate. `source`: take rates of this source only; empty takes any.
    """

    currency: CurrencyCode
    active: bool = True
    step_minor: Annotated[int, Field(ge=1, le=10**9)] = 1
    less_minor: Annotated[int, Field(ge=0, le=10**9)] = 0
    direction: Literal["nearest", "up", "down"] = "nearest"
    surcharge: Annotated[Decimal, Field(ge=-20, le=50, max_digits=5, decimal_places=2)] = Decimal(0)
    source: Annotated[str, Field(max_length=40)] = ""


class RoundingSet(Output):
    """Whether anything changed."""

    rule_id: int
    changed: bool


@action(
    "pricing.set_rounding",
    label=gettext_lazy("Set a selling currency"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(CurrenciesChanged,),
    previews=True,
)
def set_rounding(run: Run, data: SetRounding) -> RoundingSet:
    """Sell in a currency, or no longer, and say how prices that are converted into it are rounded."""
    store = current()
    if store is not None and data.currency == store.currency:
        raise InvalidInput(
            {"currency": _("This is the store's own currency: its prices are never converted. Choose another one.")}
        )
    if data.less_minor >= data.step_minor:
        raise InvalidInput({"less_minor": _("What is taken off has to be less than the step.")})
    row = PriceRule.objects.select_for_update().filter(currency=data.currency).first()
    fresh = row is None
    row = row or PriceRule.objects.create(currency=data.currency, position=PriceRule.objects.count())
    for name in SetRounding.model_fields:
        old = None if fresh else getattr(row, name)
        new = getattr(data, name)
        run.changed(row.subject, name, old=_json(old), new=_json(new))
        setattr(row, name, new)
    if not run.changes:
        return RoundingSet(rule_id=row.pk, changed=False)
    row.version += 1
    row.save()
    run.emit(CurrenciesChanged(currency=row.currency), subject=row.subject)
    return RoundingSet(rule_id=row.pk, changed=True)


def _json(value: object) -> object:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
