"""Forms of people, seats and agents; each becomes the input of one action."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.types import ANYONE, PUBLIC
from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.people import actions
from storecrew.kernel.people.rows import PersonRow
from storecrew.kernel.people.seats import CHOICES, Seat
from storecrew.kernel.store import choices

LATER = {"type": "datetime-local"}
_STARTS = _("Empty: now.")


def _moment(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs=LATER, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, help_text=hint, widget=widget)


def languages(empty: Any) -> list[tuple[str, Any]]:
    """Return the console's languages, each under its own name, after a line for "none chosen"."""
    return [
        ("", empty),
        *((code, translation.get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES),
    ]


class PeopleField(forms.TypedChoiceField):
    """One person of the store."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, rows: Iterable[PersonRow], *, but: Iterable[int] = ()) -> None:
        """Let the reader choose among `rows` without `but`."""
        left_out = set(but)
        self.choices = [("", "–"), *((row.person_id, row.name) for row in rows if row.person_id not in left_out)]


class InviteForm(ActionForm):
    """Invite somebody."""

    action = actions.invite
    email = forms.CharField(label=_("E-mail"), max_length=254, widget=forms.EmailInput)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language of the invitation"), required=False)
    seats = forms.MultipleChoiceField(
        label=_("Seats"),
        choices=CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Given on arrival. A seat that somebody holds by then is shared. None: an account without rights."),
    )
    days = forms.IntegerField(label=_("Days the link works"), min_value=1, max_value=30, initial=7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages(_("as they choose"))  # type: ignore[attr-defined]  # ChoiceField


class JoinForm(ActionForm):
    """Come in by invitation."""

    action = actions.accept_invite
    name = forms.CharField(label=_("Your name"), max_length=80, help_text=_("As colleagues see it."))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A few words you can remember are better than one odd word."),
    )


class SeatForm(ActionForm):
    """Give or share a seat."""

    action = actions.grant_seat
    person_id = PeopleField(label=_("Who"))
    starts_at = _moment(pgettext_lazy("time", "From"), hint=_STARTS)
    ends_at = _moment(_("Until"), hint=_("Empty: until further notice."))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class ShareForm(SeatForm):
    """Share a seat."""

    action = actions.share_seat


class CoverForm(ActionForm):
    """Name a cover."""

    action = actions.cover_seat
    covered_id = PeopleField(label=_("Who is away"))
    person_id = PeopleField(label=_("Who stands in"))
    starts_at = _moment(pgettext_lazy("time", "From"), hint=_STARTS)
    ends_at = _moment(_("Until"), required=True, hint=_("30 days at most. It ends by itself to the minute."))
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Holiday, illness, a trade fair."))


class HandoverForm(ActionForm):
    """Hand a seat over."""

    action = actions.hand_over
    to_id = PeopleField(label=_("Who takes over"))
    at = _moment(_("When"), hint=_("Empty: now. Until then the present holder acts, from then on the new one."))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class SignForm(ActionForm):
    """Sign a receipt."""

    action = actions.sign_handover
    note = forms.CharField(label=_("What you want on record"), max_length=400, required=False)


class LeaveForm(ActionForm):
    """Let somebody leave: one field for each seat they hold."""

    action = actions.leave
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, held: Iterable[str], people: Iterable[PersonRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = [Seat(seat) for seat in held]
        rows = list(people)
        for seat in self.held:
            label = _("Who takes over: %(seat)s") % {"seat": seat.label}
            field = PeopleField(label=label)
            field.offer(rows, but=[self.fixed["person_id"]])
            self.fields[f"seat_{seat}"] = field
        self.order_fields([*(f"seat_{seat}" for seat in self.held), "reason"])

    def values(self) -> dict[str, Any]:
        """Gather the successors."""
        heirs = [{"seat": seat, "to_id": self.cleaned_data[f"seat_{seat}"]} for seat in self.held]
        return {**self.fixed, "successors": heirs, "reason": self.cleaned_data["reason"]}


class OwnerForm(ActionForm):
    """Pass on handing out seats."""

    action = actions.transfer_ownership
    to_id = PeopleField(label=_("Who hands out the seats from now on"))
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class LimitsForm(ActionForm):
    """An agent's day; the amount is written in whole units of the currency."""

    action = actions.adjust_agent
    shadow = forms.BooleanField(
        label=_("Only propose"),
        required=False,
        initial=True,
        help_text=_("It prepares, a human presses the button. A good first month."),
    )
    day_count = forms.IntegerField(
        label=_("Changes a day"), min_value=0, required=False, help_text=_("Empty: no limit.")
    )
    amount = forms.DecimalField(
        label=_("Money a day"), min_value=0, decimal_places=3, required=False, help_text=_("Empty: no limit.")
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["currency"]
        field.choices = choices.named_currencies(translation.get_language() or "en")
        field.initial = currency

    def values(self) -> dict[str, Any]:
        """Turn the amount into minor units."""
        filled = {**super().values(), "shadow": self.cleaned_data["shadow"]}
        amount = filled.pop("amount", None)
        if amount is None:
            filled.pop("currency", None)
            return filled
        return {**filled, "day_amount_minor": int(amount.scaleb(minor_digits(filled["currency"])))}


class AgentForm(LimitsForm):
    """A new agent."""

    action = actions.create_agent  # type: ignore[assignment]  # another action than its base's
    name = forms.CharField(label=_("What you call it"), max_length=80)
    seat = forms.ChoiceField(label=_("In which seat"))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple, help_text=_("As little as its job needs.")
    )
    days = forms.IntegerField(label=_("Days its key works"), min_value=1, max_value=366, initial=90)
    field_order = ("name", "seat", "scopes", "shadow", "day_count", "amount", "currency", "days")

    def __init__(self, *args: Any, seats: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [Seat(seat) for seat in seats]
        seat: Any = self.fields["seat"]
        seat.choices = [(one.value, one.label) for one in mine]
        scopes: Any = self.fields["scopes"]
        scopes.choices = grantable({*mine})


def grantable(seats: set[Seat]) -> list[tuple[str, Any]]:
    """Return the actions and reads that an agent in one of these seats can be given, by name."""
    wanted = {*seats, ANYONE, PUBLIC}
    found: list[tuple[str, Any]] = [
        (one.name, one.label) for one in registry.actions() if one.seats & wanted and not one.name.startswith("people.")
    ]
    found += [(one.name, one.label) for one in registry.reads() if one.seats & wanted]
    return sorted(found)


class NewAddressForm(ActionForm):
    """The address somebody wants to sign in with."""

    action = actions.ask_new_address
    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        help_text=_("A link is sent there; the address holds once you have followed it."),
    )
    password = forms.CharField(
        label=_("Your present password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ProfileForm(ActionForm):
    """How others see me and how the console speaks to me."""

    action = actions.edit_profile
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As colleagues see it."))
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = languages(_("as the browser asks"))
        zone: Any = self.fields["time_zone"]
        zone.choices = [("", _("as the store")), *((name, name) for name in sorted(choices.time_zones()))]


class KeyForm(ActionForm):
    """A key for a script of mine."""

    action = actions.create_token
    name = forms.CharField(label=_("What it is for"), max_length=80)
    days = forms.IntegerField(label=_("Days it works"), min_value=1, max_value=366, initial=90)


class WhoCouldForm(forms.Form):
    """What, and on which day."""

    name = forms.ChoiceField(label=_("What"))
    on = forms.DateField(label=_("On which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name: Any = self.fields["name"]
        acts = [(one.name, f"{one.label} · {one.name}") for one in registry.actions()]
        asks = [(one.name, f"{one.label} · {one.name}") for one in registry.reads()]
        name.choices = [(_("Do"), sorted(acts)), (_("See"), sorted(asks))]
