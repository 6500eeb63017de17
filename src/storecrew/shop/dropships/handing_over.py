"""What passes on when the warehouse seat is handed over: goods that suppliers still have to send, and what is to be decided."""

from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.people.handover import Item, Owner, Section, Tenure, section
from storecrew.shop.dropships.models import OPEN, DropShipment, State
from storecrew.shop.dropships.seats import SENDERS
from storecrew.shop.dropships.tables import late, to_decide

NAMED = 50


@section("dropships.open")
def open_ones(tenure: Tenure, now: datetime) -> Section | None:
    """List what is late or waits for a decision, by number, and how many more are open."""
    if tenure.seat not in SENDERS:
        return None
    urgent = late(DropShipment.objects.all(), now) | to_decide(DropShipment.objects.all())
    rows = list(urgent.select_related("supplier").distinct().order_by("ship_by", "pk")[:NAMED])
    items = [
        Item(
            _("%(number)s at %(supplier)s: %(state)s")
            % {"number": row.number, "supplier": row.supplier.name, "state": State(row.state).label},
            subject=row.subject,
            then=Owner.SEAT,
        )
        for row in rows
    ]
    others = DropShipment.objects.filter(state__in=OPEN).exclude(pk__in=[row.pk for row in rows]).count()
    if others:
        items.append(Item(_("%(n)d more drop shipments that are in time") % {"n": others}, then=Owner.SEAT))
    return Section(_("Drop shipments"), tuple(items)) if items else None
