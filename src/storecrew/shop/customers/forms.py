"""The forms of the room's pages."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.store.choices import named_countries
from storecrew.shop.addresses.types import Address, country_name, form_of
from storecrew.shop.customers import actions
from storecrew.shop.customers.models import Purpose


def languages() -> list[tuple[str, Any]]:
    """Return what a customer can be written to in."""
    return [("", pgettext_lazy("language", "the store's")), *settings.LANGUAGES]


def countries() -> list[tuple[str, str]]:
    """Return every country under the name that the reader knows it by."""
    language = get_language() or "en"
    return sorted(
        ((code, country_name(code, language)) for code, _name in named_countries(language)), key=lambda pair: pair[1]
    )


class CustomerForm(ActionForm):
    """Who somebody is and how they are reached."""

    action: ClassVar[Action[Any, Any]] = actions.create
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    country = forms.ChoiceField(label=_("Country or region"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer countries and languages in the reader's words."""
        super().__init__(*args, **kwargs)
        self._choose("country", [("", "–"), *countries()])
        self._choose("language", languages())

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class EditForm(CustomerForm):
    """The same for somebody who is known: what is emptied is emptied."""

    action = actions.edit

    def values(self) -> dict[str, Any]:
        """Return every field, the empty ones too."""
        return {**{name: self.cleaned_data[name] for name in self.cleaned_data if name != "once"}, **self.fixed}


class AddressForm(ActionForm):
    """An address as its country asks for it."""

    action: ClassVar[Action[Any, Any]] = actions.add_address

    def __init__(self, *args: Any, country: str, address: Address | None = None, **kwargs: Any) -> None:
        """Take the country, whose fields are asked for in its order; `address` is what stands there now."""
        super().__init__(*args, **kwargs)
        self.country = country
        for field in form_of(country, get_language() or "en"):
            if field.name == "country":
                continue
            made: forms.Field
            if field.choices:
                choices = [("", "–"), *((choice.value, choice.name) for choice in field.choices)]
                made = forms.ChoiceField(choices=choices)
            else:
                attrs = {"autocomplete": "off", "inputmode": field.inputmode}
                made = forms.CharField(max_length=200, widget=forms.TextInput(attrs=attrs))
            made.label, made.required = field.label, field.required
            if field.example:
                made.help_text = gettext("For example %(example)s") % {"example": field.example}
            made.initial = getattr(address, field.name) if address else ""
            self.fields[field.name] = made
        self.fields["default_shipping"] = forms.BooleanField(label=_("Things are usually sent there"), required=False)
        self.fields["default_billing"] = forms.BooleanField(
            label=_("Invoices are usually made out to it"), required=False
        )

    def values(self) -> dict[str, Any]:
        """Return the address in one piece."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Address.model_fields}
        defaults = {name: self.cleaned_data[name] for name in ("default_shipping", "default_billing")}
        return {**self.fixed, **defaults, "address": {"country": self.country, **said}}

    def _place(self, problems: Mapping[str, str]) -> None:
        super()._place({path.removeprefix("address."): sentence for path, sentence in problems.items()})


class AddressEditForm(AddressForm):
    """The same for an address of the book."""

    action = actions.edit_address

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out which one is the usual one: that is a button of its own."""
        super().__init__(*args, **kwargs)
        del self.fields["default_shipping"], self.fields["default_billing"]

    def values(self) -> dict[str, Any]:
        """Return the address in one piece."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Address.model_fields}
        return {**self.fixed, "address": {"country": self.country, **said}}


class NoteForm(ActionForm):
    """A note; `private` only for those who may read such."""

    action = actions.add_note
    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    private = forms.BooleanField(label=_("Private: not for marketing"), required=False)

    def __init__(self, *args: Any, may_be_private: bool, **kwargs: Any) -> None:
        """Leave the choice out where there is none."""
        super().__init__(*args, **kwargs)
        if not may_be_private:
            del self.fields["private"]


class ConsentForm(ActionForm):
    """A consent that somebody gave to one of the crew, face to face or on the telephone."""

    action = actions.consent
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    text_version = forms.CharField(
        label=_("Which words"), max_length=80, help_text=_("What they were told or shown: the version of the text.")
    )


class RefuseForm(ActionForm):
    """Why a request about somebody's data is refused."""

    action = actions.refuse_privacy
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They are told these words."),
    )
