"""Set-up's pages: their order and forms, and whether there is a store already."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.clock.hours import BadHours, parse_hours, write_hours
from storecrew.kernel.people import directory
from storecrew.kernel.people.seats import CHOICES
from storecrew.kernel.reception import claiming
from storecrew.kernel.store import choices

STEPS = ("store", "place", "hours", "hats", "you")

_founded = False


def is_founded() -> bool:
    """Tell whether somebody has set the store up; a yes is remembered, for it never becomes a no again."""
    global _founded
    _founded = _founded or not directory.is_empty()
    return _founded


class CodeForm(forms.Form):
    """The proof that one owns an installation that strangers can reach."""

    code = forms.CharField(
        label=_("Set-up code"),
        max_length=40,
        help_text=_("Twelve signs, in capitals or not, with or without dashes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        """Say at once that the code is another one."""
        text: str = self.cleaned_data["code"]
        if not claiming.fits(text):
            raise forms.ValidationError(_("This is not the code. It stands where the store was started."))
        return text


class StoreStep(forms.Form):
    """What the store is called and where it is at home."""

    name = forms.CharField(label=_("What is the store called?"), max_length=80, help_text=_("As customers see it."))
    country = forms.ChoiceField(
        label=_("Where is it at home?"), help_text=_("Where the company is registered. You may sell anywhere.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages does it speak?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("More can be added later. The console itself always speaks both."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = translation.get_language() or "en"
        countries: Any = self.fields["country"]
        countries.choices = [("", "–"), *choices.named_countries(language)]
        spoken: Any = self.fields["languages"]
        spoken.choices = [(code, translation.get_language_info(code)["name_local"]) for code in choices.LANGUAGES]


class PlaceStep(forms.Form):
    """In which money the books are kept, and whose days count."""

    currency = forms.ChoiceField(
        label=_("In which currency are your books?"),
        help_text=_("Prices and books are kept in it. This is the one thing that cannot be changed later."),
    )
    time_zone = forms.ChoiceField(
        label=_("In which time zone does your day begin?"),
        help_text=_("Days, deadlines and delivery dates follow it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        money: Any = self.fields["currency"]
        money.choices = [("", "–"), *choices.named_currencies(translation.get_language() or "en")]
        zone: Any = self.fields["time_zone"]
        zone.choices = [("", "–"), *((name, name.replace("_", " ")) for name in sorted(choices.time_zones()))]


class HoursStep(forms.Form):
    """When there is work: the hours of each weekday, several spans where there is a break."""

    holidays = forms.BooleanField(
        label=_("Closed on the country's public holidays, open on its make-up workdays"), initial=True, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"] = forms.CharField(label=name, required=False, max_length=200)

    @property
    def weekdays(self) -> list[forms.BoundField]:
        """Return the seven fields of hours, Monday first."""
        return [self[f"day_{number}"] for number in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        """Say at once which hours cannot be understood, each at its weekday."""
        kept = super().clean() or {}
        for number in WEEKDAYS:
            name = f"day_{number}"
            try:
                kept[name] = write_hours(parse_hours(kept.get(name, "")))
            except BadHours as error:
                self.add_error(name, str(error))
        if not self.errors and not any(kept[f"day_{number}"] for number in WEEKDAYS):
            self.add_error("day_0", _("Give at least one weekday its hours."))
        return kept


class HatsStep(forms.Form):
    """Which seats the founder takes."""

    hats = forms.MultipleChoiceField(
        label=_("Which hats do you wear?"),
        choices=CHOICES,
        initial=[code for code, _label in CHOICES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Alone you wear all eight. A seat you leave out stays vacant until you give it to somebody."),
    )


class YouStep(forms.Form):
    """The founder's account."""

    founder_name = forms.CharField(label=_("Your name"), max_length=80, help_text=_("As colleagues will see it."))
    founder_email = forms.EmailField(label=_("E-mail"), max_length=254, help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A few words you can remember are better than one odd word."),
    )

    def clean_password(self) -> str:
        """Say at once what is wrong with the password."""
        password: str = self.cleaned_data["password"]
        who = get_user_model()(
            name=self.cleaned_data.get("founder_name", ""), email=self.cleaned_data.get("founder_email", "")
        )
        try:
            validate_password(password, user=who)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return password


STEPS_FORMS: dict[str, type[forms.Form]] = {
    "store": StoreStep,
    "place": PlaceStep,
    "hours": HoursStep,
    "hats": HatsStep,
    "you": YouStep,
}
