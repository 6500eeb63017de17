"""The forms of keeping up with suppliers, each for one action."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.door import Action
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.finding import named
from storecrew.team.suppliers.measures.formula import KINDS, Code, Unit
from storecrew.team.suppliers.models import Asked, Direction, Fault, Level, Outcome, Owes, Way, Yardstick
from storecrew.team.suppliers.yardstick import yard_of

DATE = {"type": "date"}
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


class ProblemForm(MoneyForm):
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

    def values(self) -> dict[str, Any]:
        """Return the input; numbers of orders and returns were looked up by `clean_cases`."""
        values = super().values()
        if "photos" in values:
            values["photos"] = [one.read() for one in values["photos"]]
        return values

    def clean_cases(self) -> list[str]:
        """Turn numbers into what they name."""
        return subjects_of(self.cleaned_data["cases"])


class EditProblemForm(ProblemForm):
    """A problem as it is to be."""

    action = actions.edit_problem
    cases = None  # type: ignore[assignment]  # complaints are added on their own
    photos = None  # type: ignore[assignment]  # and so are pictures

    def clean_cases(self) -> list[str]:  # the field is gone
        """Return none."""
        return []


class MoreForm(ActionForm):
    """More complaints and pictures."""

    action = actions.add_evidence
    cases = forms.CharField(
        label=_("Orders and returns that complain"),
        max_length=2000,
        required=False,
        help_text=_("their numbers, with spaces between"),
    )
    photos = PicturesField(label=pgettext_lazy("problem", "Pictures"), required=False)

    def values(self) -> dict[str, Any]:
        """Return the input."""
        values = super().values()
        if "photos" in values:
            values["photos"] = [one.read() for one in values["photos"]]
        return values

    def clean_cases(self) -> list[str]:
        """Turn numbers into what they name."""
        return subjects_of(self.cleaned_data["cases"])


class SendForm(ActionForm):
    """Tell them, by mail or otherwise."""

    action = actions.send_problem
    by_mail = forms.ChoiceField(
        label=pgettext_lazy("contact", "How"),
        choices=[("yes", _("by e-mail")), ("", _("I pass it on myself, by WeChat or telephone"))],
        initial="yes",
        required=False,
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


class LogForm(ActionForm):
    """That one spoke."""

    action = actions.log_contact
    way = forms.ChoiceField(label=pgettext_lazy("contact", "How"), choices=Way.choices, initial=Way.WECHAT)
    direction = forms.ChoiceField(
        label=_("Who spoke"), choices=Direction.choices, initial=Direction.BOTH, widget=forms.RadioSelect
    )
    contact_id = forms.ChoiceField(label=_("With whom"), required=False)
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("empty: just now"),
    )
    note = forms.CharField(
        label=pgettext_lazy("problem", "What was said"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        """`people`: who works there."""
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class CareForm(ActionForm):
    """How often one speaks with this one."""

    action = actions.set_care
    days = forms.IntegerField(
        label=_("Days between contacts"),
        min_value=1,
        max_value=366,
        required=False,
        help_text=_("empty: as usual for their tier"),
    )
    later = forms.DateField(
        label=_("Not before"),
        required=False,
        widget=forms.DateInput(attrs=DATE),
        help_text=_("puts the next contact off"),
    )


class RhythmForm(ActionForm):
    """How often one speaks with those of a tier."""

    action = actions.set_rhythm
    days = forms.IntegerField(label=_("Days between contacts"), min_value=1, max_value=366)
    greets = forms.BooleanField(label=_("Draft greetings"), required=False)

    def values(self) -> dict[str, Any]:
        """Return the input; an empty box is a no."""
        return {**super().values(), "greets": bool(self.cleaned_data["greets"])}


class FavourForm(ActionForm):
    """Help given or taken."""

    action = actions.note_favour
    what = forms.CharField(label=_("What was done"), max_length=300)
    owes = forms.ChoiceField(label=_("Who owes whom"), choices=Owes.choices, widget=forms.RadioSelect, initial=Owes.WE)
    asked = forms.BooleanField(label=_("We asked for it"), required=False, initial=True)
    contact_id = forms.ChoiceField(label=_("With whom"), required=False)
    on = forms.DateField(
        label=pgettext_lazy("favour", "Day"),
        required=False,
        widget=forms.DateInput(attrs=DATE),
        help_text=_("empty: today"),
    )
    due_on = forms.DateField(label=_("To be made up for until"), required=False, widget=forms.DateInput(attrs=DATE))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        """`people`: who works there."""
        super().__init__(*args, **kwargs)
        self.fields["contact_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the input; an empty box is a no."""
        return {**super().values(), "asked": bool(self.cleaned_data["asked"])}


class VerdictForm(ActionForm):
    """What happens to orders with them."""

    action = actions.set_verdict
    level = forms.ChoiceField(
        label=_("When something is ordered"),
        choices=[("", _("as the score says")), *Level.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_("Whoever orders reads it."))
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs=DATE), help_text=_("empty: until changed")
    )

    def values(self) -> dict[str, Any]:
        """Return the input; nothing chosen leaves it to the score."""
        return {"level": None, **super().values()}


class YardstickForm(ActionForm):
    """How suppliers are measured: three fields for each measure, and what follows."""

    action = actions.set_yardstick
    days = forms.IntegerField(label=_("Days that count"), min_value=30, max_value=730)
    warn_below = forms.IntegerField(
        label=_("Warn below"), min_value=0, max_value=100, help_text=_("points; 0: nobody is warned of")
    )
    block_below = forms.IntegerField(
        label=_("Stop orders below"),
        min_value=0,
        max_value=100,
        help_text=_("points, and only when the whole interval lies below; 0: nothing is stopped"),
    )
    complaints_days = forms.IntegerField(label=_("Days of complaints"), min_value=14, max_value=730)
    complaints_least = forms.IntegerField(label=_("Complaints, at least"), min_value=2, max_value=100)

    def __init__(self, *args: Any, stick: Yardstick, **kwargs: Any) -> None:
        """`stick`: what holds now."""
        yard = yard_of(stick)
        initial = {
            name: getattr(stick, name)
            for name in ("days", "warn_below", "block_below", "complaints_days", "complaints_least")
        }
        super().__init__(*args, initial=initial, **kwargs)
        for code, kind in KINDS.items():
            scale = 100 if kind.unit == Unit.SHARE else 1
            full, none = yard.marks[code]
            weight = forms.IntegerField(label=str(kind.label), min_value=0, max_value=100, initial=yard.weights[code])
            self.fields[f"weight-{code}"] = weight
            for end, value in (("full", full), ("none", none)):
                label = _("%(what)s: full points from") if end == "full" else _("%(what)s: no points from")
                self.fields[f"{end}-{code}"] = forms.FloatField(
                    label=label % {"what": kind.label}, initial=round(value * scale, 2), min_value=0
                )

    def rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """Return measure, weight and both marks, for the page's table."""
        return [
            (kind, self[f"weight-{code}"], self[f"full-{code}"], self[f"none-{code}"]) for code, kind in KINDS.items()
        ]

    def values(self) -> dict[str, Any]:
        """Return the input."""
        clean = self.cleaned_data
        names = ("days", "warn_below", "block_below", "complaints_days", "complaints_least")
        scales = {code: 100 if KINDS[code].unit == Unit.SHARE else 1 for code in Code}
        return {
            **{name: clean[name] for name in names},
            "weights": {code.value: clean[f"weight-{code}"] for code in Code},
            "marks": {
                code.value: (clean[f"full-{code}"] / scales[code], clean[f"none-{code}"] / scales[code])
                for code in Code
            },
        }


def subjects_of(text: str) -> list[str]:
    """Return what numbers of orders and returns name: `SO-10481 SO-10481-R1` → order:12, return:4."""
    found, unknown = named(text.replace(",", " ").replace("，", " ").replace("、", " ").split())
    if unknown:
        raise forms.ValidationError(_("Nothing has the number %(what)s.") % {"what": ", ".join(unknown)})
    return found
