"""What things cost the owner, and promotions that are planned."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.buying.proposing.actions import plan_promotion, set_rulebook
from storecrew.shop.buying.proposing.models import Rulebook
from storecrew.shop.buying.typing import lines
from storecrew.shop.buying.writing.rates import own_currency

DATE = {"type": "date"}


class RulesForm(ActionForm):
    """What stock and being out of it cost."""

    action = set_rulebook
    capital_percent = forms.IntegerField(
        label=_("Money tied up, per cent a year"),
        min_value=0,
        max_value=200,
        help_text=_("What a loan costs you, or what the money would earn elsewhere."),
    )
    storage_percent = forms.IntegerField(
        label=_("Storage and loss, per cent a year"),
        min_value=0,
        max_value=200,
        help_text=_("Rent, insurance, breakage, what goes out of fashion; of what the goods cost."),
    )
    patient_percent = forms.IntegerField(
        label=_("Buyers who wait, per cent"),
        min_value=0,
        max_value=100,
        help_text=_("When it is out. The others buy elsewhere, and the margin is lost."),
    )
    line = forms.CharField(
        label=_("Work of one order line"), help_text=_("To order, receive and put away one thing, in your own money.")
    )
    review_days = forms.IntegerField(label=_("Days between two orders of a supplier"), min_value=1, max_value=60)
    most_days = forms.IntegerField(label=_("Most days of demand at once"), min_value=7, max_value=730)
    service_percent = forms.IntegerField(
        label=_("Service where the margin is not known, per cent"), min_value=50, max_value=99
    )

    def clean_line(self) -> Money:
        """Return the amount."""
        try:
            return parse_money(self.cleaned_data["line"], own_currency())
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """Return the rules."""
        found = super().values()
        found["line_minor"] = found.pop("line").minor
        return found


def rules_values(row: Rulebook) -> dict[str, Any]:
    """Return what the form shows at first."""
    names = ("capital_percent", "storage_percent", "patient_percent", "review_days", "most_days", "service_percent")
    shown = {name: getattr(row, name) for name in names}
    return {**shown, "line": f"{Money(row.line_minor, own_currency()).amount:f}"}


class PromotionForm(ActionForm):
    """How much more a promotion will sell."""

    action = plan_promotion
    name = forms.CharField(label=_("Promotion"), max_length=120)
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DATE))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DATE))
    percent = forms.IntegerField(label=_("More than usual, per cent"), min_value=-100, max_value=2000)
    skus = forms.CharField(
        label=_("Of what"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("SKUs, one a line; none: of everything."),
    )

    def values(self) -> dict[str, Any]:
        """Return the promotion."""
        found = super().values()
        typed = lines(found.pop("skus", ""), own_currency())
        return {**found, "variant_ids": tuple(one.variant_id for one in typed)}
