"""Forms of the pages of orders."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages.forms import ActionForm, form_of
from storecrew.shop.orders import actions
from storecrew.shop.orders.actions.cancelling import CancelReason
from storecrew.shop.orders.models import HoldReason, Line, Order

HoldForm = form_of(
    actions.hold,
    labels={"reason": _("Why it waits"), "note": _("What to look at"), "until": _("Look again at")},
    choices={"reason": HoldReason.choices},
    leave=["order_ids"],
)
HoldManyForm = form_of(
    actions.hold,
    labels={"reason": _("Why they wait"), "note": _("What to look at"), "until": _("Look again at")},
    choices={"reason": HoldReason.choices},
    leave=["order_ids"],
)
NoteForm = form_of(actions.note, labels={"text": _("Note")}, leave=["order_id"])
PayByForm = form_of(actions.set_pay_by, labels={"pay_by": _("Waits until")}, leave=["order_id", "version"])


class HabitsForm(ActionForm):
    """The shop's habits with orders; the amount is written as people write it."""

    action = actions.set_habits
    number_prefix = forms.CharField(label=_("Numbers begin with"), required=False, max_length=12)
    first_number = forms.IntegerField(
        label=_("First number"), min_value=1, help_text=_("Raise it to jump ahead; it only goes up.")
    )
    pay_within_h = forms.IntegerField(label=_("Hours to pay in the checkout"), min_value=1)
    transfer_within_h = forms.IntegerField(label=_("Hours for transfers and payment links"), min_value=1)
    leave_within_days = forms.IntegerField(label=_("Working days until an order has to leave"), min_value=0)
    buyers_cancel_h = forms.IntegerField(
        label=_("Hours in which buyers may cancel by themselves"),
        min_value=0,
        required=False,
        help_text=_("Only while nothing is picked or packed. 0: never; they write to you."),
    )
    big_order = forms.CharField(label=_("A first order from here on is worth a look"), max_length=20)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """`currency`: the store's own."""
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_big_order(self) -> int:
        """Read the amount."""
        try:
            return parse_money(self.cleaned_data["big_order"], self.currency).minor
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        clean = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"once", "big_order", "number_prefix"} and value is not None
        }
        return {
            **clean,
            "prefix": self.cleaned_data["number_prefix"],
            "big_order_minor": self.cleaned_data["big_order"],
        }


class TagForm(ActionForm):
    """Words to add and to take off, separated by commas."""

    action = actions.tag
    add = forms.CharField(label=_("Add tags"), required=False, max_length=400, help_text=_("Separated by commas."))
    remove = forms.CharField(label=_("Take off tags"), required=False, max_length=400)

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        return {
            **self.fixed,
            "add": split_words(self.cleaned_data["add"]),
            "remove": split_words(self.cleaned_data["remove"]),
        }


def split_words(text: str) -> tuple[str, ...]:
    """Return words that were typed with commas of any kind between them."""
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return tuple(dict.fromkeys(" ".join(part.split())[:60] for part in parts if part.strip()))


class LineForm(ActionForm):
    """A form with a number for each line of an order; `rows` pairs lines with their fields."""

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        """`lines` are those that can be chosen from."""
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"q_{line.pk}"] = self.field_for(line)

    def field_for(self, line: Line) -> forms.Field:
        """Return the field of a line."""
        return forms.IntegerField(label=line.title, required=False, min_value=0, max_value=line.open, initial=0)

    @property
    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        """Return each line with its field."""
        return [(line, self[f"q_{line.pk}"]) for line in self.lines]

    def chosen(self) -> list[dict[str, int]]:
        """Return the lines with a number."""
        found = [(line.pk, self.cleaned_data.get(f"q_{line.pk}")) for line in self.lines]
        return [{"line_id": pk, "quantity": number} for pk, number in found if number]


class CancelForm(LineForm):
    """Which pieces, why, and what follows."""

    action = actions.cancel
    reason = forms.ChoiceField(label=_("Why"), choices=CancelReason.choices)
    note = forms.CharField(label=_("Note for the crew"), required=False, max_length=400)
    refund = forms.BooleanField(label=_("Give back what is then paid too much"), required=False, initial=True)
    give_back_coupons = forms.BooleanField(label=_("The buyer may use the coupons again"), required=False, initial=True)
    notify = forms.BooleanField(label=_("Tell the buyer"), required=False, initial=True)

    def field_for(self, line: Line) -> forms.Field:
        """Return the field of a line; everything that has not left is proposed."""
        return forms.IntegerField(label=line.title, required=False, min_value=0, max_value=line.open, initial=line.open)

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        clean = self.cleaned_data
        return {
            **self.fixed,
            "lines": self.chosen(),
            "reason": clean["reason"],
            "note": clean["note"],
            "refund": "due" if clean["refund"] else "none",
            "give_back_coupons": clean["give_back_coupons"],
            "notify": clean["notify"],
        }

    def clean(self) -> dict[str, Any]:
        """Ask for at least one piece: an empty list would mean everything."""
        clean = super().clean() or {}
        if not any(clean.get(f"q_{line.pk}") for line in self.lines):
            self.add_error(None, _("Say of which line how many."))
        return clean


class SplitForm(LineForm):
    """Which pieces go into the new order."""

    action = actions.split
    reason = forms.CharField(label=_("Why"), required=False, max_length=400)

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        return {**self.fixed, "lines": self.chosen(), "reason": self.cleaned_data["reason"]}


def lines_to_cancel(order: Order) -> list[Line]:
    """Return lines of which something has not left."""
    return [line for line in order.lines.all() if line.open]
