"""The forms of availability."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.availability import actions


class ThresholdsForm(ActionForm):
    """How much is dared with a supplier."""

    action: ClassVar[Action[Any, Any]] = actions.set_thresholds
    risk = forms.DecimalField(
        label=_("A sold piece may be missing in at most … % of cases"),
        min_value=Decimal("0.1"),
        max_value=Decimal(50),
        max_digits=4,
        decimal_places=1,
        help_text=_(
            "20 % pays while an oversold piece costs less than four times what a sale brings; 10 %: nine times."
        ),
    )
    confirm_after = forms.DecimalField(
        label=_("The page says “being confirmed” after … working days"),
        min_value=Decimal("0.1"),
        max_value=Decimal(90),
        max_digits=4,
        decimal_places=1,
        help_text=_("Days on which their warehouse rests do not count."),
    )
    stop_after = forms.DecimalField(
        label=_("Nothing is sold on a word after … working days"),
        min_value=Decimal("0.1"),
        max_value=Decimal(90),
        max_digits=4,
        decimal_places=1,
    )
    cap = forms.IntegerField(
        label=_("At most so many pieces are sold on one word"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Until they say something new. Empty: no limit."),
    )

    def values(self) -> dict[str, Any]:
        """Return shares instead of per cent."""
        found = super().values()
        return {
            **found,
            **{name: float(found[name]) for name in ("confirm_after", "stop_after")},
            "risk": float(found["risk"]) / 100,
        }


class WordForm(ActionForm):
    """What somebody heard of a supplier by telephone or chat."""

    action: ClassVar[Action[Any, Any]] = actions.take_said
    quantity = forms.IntegerField(
        label=_("So many are there"),
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        help_text=_("As they said just now. Empty: they no longer have it in their list."),
    )

    def __init__(self, *args: Any, offer_id: int, site_id: int, person_id: int, **kwargs: Any) -> None:
        """Take whose word it is, and who heard it."""
        super().__init__(*args, **kwargs)
        self.offer_id, self.site_id, self.person_id = offer_id, site_id, person_id

    def values(self) -> dict[str, Any]:
        """Return one row of a report."""
        return {
            "stream": f"person:{self.person_id}",
            "site_id": self.site_id,
            "observed_at": timezone.now(),
            "rows": ((self.offer_id, self.cleaned_data["quantity"], None),),
        }
