"""Rates: added with a first day, ended with a last one; what was charged stays readable."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.taxes.actions.writing import class_of, touch
from storecrew.shop.taxes.actions.zones import zone_of
from storecrew.shop.taxes.events import TaxRulesChanged
from storecrew.shop.taxes.models import Rate, TaxClass
from storecrew.shop.taxes.seats import EVERYWHERE, KEEPERS
from storecrew.shop.taxes.types import REDUCED, STANDARD, ZERO

Percent = Annotated[Decimal, Field(ge=0, lt=1000, max_digits=7, decimal_places=4)]


class AddRate(Input):
    """A tax of a zone. `starts_on` None: ever since; `ends_on` is the first day on which it no longer holds."""

    zone_id: int
    tax_class: Annotated[str, Field(max_length=40)] = STANDARD
    name: Annotated[str, Field(min_length=1, max_length=80)]
    percent: Percent
    priority: Annotated[int, Field(ge=1, le=99)] = 1
    compound: bool = False
    shipping: bool = True
    starts_on: date | None = None
    ends_on: date | None = None


class RateWritten(Output):
    """The rate's number; `ended` names those that it takes over from."""

    rate_id: int
    ended: tuple[int, ...] = ()


@action(
    "taxes.add_rate",
    label=gettext_lazy("Add a tax rate"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
    previews=True,
)
def add_rate(run: Run, data: AddRate) -> RateWritten:
    """Add a tax rate to a zone. An open rate of the same zone, class and priority ends on its first day.

    Without a first day it is refused where such a rate holds already: say from when the new one counts.
    """
    zone = zone_of(data.zone_id)
    if data.starts_on and data.ends_on and data.starts_on >= data.ends_on:
        raise InvalidInput({"ends_on": _("The rate has to end after it begins.")})
    if data.tax_class not in {STANDARD, REDUCED, ZERO} and not TaxClass.objects.filter(code=data.tax_class).exists():
        raise InvalidInput({"tax_class": _("There is no such class.")})
    kind = class_of(data.tax_class)
    same = Rate.objects.filter(zone=zone, tax_class=kind, priority=data.priority)
    ended = []
    for old in same.filter(Q(ends_on=None) | Q(ends_on__gt=data.starts_on or run.now.date())).order_by("pk"):
        if data.starts_on is None or (old.starts_on is not None and old.starts_on >= data.starts_on):
            raise InvalidInput(
                {
                    "starts_on": _("%(rate)s holds already. Say from which later day the new rate counts.")
                    % {"rate": old}
                }
            )
        run.changed(f"tax_rate:{old.pk}", "ends_on", old=_iso(old.ends_on), new=data.starts_on.isoformat())
        old.ends_on = data.starts_on
        old.save(update_fields=["ends_on"])
        ended.append(old.pk)
    row = Rate.objects.create(zone=zone, tax_class=kind, **data.model_dump(exclude={"zone_id", "tax_class"}))
    run.changed(zone.subject, f"{row.name}, {kind.name}", old=None, new=str(row.percent))
    run.about(f"tax_rate:{row.pk}")
    touch(run, "rate")
    return RateWritten(rate_id=row.pk, ended=tuple(ended))


class EndRate(Input):
    """A rate, and the first day on which it no longer holds."""

    rate_id: int
    ends_on: date


@action(
    "taxes.end_rate",
    label=gettext_lazy("End a tax rate"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(TaxRulesChanged,),
    previews=True,
)
def end_rate(run: Run, data: EndRate) -> RateWritten:
    """End a tax rate; one that has not begun by then is taken away altogether, since it was never charged."""
    row = Rate.objects.select_for_update().select_related("zone", "tax_class").filter(pk=data.rate_id).first()
    if row is None:
        raise Missing
    run.about(row.zone.subject)
    run.changed(f"tax_rate:{row.pk}", "ends_on", old=_iso(row.ends_on), new=data.ends_on.isoformat())
    if not run.changes:
        return RateWritten(rate_id=row.pk)
    number = row.pk
    if row.starts_on is not None and row.starts_on >= data.ends_on:
        row.delete()
    else:
        row.ends_on = data.ends_on
        row.save(update_fields=["ends_on"])
    touch(run, "rate")
    return RateWritten(rate_id=number)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
