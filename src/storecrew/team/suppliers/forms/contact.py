"""The forms of keeping in touch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.forms import ActionForm
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.forms.fields import DATE, Choices
from storecrew.team.suppliers.models import Direction, Owes, Way


class LogForm(ActionForm):
    """That one spoke."""

    action = actions.log_contact
    way = forms.ChoiceField(label=pgettext_lazy("contact", "How"), choices=Way.choices, initial=Way.WECHAT)
    direction = forms.ChoiceField(
        label=_("Who spoke"), choices=Direction.choices, initial=Direction.BOTH, widget=forms.RadioSelect
    )
    contact_id = forms.ChoiceField(label=_("With whom"), required=False)
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("empty: just now"),
    )
    note = forms.CharField(
        label=pgettext_lazy("problem", "What was said"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        """`people`: who works there."""
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class CareForm(ActionForm):
    """How often one speaks with this one."""

    action = actions.set_care
    days = forms.IntegerField(
        label=_("Days between contacts"),
        min_value=1,
        max_value=366,
        required=False,
        help_text=_("empty: as usual for their tier"),
    )
    later = forms.DateField(
        label=_("Not before"),
        required=False,
        widget=forms.DateInput(attrs=DATE),
        help_text=_("puts the next contact off"),
    )


class RhythmForm(ActionForm):
    """How often one speaks with those of a tier."""

    action = actions.set_rhythm
    days = forms.IntegerField(label=_("Days between contacts"), min_value=1, max_value=366)
    greets = forms.BooleanField(label=_("Draft greetings"), required=False)

    def values(self) -> dict[str, Any]:
        """Return the input; an empty box is a no."""
        return {**super().values(), "greets": bool(self.cleaned_data["greets"])}


class FavourForm(ActionForm):
    """Help given or taken."""

    action = actions.note_favour
    what = forms.CharField(label=_("What was done"), max_length=300)
    owes = forms.ChoiceField(label=_("Who owes whom"), choices=Owes.choices, widget=forms.RadioSelect, initial=Owes.WE)
    asked = forms.BooleanField(label=_("We asked for it"), required=False, initial=True)
    contact_id = forms.ChoiceField(label=_("With whom"), required=False)
    on = forms.DateField(
        label=pgettext_lazy("favour", "Day"),
        required=False,
        widget=forms.DateInput(attrs=DATE),
        help_text=_("empty: today"),
    )
    due_on = forms.DateField(label=_("To be made up for until"), required=False, widget=forms.DateInput(attrs=DATE))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        """`people`: who works there."""
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the input; an empty box is a no."""
        return {**super().values(), "asked": bool(self.cleaned_data["asked"])}
