"""What several forms share: pictures, amounts, numbers of orders."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.team.suppliers.finding import named

DATE = {"type": "date"}
NUMBER = {"class": "input input--num"}
type Choices = Sequence[tuple[str, Any]]


class Files(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Pictures: none, one or several."""

    widget = Files(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, in their order."""
        some = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PicturesField, self).clean(one, initial) for one in some]


class MoneyForm(ActionForm):
    """A form with an amount in the supplier's currency, written as people write it."""

    amount_field: ClassVar[str] = "amount"

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """`currency`: of the amount."""
        super().__init__(*args, **kwargs)
        self.currency = currency
        if self.amount_field in self.fields:
            self.fields[self.amount_field].help_text = currency

    def clean(self) -> dict[str, Any]:
        """Read the amount."""
        clean = super().clean() or {}
        if clean.get(self.amount_field):
            try:
                clean[self.amount_field] = parse_money(clean[self.amount_field], self.currency)
            except MoneyError as error:
                self.add_error(self.amount_field, str(error))
        return clean


def subjects_of(text: str) -> list[str]:
    """Return what numbers of orders and returns name: `SO-10481 SO-10481-R1` → order:12, return:4."""
    found, unknown = named(text.replace(",", " ").replace("，", " ").replace("、", " ").split())
    if unknown:
        raise forms.ValidationError(_("Nothing has the number %(what)s.") % {"what": ", ".join(unknown)})
    return found
