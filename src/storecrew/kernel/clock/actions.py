"""Set the work calendar: usual hours, whose holidays, own closures and extra days."""

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator, model_validator

from storecrew.kernel.actions.constraints import sentence
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import OWNER, Input, Nothing, Output
from storecrew.kernel.clock.hours import parse_hours, write_hours
from storecrew.kernel.clock.models import STORE, Calendar, SpecialDays
from storecrew.kernel.clock.public import countries
from storecrew.kernel.clock.reads import USUAL_WEEK
from storecrew.kernel.store import choices
from storecrew.kernel.store import reads as store

LONGEST_DAYS = 366
"""A closure that lasts longer is a slip of the pen."""

Code = Annotated[str, Field(max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]
Hours = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(max_length=200)]

sentence(
    "clock_special_days_one_set_of_hours_a_date",
    "clock_specialdays.calendar_id, clock_specialdays.first",
    says=gettext_lazy("This date has hours of its own already. Take those out first."),
)


class SetCalendar(Input):
    """The usual week. `week` has seven texts from Monday to Sunday, e.g. `09:00-12:00, 13:30-18:00`; empty is closed."""

    timezone: str
    country: Annotated[str, Field(max_length=2)] = ""
    subdivision: Annotated[str, Field(max_length=10)] = ""
    make_up: bool = True
    week: Annotated[tuple[Hours, ...], Field(min_length=7, max_length=7)]
    code: Code = STORE

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, name: str) -> str:
        if not choices.is_time_zone(name):
            raise ValueError(_("Choose a time zone from the list."))
        return name

    @field_validator("country")
    @classmethod
    def _country(cls, code: str) -> str:
        if code and code not in countries():
            raise ValueError(_("Public holidays of this country are not known here. Choose another or none."))
        return code

    @field_validator("week")
    @classmethod
    def _week(cls, week: tuple[str, ...]) -> tuple[str, ...]:
        plain = tuple(write_hours(parse_hours(text)) for text in week)
        if not any(plain):
            raise ValueError(
                _("Give at least one weekday its hours; a store that is never open cannot promise anything.")
            )
        return plain

    @model_validator(mode="after")
    def _part_of_country(self) -> Self:
        if self.subdivision and self.subdivision not in countries().get(self.country, ()):
            raise ValueError(_("This part of the country is not known here."))
        return self


class CalendarSet(Output):
    """The calendar that was set."""

    code: str
    week: tuple[str, ...]


@action(
    "clock.set_calendar",
    label=gettext_lazy("Set the work calendar"),
    seats={"director", "it", OWNER},
    surfaces={"web", "rest", "mcp", "cli"},
)
def set_calendar(run: Run, data: SetCalendar) -> CalendarSet:
    """Set the usual hours of the week, and whose public holidays and make-up workdays are kept.

    Deadlines, duties and promises that are reckoned from now on go by it; what was promised stays promised.
    """
    row = _row(data.code)
    subject = f"calendar:{data.code}"
    for name in ("timezone", "country", "subdivision", "make_up"):
        run.changed(subject, name, old=getattr(row, name), new=getattr(data, name))
        setattr(row, name, getattr(data, name))
    run.changed(subject, "week", old=list(row.week), new=list(data.week))
    row.week = list(data.week)
    _save(run, row)
    return CalendarSet(code=row.code, week=data.week)


class AddSpecialDays(Input):
    """Dates on which the week does not hold. Without hours they are closed; with hours it is one date."""

    first: date
    last: date | None = None
    """The last date, included; None is the same as `first`."""
    hours: Hours = ""
    reason: Reason = ""
    code: Code = STORE

    @field_validator("hours")
    @classmethod
    def _hours(cls, text: str) -> str:
        return write_hours(parse_hours(text))

    @model_validator(mode="after")
    def _span(self) -> Self:
        last = self.last or self.first
        if last < self.first:
            raise ValueError(_("The last day lies before the first."))
        if (last - self.first).days >= LONGEST_DAYS:
            raise ValueError(_("That is longer than a year. Change the usual hours instead."))
        if self.hours and last != self.first:
            raise ValueError(_("Give hours to one date at a time."))
        return self


class SpecialDaysAdded(Output):
    """Name of the row, for taking it out again."""

    special_id: int


@action(
    "clock.add_special_days",
    label=gettext_lazy("Add days off or extra hours"),
    seats={"director", "it", "warehouse", OWNER},
    surfaces={"web", "rest", "mcp", "cli"},
)
def add_special_days(run: Run, data: AddSpecialDays) -> SpecialDaysAdded:
    """Close on some dates, or open at other hours on one date; both go before public holidays and make-up workdays."""
    row = _row(data.code)
    if row._state.adding:  # the special days need a row to belong to
        _save(run, row)
    added = SpecialDays.objects.create(
        calendar=row, first=data.first, last=data.last or data.first, hours=data.hours, reason=data.reason
    )
    run.changed(f"calendar:{row.code}", _name(added), old=None, new=data.hours or "closed")
    _save(run, row)
    return SpecialDaysAdded(special_id=added.pk)


class RemoveSpecialDays(Input):
    """Which row of special days."""

    special_id: int


@action(
    "clock.remove_special_days",
    label=gettext_lazy("Take out days off or extra hours"),
    seats={"director", "it", "warehouse", OWNER},
    surfaces={"web", "rest", "mcp", "cli"},
)
def remove_special_days(run: Run, data: RemoveSpecialDays) -> Nothing:
    """Let the usual week hold again on these dates."""
    found = SpecialDays.objects.select_related("calendar").filter(pk=data.special_id).first()
    if found is None:
        raise Missing
    run.changed(f"calendar:{found.calendar.code}", _name(found), old=found.hours or "closed", new=None)
    found.delete()
    _save(run, found.calendar)
    return Nothing()


def _row(code: str) -> Calendar:
    """Return the calendar to change; a new one begins as the usual week of the store."""
    row = Calendar.objects.select_for_update().filter(code=code).first()
    if row is not None:
        return row
    profile = store.current()
    country = profile.country if profile and profile.country in countries() else ""
    return Calendar(code=code, timezone=profile.time_zone if profile else "UTC", country=country, week=list(USUAL_WEEK))


def _save(run: Run, row: Calendar) -> None:
    row.stamp = run.uid
    row.save()


def _name(special: SpecialDays) -> str:
    return f"{special.first}" if special.first == special.last else f"{special.first}..{special.last}"
