"""What suppliers may bill for parcels, offered to the room that matches their invoices."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import billable
from storecrew.shop.buying.billable import Billable
from storecrew.shop.dropships.models import DropPiece
from storecrew.shop.dropships.reads.counting import unbilled

MOST = 2000


def settle(run: Run, billed: Mapping[str, int]) -> None:
    """Take pieces off what a supplier may still bill; below zero: the bill was taken back. More than is left is refused."""
    counts = {int(reference): quantity for reference, quantity in billed.items() if reference.isdecimal()}
    rows = DropPiece.objects.select_for_update(of=("self",)).filter(pk__in=counts)
    for piece in rows.select_related("parcel__dropship").order_by("pk"):
        after = piece.billed + counts[piece.pk]
        if not 0 <= after <= piece.quantity:
            names = {"number": piece.parcel.dropship.number, "n": piece.quantity - piece.billed}
            raise Refused(_("Of %(number)s only %(n)d are left to be billed.") % names, code="dropships.billed")
        run.changed(piece.parcel.dropship.subject, "billed", old=piece.billed, new=after)
        piece.billed = after
        piece.save(update_fields=["billed"])


@billable.source("dropships", settle=settle)
def lines(supplier_id: int) -> Sequence[Billable]:
    """Return what left for buyers and is not billed yet, oldest first. What nobody knows the cost of comes when it is told."""
    rows = unbilled().filter(parcel__dropship__supplier=supplier_id, unit_minor__isnull=False)
    return [
        Billable(
            reference=str(piece.pk),
            label=f"{piece.parcel.dropship.number} {piece.line.title}",
            sku=piece.line.sku,
            quantity=piece.quantity - piece.billed,
            cost=Money(piece.unit_minor or 0, piece.parcel.dropship.currency),
            at=piece.parcel.at,
            subject=piece.parcel.dropship.subject,
        )
        for piece in rows.select_related("parcel__dropship", "line").order_by("parcel__at", "pk")[:MOST]
    ]
