"""The forms of the work calendar."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.clock.actions import add_special_days, set_calendar
from storecrew.kernel.clock.public import countries
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.store import choices


class WeekForm(ActionForm):
    """Usual hours of each weekday, the time zone, whose holidays."""

    action = set_calendar
    field_order = [*(f"day_{number}" for number in range(7)), "timezone", "country", "subdivision", "make_up"]
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(name, name) for name in sorted(choices.time_zones())]
    )
    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    subdivision = forms.CharField(
        label=_("Part of the country"),
        required=False,
        max_length=10,
        help_text=_("Where holidays differ by state or region: its short code, e.g. BY for Bavaria."),
    )
    make_up = forms.BooleanField(
        label=_("Make-up workdays are worked"),
        required=False,
        help_text=_("Weekends that the government turns into workdays around long holidays."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = countries()
        named = [(code, name) for code, name in choices.named_countries(get_language() or "en") if code in known]
        self.fields["country"].choices = [("", _("none")), *named]  # type: ignore[attr-defined]  # a ChoiceField
        for number in range(7):
            self.fields[f"day_{number}"] = forms.CharField(label=WEEKDAYS[number], required=False, max_length=200)
        self.order_fields(self.field_order)

    @property
    def weekdays(self) -> list[forms.BoundField]:
        """Return the seven fields of hours."""
        return [self[f"day_{number}"] for number in range(7)]

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields beside the hours."""
        return [self[name] for name in ("timezone", "country", "subdivision", "make_up")]

    def values(self) -> dict[str, Any]:
        """Return the input: seven texts instead of seven fields."""
        filled = super().values()
        week = [str(self.cleaned_data.get(f"day_{number}", "")) for number in range(7)]
        kept = {name: value for name, value in filled.items() if not name.startswith("day_")}
        return {**kept, "make_up": bool(self.cleaned_data.get("make_up")), "week": week}

    def _place(self, fields: Any) -> None:
        """Put what is wrong with `week.3` at that weekday's field."""
        placed = {
            f"day_{path.partition('.')[2]}" if path.startswith("week.") else ("day_0" if path == "week" else path): text
            for path, text in fields.items()
        }
        super()._place(placed)


class SpecialDaysForm(ActionForm):
    """Days off, or other hours on one date."""

    action = add_special_days
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty for a single day."),
    )
    hours = forms.CharField(
        label=_("Hours"),
        required=False,
        max_length=200,
        help_text=_("Leave it empty to close. Or write when you are open, e.g. 10:00-16:00."),
    )
    reason = forms.CharField(label=_("What for"), required=False, max_length=200)
