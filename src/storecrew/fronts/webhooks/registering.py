"""What this room puts into the console: its menu entry, names, and a job when a webhook switched itself off."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.webhooks.models import Webhook
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, queue, wording
from storecrew.kernel.pages.types import Link, MenuItem, QueueItem, Step

menu.register(
    MenuItem(
        room="webhooks", label=gettext_lazy("Webhooks"), icon="swap", url_name="webhooks:index", seats={"it"}, order=70
    )
)


@queue.source("webhooks.off")
def off(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for each webhook that was switched off by its failures."""
    for row in Webhook.objects.shown().exclude(switched_off_at=None).order_by("switched_off_at", "pk")[:10]:
        url = reverse("webhooks:webhook", args=[row.pk])
        yield QueueItem(
            key=f"webhooks.off:{row.pk}",
            seat="it",
            title=_("“%(name)s” is not told any more") % {"name": row.name},
            why=_("It took nothing for days, so it was switched off: %(why)s") % {"why": row.switched_off_because},
            step=Step(label=_("Mend the receiver, release it"), url=url),
            url=url,
            subject=row.ref,
        )


def _webhook_link(pk: str) -> Link | None:
    row = Webhook.objects.shown().filter(pk=pk).first() if pk.isdigit() else None
    return Link(row.name, reverse("webhooks:webhook", args=[row.pk])) if row else None


links.register("webhook", _webhook_link)
wording.register("act", {"webhook": gettext_lazy("Webhook message")})
wording.register(
    "webhook", {"held": gettext_lazy("Held"), "on": gettext_lazy("Switched on"), "active": gettext_lazy("Switched on")}
)
