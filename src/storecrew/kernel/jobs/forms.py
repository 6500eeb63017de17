"""Forms of the operators' pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs import actions
from storecrew.kernel.pages.forms import ActionForm, form_of

DropDeliveryForm = form_of(
    actions.drop_delivery,
    labels={"reason": _("Why this may be dropped")},
    hints={"reason": _("It stays on record with your name.")},
    leave=["delivery_id"],
)

DropActForm = form_of(
    actions.drop_act,
    labels={"reason": _("Why this is given up")},
    hints={"reason": _("It stays on record with your name.")},
    leave=["act_id"],
)


class ResolveForm(ActionForm):
    """What somebody saw at the other side."""

    action = actions.resolve_act
    happened = forms.ChoiceField(
        label=_("What you found"),
        choices=[
            ("yes", _("It arrived: never send it again")),
            ("no", _("It never arrived: send it once more")),
        ],
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label=_("Where you looked"), max_length=400, help_text=_("It stays on record with your name.")
    )
    reference = forms.CharField(label=_("Their number for it"), max_length=200, required=False)

    def values(self) -> dict[str, object]:
        """Turn the choice into yes or no."""
        filled = super().values()
        return {**filled, "happened": filled.get("happened") == "yes"}
