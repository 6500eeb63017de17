"""The forms of links."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.supply.access import actions
from storecrew.shop.supply.access.types import DAYS, MOST_DAYS
from storecrew.shop.supply.models import Contact


class GiveForm(ActionForm):
    """A link for somebody."""

    action: ClassVar[Action[Any, Any]] = actions.give_key
    contact_id = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        help_text=_("What they answer is recorded under their name."),
    )
    days = forms.IntegerField(
        label=_("Days until it runs out"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text=_("counted from its last use, a year at most"),
    )

    def __init__(self, *args: Any, supplier_id: int, **kwargs: Any) -> None:
        """Take whose people can be chosen."""
        super().__init__(*args, fixed={"supplier_id": supplier_id}, **kwargs)
        people = Contact.objects.filter(supplier_id=supplier_id, left_at=None).order_by("-primary", "pk")
        named = [(str(row.pk), f"{row.name} · {row.role}" if row.role else row.name) for row in people]
        self.fields["contact_id"].choices = [*named, ("", _now("whoever works there"))]  # type: ignore[attr-defined]
        if named:
            self.fields["contact_id"].initial = named[0][0]


class SendForm(ActionForm):
    """Where a link is mailed to."""

    action: ClassVar[Action[Any, Any]] = actions.send_key
    to = forms.EmailField(label=_("E-mail address"), max_length=254)
