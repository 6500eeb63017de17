"""Forms of the pages of returns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.forms import ActionForm, form_of
from storecrew.shop.returns import actions
from storecrew.shop.returns.models import Claim, Decline, Payer, Policy, Way
from storecrew.shop.returns.models.policy import ShippingBack
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.ruling import LETTERS

DeclineForm = form_of(
    actions.decline,
    labels={"reason": _("Why not"), "words": _("In your own words, to the buyer")},
    choices={"reason": Decline.choices},
    leave=["return_id", "version"],
)
DeclineManyForm = form_of(
    actions.decline_many,
    labels={"reason": _("Why not"), "words": _("In your own words, to the buyers")},
    choices={"reason": Decline.choices},
    leave=["return_ids"],
)


class MoneyForm(ActionForm):
    """A form some of whose fields are amounts, written as people write them."""

    amounts: Sequence[str] = ()

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """`currency`: of the amounts."""
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """Read the amounts."""
        clean = super().clean() or {}
        for name in self.amounts:
            if clean.get(name):
                try:
                    clean[name] = parse_money(clean[name], self.currency)
                except MoneyError as error:
                    self.add_error(name, str(error))
        return clean


class ApproveForm(ActionForm):
    """How a return is granted."""

    action = actions.approve
    back = forms.ChoiceField(
        label=_("The goods"),
        choices=[("yes", _("come back to us")), ("no", _("stay with the buyer"))],
        widget=forms.RadioSelect,
    )
    payer = forms.ChoiceField(label=_("Who pays the way back"), choices=Payer.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How it comes back"), choices=Way.choices, widget=forms.RadioSelect)
    label_url = forms.URLField(
        label=_("Address of the label"),
        required=False,
        max_length=500,
        help_text=_("Where the buyer finds the carrier's label, if you made one."),
    )
    warehouse_id = forms.ChoiceField(label=_("Where it goes"), required=False)
    note = forms.CharField(
        label=_("To the buyer"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`places`: the warehouses that take returns."""
        super().__init__(*args, **kwargs)
        self.fields["warehouse_id"].choices = places  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        filled = super().values()
        kept = filled.pop("back") == "no"
        return {**filled, "nothing_back": kept}


class GoodwillForm(MoneyForm):
    """A sum instead of taking the goods back."""

    action = actions.make_good
    amounts = ("amount",)
    granted = forms.ChoiceField(
        label=_("As what"),
        choices=[(one.value, one.label) for one in (Claim.Granted.PART, Claim.Granted.GOODWILL)],
        widget=forms.RadioSelect,
        initial=Claim.Granted.PART,
    )
    amount = forms.CharField(label=_("How much"), max_length=20)


class SentForm(ActionForm):
    """What was heard of a parcel on its way back."""

    action = actions.note_sent
    tracking_number = forms.CharField(label=_("Tracking number"), required=False, max_length=60)


class PolicyForm(MoneyForm):
    """The policy; amounts in the store's own currency."""

    action = actions.set_policy
    amounts = ("label_fee", "auto_up_to", "keep_under")
    window_days = forms.IntegerField(
        label=_("Days to return without a reason"),
        min_value=0,
        max_value=3650,
        help_text=_("From the day after delivery."),
    )
    claim_days = forms.IntegerField(label=_("Days to claim what was wrong from the start"), min_value=0, max_value=3650)
    send_days = forms.IntegerField(label=_("Days to send it once it is granted"), min_value=1, max_value=365)
    shop_pays = forms.MultipleChoiceField(
        label=_("The shop pays the way back for"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    label_fee = forms.CharField(
        label=_("Kept for our label, where the buyer pays the way back"), required=False, max_length=20
    )
    restocking_percent = forms.IntegerField(
        label=_("Restocking fee, percent"),
        min_value=0,
        max_value=100,
        help_text=_("Only where the buyer changed their mind; many countries forbid it."),
    )
    shipping_back = forms.ChoiceField(
        label=_("Of the delivery's price goes back"),
        choices=ShippingBack.choices,
        widget=forms.RadioSelect,
        help_text=_("When the buyer changed their mind. Where it was our fault, its share always goes back."),
    )
    final_collection_id = forms.ChoiceField(
        label=_("Not taken back without a fault"),
        required=False,
        help_text=_("A collection; one by rule can follow a tag."),
    )
    keep_under = forms.CharField(
        label=_("Goods cheaper than this stay with the buyer"),
        required=False,
        max_length=20,
        help_text=_("The way back would cost more than they are worth. Empty: everything comes back."),
    )
    auto_up_to = forms.CharField(
        label=_("Granted at once, up to"), required=False, max_length=20, help_text=_("Empty: somebody looks at each.")
    )
    auto_reasons = forms.MultipleChoiceField(
        label=_("Granted at once, for"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    auto_share_percent = forms.IntegerField(
        label=_("Looked at, who sends back more than, percent"), min_value=0, max_value=100
    )
    warehouse_id = forms.ChoiceField(label=_("Where returns go"), required=False)
    letters = forms.MultipleChoiceField(
        label=_("Letters to the buyer"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]],
        collections: Sequence[tuple[str, str]],
        languages: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """`languages`: those of the store; each gets its own instructions."""
        super().__init__(*args, **kwargs)
        self.fields["warehouse_id"].choices = places  # type: ignore[attr-defined]  # choice fields
        self.fields["final_collection_id"].choices = [("", "–"), *collections]  # type: ignore[attr-defined]
        self.fields["letters"].choices = list(zip(LETTERS, LETTER_WORDS, strict=True))  # type: ignore[attr-defined]
        self.languages = [code for code, _name in languages]
        for code, name in languages:
            self.fields[f"instructions_{code}"] = forms.CharField(
                label=_("How to pack and send it: %(language)s") % {"language": name},
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        clean = self.cleaned_data
        plain = ("window_days", "claim_days", "send_days", "restocking_percent", "shipping_back", "auto_share_percent")
        texts = {code: clean.get(f"instructions_{code}", "") for code in self.languages}
        return {
            **{name: clean[name] for name in plain},
            **{name: tuple(clean[name]) for name in ("shop_pays", "auto_reasons", "letters")},
            **{f"{name}_minor": _minor(clean.get(name)) for name in self.amounts},
            "final_collection_id": int(clean["final_collection_id"]) if clean["final_collection_id"] else None,
            "warehouse_id": int(clean["warehouse_id"]) if clean["warehouse_id"] else None,
            "instructions": {code: text for code, text in texts.items() if text},
        }


LETTER_WORDS = (
    pgettext_lazy("letter", "when it is granted"),
    pgettext_lazy("letter", "when it is declined"),
    pgettext_lazy("letter", "when it has arrived"),
    pgettext_lazy("letter", "when money goes back"),
)


def initial_of(policy: Policy, written: Any) -> dict[str, Any]:
    """Return what the policy's form shows; `written` turns minor units into what people write."""
    names = (
        "window_days",
        "claim_days",
        "send_days",
        "shop_pays",
        "restocking_percent",
        "shipping_back",
        "final_collection_id",
        "auto_reasons",
        "auto_share_percent",
        "warehouse_id",
        "letters",
    )
    amounts = {
        "label_fee": policy.label_fee_minor,
        "auto_up_to": policy.auto_up_to_minor,
        "keep_under": policy.keep_under_minor,
    }
    return {
        **{name: getattr(policy, name) for name in names},
        **{name: written(minor) if minor else "" for name, minor in amounts.items()},
        **{f"instructions_{code}": text for code, text in policy.instructions.items()},
    }


def _minor(value: Any) -> int:
    return value.minor if isinstance(value, Money) else 0
