"""What wishes put on a seat's list: what many people wait for."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.wishes.models import StockAlert
from storecrew.shop.wishes.reads.waits import counted_by
from storecrew.shop.wishes.selling import pieces_of

MANY = 3
SHOWN = 5


@queue.source("wishes.waited_for")
def waited_for(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield a job for each of the variants that most people wait for, and that is not there."""
    most = sorted(counted_by(StockAlert.objects.all(), now).values(), key=lambda one: (-one.count, one.since))
    many = [one for one in most if one.count >= MANY][: 4 * SHOWN]
    pieces = pieces_of([one.variant_id for one in many], now)
    gone = [one for one in many if (left := pieces.get(one.variant_id)) is not None and left <= 0][:SHOWN]
    faces = catalogue.faces((one.variant_id for one in gone), "", now=now)
    for one in gone:
        face = faces.get(one.variant_id)
        name = f"{face.title} ({', '.join(face.options)})" if face and face.options else face.title if face else ""
        yield QueueItem(
            key=f"wishes.waited_for:{one.variant_id}",
            seat="warehouse",
            title=ngettext("%(n)d person waits for %(name)s", "%(n)d people wait for %(name)s", one.count)
            % {"n": one.count, "name": name},
            why=_("It is sold out. They left their address to hear when it is back."),
            step=Step(label=_("See what is waited for"), url=reverse("wishes:index")),
            url=reverse("wishes:index"),
            minutes=5,
            subject=f"variant:{one.variant_id}",
            calm=True,
            version=str(one.count),
        )
