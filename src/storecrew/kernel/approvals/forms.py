"""The form of a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import Action
from storecrew.kernel.approvals.actions import SetRule
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.people.seats import CHOICES


class RuleForm(forms.Form):
    """From which amount of which act which seat decides."""

    action = forms.ChoiceField(label=_("Act"))
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    amount = forms.CharField(
        label=_("From this amount"),
        required=False,
        help_text=_("Leave it empty to ask every time, whatever the amount."),
    )
    seat = forms.ChoiceField(label=_("Who decides"), choices=CHOICES)
    delay_hours = forms.IntegerField(
        label=_("Hours to think it over"),
        min_value=0,
        max_value=720,
        initial=24,
        help_text=_(
            "Only when nobody else holds the seat: whoever authorises himself can still withdraw during this time."
        ),
    )
    expires_hours = forms.IntegerField(
        label=_("Hours until it expires"), min_value=1, max_value=720, initial=72, help_text=_("Silence is no consent.")
    )

    def __init__(self, *args: object, currency: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        weighed = [choice for action in registry.actions() if action.weigh for choice in _choices(action)]
        self.fields["action"].choices = weighed  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["currency"].initial = currency

    def clean(self) -> dict[str, object]:
        """Read the amount in its currency; empty means every time."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        text, currency = str(cleaned.get("amount") or ""), str(cleaned.get("currency") or "").upper()
        try:
            amount = parse_money(text, currency) if text else Money(0, currency or "CNY")
        except MoneyError as error:
            self.add_error("amount", str(error))
            return cleaned
        cleaned["from_minor"] = amount.minor
        cleaned["currency"] = currency if text else ""
        return cleaned

    def rule(self) -> SetRule:
        """Return the input of the action; call it after `is_valid`."""
        names = ["currency", "from_minor", "seat", "delay_hours", "expires_hours"]
        act, _slash, kind = str(self.cleaned_data["action"]).partition("/")
        return SetRule(action=act, kind=kind, **{name: self.cleaned_data[name] for name in names})


def _choices(action: Action[Any, Any]) -> list[tuple[str, str]]:
    """Return an act, and each of its kinds as a narrower choice."""
    narrower = [(f"{action.name}/{code}", f"{action.label}: {label}") for code, label in action.kinds]
    return [(action.name, str(action.label)), *narrower]
