"""The form that sets a webhook up or changes it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.fronts.webhooks import actions
from storecrew.kernel.actions.door import Action
from storecrew.kernel.events.types import event_types
from storecrew.kernel.pages.forms import ActionForm


class WebhookForm(ActionForm):
    """Name, address, and which events."""

    action: ClassVar[Action[Any, Any]] = actions.add
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For you: what listens there."))
    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("https://…, on the public internet."))
    events = forms.MultipleChoiceField(label=_("Tell it of"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the events there are now."""
        super().__init__(*args, **kwargs)
        choices = [("*", _("everything, also what is added later")), *((name, name) for name in event_types())]
        self.fields["events"].choices = choices  # type: ignore[attr-defined]  # a choice field by its class


class EditForm(WebhookForm):
    """The same for one that exists."""

    action = actions.edit
