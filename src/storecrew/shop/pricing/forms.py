"""The form of a selling currency."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.store.choices import named_currencies
from storecrew.shop.pricing import actions
from storecrew.shop.pricing.models import Direction, PriceRule


class CurrencyForm(ActionForm):
    """A currency to sell in, and how its prices look."""

    action = actions.set_rounding
    currency = forms.ChoiceField(label=pgettext_lazy("selling", "Currency"))
    active = forms.BooleanField(label=gettext_lazy("Buyers can choose it"), required=False, initial=True)
    step = forms.CharField(
        label=gettext_lazy("Round to a multiple of"),
        max_length=20,
        initial="1",
        help_text=gettext_lazy("In units of the currency: 0.01 keeps the cents, 1 or 5 or 10 makes round prices."),
    )
    less = forms.CharField(
        label=gettext_lazy("and take off"),
        max_length=20,
        required=False,
        initial="0.01",
        help_text=gettext_lazy("0.01 makes 12.99 of 13. Empty: nothing."),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Rounded"), choices=Direction.choices, widget=forms.RadioSelect, initial="nearest"
    )
    surcharge = forms.DecimalField(
        label=gettext_lazy("On top of the rate, %"),
        min_value=-20,
        max_value=50,
        decimal_places=2,
        initial=0,
        help_text=gettext_lazy("For what the rate moves until the money arrives, and what exchanging costs."),
    )
    source = forms.CharField(
        label=gettext_lazy("Only rates of this source"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Empty: the newest of any."),
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        """Offer every currency but the store's own."""
        super().__init__(*args, **kwargs)
        names = [pair for pair in named_currencies(get_language() or "en") if pair[0] != own]
        self.fields["currency"].choices = names  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Read amounts in the chosen currency."""
        cleaned = super().clean() or {}
        for name in ("step", "less"):
            text, currency = cleaned.get(name) or "0", cleaned.get("currency")
            if currency:
                try:
                    cleaned[name] = parse_money(text, currency).minor
                except MoneyError as error:
                    self.add_error(name, str(error))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the rule in minor units."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("currency", "active", "direction", "surcharge", "source")}
        return plain | {"step_minor": data["step"], "less_minor": data["less"]}


def initial_of(rule: PriceRule) -> dict[str, Any]:
    """Return the present values of a rule for its form."""
    digits = minor_digits(rule.currency)
    return {
        "currency": rule.currency,
        "active": rule.active,
        "step": f"{Money(rule.step_minor, rule.currency).amount:.{digits}f}",
        "less": f"{Money(rule.less_minor, rule.currency).amount:.{digits}f}",
        "direction": rule.direction,
        "surcharge": f"{rule.surcharge.normalize():f}",
        "source": rule.source,
    }
