"""The forms of problems and of the money that comes of them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.door import Action
from storecrew.kernel.pages.forms import ActionForm
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.forms.fields import DATE, Choices, MoneyForm, PicturesField, subjects_of
from storecrew.team.suppliers.models import Asked, Fault, Outcome, Way


class Evidence(ActionForm):
    """What forms with complaints (`cases`) and pictures (`photos`) have in common."""

    def values(self) -> dict[str, Any]:
        """Return the input; numbers of orders and returns were looked up by `clean_cases`."""
        values = super().values()
        if "photos" in values:
            values["photos"] = [one.read() for one in values["photos"]]
        return values

    def clean_cases(self) -> list[str]:
        """Turn numbers into what they name."""
        return subjects_of(self.cleaned_data["cases"])


class ProblemForm(Evidence, MoneyForm):
    """A problem, with the complaints and pictures it is made of."""

    action: ClassVar[Action[Any, Any]] = actions.raise_problem
    amount_field = "asked_amount"
    title = forms.CharField(label=_("What is wrong, in short"), max_length=160)
    fault = forms.ChoiceField(label=pgettext_lazy("problem", "Fault"), choices=Fault.choices)
    variant_id = forms.ChoiceField(label=_("Which of their goods"), required=False)
    lot = forms.CharField(
        label=pgettext_lazy("problem", "Lot"), max_length=60, required=False, help_text=_("as printed on the carton")
    )
    quantity = forms.IntegerField(
        label=_("Pieces concerned"), min_value=1, required=False, help_text=_("empty: those of the complaints")
    )
    text = forms.CharField(
        label=_("What is wrong"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it as it stands here; write in their language."),
    )
    asked = forms.ChoiceField(label=_("We ask for"), choices=Asked.choices, widget=forms.RadioSelect)
    asked_amount = forms.CharField(label=_("Amount of the credit"), max_length=20, required=False)
    due_on = forms.DateField(label=_("Answer until"), required=False, widget=forms.DateInput(attrs=DATE))
    cases = forms.CharField(
        label=_("Orders and returns that complain"),
        max_length=2000,
        required=False,
        help_text=_("their numbers, with spaces between"),
    )
    photos = PicturesField(label=pgettext_lazy("problem", "Pictures"), required=False)

    def __init__(self, *args: Any, goods: Choices, **kwargs: Any) -> None:
        """`goods`: what the supplier offers."""
        super().__init__(*args, **kwargs)
        self.fields["variant_id"].choices = [("", "–"), *goods]  # type: ignore[attr-defined]


class EditProblemForm(ProblemForm):
    """A problem as it is to be."""

    action = actions.edit_problem
    cases = None  # type: ignore[assignment]  # complaints are added on their own
    photos = None  # type: ignore[assignment]  # and so are pictures

    def clean_cases(self) -> list[str]:  # the field is gone
        """Return none."""
        return []


class MoreForm(Evidence):
    """More complaints and pictures."""

    action = actions.add_evidence
    cases = forms.CharField(
        label=_("Orders and returns that complain"),
        max_length=2000,
        required=False,
        help_text=_("their numbers, with spaces between"),
    )
    photos = PicturesField(label=pgettext_lazy("problem", "Pictures"), required=False)


class SendForm(ActionForm):
    """Tell them, by mail or otherwise."""

    action = actions.send_problem
    by_mail = forms.ChoiceField(
        label=pgettext_lazy("contact", "How"),
        choices=[("yes", _("by e-mail")), ("no", _("I pass it on myself, by WeChat or telephone"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=_("Answer until"), required=False, widget=forms.DateInput(attrs=DATE))
    text = forms.CharField(
        label=_("A few words before it"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def values(self) -> dict[str, Any]:
        """Return the input."""
        return {**super().values(), "by_mail": self.cleaned_data["by_mail"] == "yes"}


class AnswerForm(MoneyForm):
    """What they said, written down by somebody here."""

    action = actions.answer_problem
    outcome = forms.ChoiceField(
        label=_("They"), choices=[one for one in Outcome.choices if one[0] != Outcome.TOLD], widget=forms.RadioSelect
    )
    offered = forms.ChoiceField(label=_("What they offer"), choices=[("", "–"), *Asked.choices], required=False)
    amount = forms.CharField(label=_("Amount of the credit"), max_length=20, required=False)
    contact_id = forms.ChoiceField(label=_("Who said it"), required=False)
    way = forms.ChoiceField(label=_("How it came"), choices=Way.choices, initial=Way.WECHAT)
    text = forms.CharField(
        label=_("In their words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = PicturesField(label=pgettext_lazy("problem", "Pictures"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        """`people`: who works there."""
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the input."""
        values = super().values()
        if "photos" in values:
            values["photos"] = [one.read() for one in values["photos"]]
        return values


class AgreeForm(MoneyForm):
    """How it is made good."""

    action = actions.agree_problem
    made_good = forms.ChoiceField(label=_("Made good by"), choices=Asked.choices, widget=forms.RadioSelect)
    amount = forms.CharField(label=_("Amount of the credit"), max_length=20, required=False)
    text = forms.CharField(
        label=_("What was agreed"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettleForm(ActionForm):
    """It was made good."""

    action = actions.settle_problem
    why = forms.CharField(label=_("What came of it"), max_length=300, required=False)


class DropForm(ActionForm):
    """Nothing more is asked for."""

    action = actions.drop_problem
    why = forms.CharField(label=_("Why"), max_length=300)


class UseClaimForm(MoneyForm):
    """A part of a claim was had."""

    action = actions.use_claim
    amount = forms.CharField(label=pgettext_lazy("claim", "Amount"), max_length=20)
    document = forms.CharField(
        label=_("Invoice or payment"), max_length=80, help_text=_("its number; each counts once")
    )
