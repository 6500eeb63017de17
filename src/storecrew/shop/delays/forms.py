"""The form of the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.delays import actions
from storecrew.shop.delays.models import Rulebook

AMOUNTS = ("voucher_most", "part_most", "service_most", "automatic_most")


class RulesForm(ActionForm):
    """The owner's rules; amounts in the store's own currency."""

    action = actions.set_rules
    warn_below = forms.IntegerField(
        label=_("Warn when a promise holds in fewer cases than, of a hundred"),
        min_value=5,
        max_value=95,
        help_text=_("Higher: earlier, and more often for nothing."),
    )
    day_percent = forms.IntegerField(
        label=_("What a late day costs, in percent of the order"),
        min_value=0,
        max_value=100,
        help_text=_("Puts the list in order: complaints, refunds, buyers who do not come back."),
    )
    voucher_percent = forms.IntegerField(
        label=_("Voucher for waiting, in percent of what is late"), min_value=0, max_value=100, help_text=_("0: none")
    )
    voucher_most = forms.CharField(label=_("A voucher at most"), required=False, max_length=20)
    part_percent = forms.IntegerField(
        label=_("Money back for waiting, in percent of what is late"),
        min_value=0,
        max_value=100,
        help_text=_("0: none"),
    )
    part_most = forms.CharField(label=_("Money back for waiting at most"), required=False, max_length=20)
    answer_hours = forms.IntegerField(
        label=_("Hours until an answer"),
        min_value=4,
        max_value=720,
        help_text=_("Who says nothing by then is taken to wait."),
    )
    service_most = forms.CharField(
        label=_("What service may give away with one order"),
        required=False,
        max_length=20,
        help_text=_("Above it the director decides."),
    )
    automatic = forms.BooleanField(label=_("Write to buyers without a hand, within these limits"), required=False)
    automatic_below = forms.IntegerField(
        label=_("Only when a promise holds in fewer cases than, of a hundred"), min_value=0, max_value=100
    )
    automatic_most = forms.CharField(label=_("Giving away at most"), required=False, max_length=20)
    automatic_a_day = forms.IntegerField(label=_("At most so many letters a day"), min_value=0, max_value=10_000)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """`currency`: of the amounts."""
        super().__init__(*args, **kwargs)
        self.currency = currency
        for name in AMOUNTS:
            self.fields[name].label = f"{self.fields[name].label} ({currency})"

    def clean(self) -> dict[str, Any]:
        """Read the amounts."""
        clean = super().clean() or {}
        for name in AMOUNTS:
            try:
                clean[name] = parse_money(clean.get(name) or "0", self.currency)
            except MoneyError as error:
                self.add_error(name, str(error))
        return clean

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return {
            **{name: value for name, value in clean.items() if name not in AMOUNTS},
            **{f"{name}_minor": clean[name].minor for name in AMOUNTS},
        }


def initial_of(rules: Rulebook, currency: str) -> dict[str, Any]:
    """Return the rules as the form shows them."""
    names = [name for name in RulesForm.base_fields if name not in {*AMOUNTS, "once"}]
    found: dict[str, Any] = {name: getattr(rules, name) for name in names}
    for name in AMOUNTS:
        found[name] = format_amount(Money(getattr(rules, f"{name}_minor"), currency))
    return found
