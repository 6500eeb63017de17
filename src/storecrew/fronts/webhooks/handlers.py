"""Whatever happens is told to the webhooks that want it; and a person is told of those that gave up."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.fronts.webhooks.events import WebhookSwitchedOff
from storecrew.fronts.webhooks.models import Webhook
from storecrew.fronts.webhooks.writing import plan_message
from storecrew.kernel.events.registry import on, on_every
from storecrew.kernel.events.types import Event, Meta
from storecrew.kernel.pages import notices


def somebody_wants(event: str) -> bool:
    """Tell whether any webhook that is switched on wants events of this name; one small query."""
    return any(
        "*" in events or event in events for events in Webhook.objects.listening().values_list("events", flat=True)
    )


@on_every(name="webhooks.tell", wanted=somebody_wants)
def tell(event: Event, meta: Meta) -> None:
    """Plan one message for each webhook that wants this event."""
    name = type(event).name()
    for webhook in Webhook.objects.listening().order_by("pk"):
        if webhook.wants(name):
            plan_message(
                webhook,
                event=name,
                subject=meta.subject,
                data=event.model_dump(mode="json"),
                event_id=meta.id,
                at=meta.at,
                cause=meta.cause,
            )


@on(WebhookSwitchedOff, name="webhooks.say_off")
def say_off(event: WebhookSwitchedOff, meta: Meta) -> None:
    """Leave a notice for the person who set the webhook up; the IT seat has it on its list anyway."""
    webhook = Webhook.objects.get(pk=event.webhook_id)
    if webhook.created_by is not None:
        notices.tell(
            webhook.created_by,
            _("“%(name)s” takes nothing any more, so it was switched off."),
            key=f"webhooks.off:{meta.id}",
            at=meta.at,
            url=reverse("webhooks:webhook", args=[webhook.pk]),
            icon="warn",
            name=webhook.name,
        )
