"""The forms of what weighs how much, and of what follows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.forms import ActionForm
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.forms.fields import DATE, NUMBER
from storecrew.team.suppliers.measures.formula import KINDS, Code, Unit
from storecrew.team.suppliers.models import Level, Yardstick
from storecrew.team.suppliers.yardstick import yard_of


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
            weight = forms.IntegerField(
                label=str(kind.label),
                min_value=0,
                max_value=100,
                initial=yard.weights[code],
                widget=forms.NumberInput(attrs=NUMBER),
            )
            self.fields[f"weight-{code}"] = weight
            for end, value in (("full", full), ("none", none)):
                label = _("%(what)s: full points from") if end == "full" else _("%(what)s: no points from")
                self.fields[f"{end}-{code}"] = forms.FloatField(
                    label=label % {"what": kind.label},
                    initial=round(value * scale, 2),
                    min_value=0,
                    widget=forms.NumberInput(attrs=NUMBER | {"step": "any"}),
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
