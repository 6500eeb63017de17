"""The forms of counting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.stock.counting import actions
from storecrew.shop.stock.forms import open_warehouses

CLASSES = (
    ("ABC", _("whatever is due")),
    ("A", _("A: what earns most")),
    ("B", _("B: the middle")),
    ("C", _("C: the rest")),
)


class PlanForm(ActionForm):
    """What to count."""

    action = actions.plan
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    classes = forms.ChoiceField(label=_("What"), choices=CLASSES)
    at_most = forms.IntegerField(
        label=pgettext_lazy("count", "At most"), min_value=1, max_value=500, initial=30, help_text=_("things")
    )
    due_on = forms.DateField(
        label=pgettext_lazy("count", "Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in the warehouses there are."""
        super().__init__(*args, **kwargs)
        self.fields["warehouse_id"].choices = open_warehouses()  # type: ignore[attr-defined]  # a ChoiceField


class SayForm(ActionForm):
    """What was counted."""

    action = actions.say
    pieces = forms.IntegerField(
        label=_("How many lie there"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )
