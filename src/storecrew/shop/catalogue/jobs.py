"""The clock's work: planned sales begin and end on time; each product is its own run, so that one cannot stop the others."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.actions.selling import SCHEDULER
from storecrew.shop.catalogue.models import Product, ProductStatus

AT_ONCE = 500


@scheduled("catalogue.sell_on_time", label=_("Begin and end planned sales"), rhythm=Every(minutes=1))
def sell_on_time(now: datetime) -> None:
    """Put on sale what is due, and take off sale what has ended. Run twice, it does nothing the second time."""
    actor = Actor("system", name=SCHEDULER, reason=str(_("planned")), surface=Surface.WORKER)
    due = Product.objects.filter(status=ProductStatus.DRAFT, publish_at__lte=now).order_by("publish_at", "pk")
    over = Product.objects.filter(status=ProductStatus.ACTIVE, unpublish_at__lte=now).order_by("unpublish_at", "pk")
    for number in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        _begin(actor, number, now)
    for number in list(over.values_list("pk", flat=True)[:AT_ONCE]):
        actions.unpublish(actor, actions.OneProduct(product_id=number), now=now)


def _begin(actor: Actor, number: int, now: datetime) -> None:
    """Put a product on sale; a plan that cannot be kept is dropped with its reason, or it would fail again every minute."""
    try:
        actions.publish(actor, actions.OneProduct(product_id=number), now=now)
    except ActionError as error:
        actions.delay(actor, actions.Delay(product_id=number, reason=error.message), now=now)
