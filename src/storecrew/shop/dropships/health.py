"""What the doctor asks of drop shipments: what rows of their own and rows of other rooms have to agree on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.dropships.astray import orders_astray
from storecrew.shop.dropships.models import DropLine, DropParcel, DropPiece, Settlement
from storecrew.shop.orders import reads as orders

SOON = timedelta(hours=1)


@health.check("dropships.promises")
def promises_have_documents(now: datetime) -> Iterable[Finding]:
    """Prove that whatever an order is promised at a supplier's is asked for there, or waits for a decision."""
    astray = orders_astray()
    if astray:
        found = orders.find_many(sorted(astray)[:5], crew=False)
        names = ", ".join(order.number for order in found.values())
        text = ngettext(
            "%(n)d order is promised other goods at suppliers than its drop shipments ask for: %(orders)s.",
            "%(n)d orders are promised other goods at suppliers than their drop shipments ask for: %(orders)s.",
            len(astray),
        )
        yield Finding(
            Level.WARN,
            text % {"n": len(astray), "orders": names},
            _(
                "The clock puts it right within ten minutes; parts of a set that lie scattered have to be moved by hand."
            ),
        )
    else:
        yield Finding(Level.GOOD, _("Whatever is promised at suppliers' is asked for there."))


@health.check("dropships.parcels")
def adds_up(now: datetime) -> Iterable[Finding]:
    """Prove that what each line says has left is what lies in its parcels."""
    inside = (
        DropPiece.objects.filter(line=OuterRef("pk"), parcel__settlement__in=["", Settlement.COUNTED])
        .order_by()
        .values("line")
        .annotate(pieces=Sum("quantity"))
        .values("pieces")
    )
    count = DropLine.objects.annotate(sent=Coalesce(Subquery(inside), Value(0))).exclude(shipped=F("sent")).count()
    if count:
        yield Finding(
            Level.BAD,
            _("Of %(n)d lines more or less has left than their parcels hold.") % {"n": count},
            _("Look at these drop shipments with whoever keeps the installation: this cannot come about by itself."),
        )
    else:
        yield Finding(Level.GOOD, _("What suppliers sent is the sum of their parcels."))


@health.check("dropships.owed")
def owed_is_booked(now: datetime) -> Iterable[Finding]:
    """Prove that what suppliers are owed for parcels is in the ledger."""
    rows = DropParcel.objects.filter(owed=True, entry=None, at__lt=now - SOON)
    unpriced = rows.filter(pieces__unit_minor=None).distinct().count()
    waiting = rows.exclude(pieces__unit_minor=None).distinct().count()
    if unpriced:
        text = ngettext(
            "Nobody knows what %(n)d parcel of suppliers costs.",
            "Nobody knows what %(n)d parcels of suppliers cost.",
            unpriced,
        )
        yield Finding(
            Level.WARN, text % {"n": unpriced}, _("Tell it on the page of the drop shipment; then it is booked.")
        )
    if waiting:
        text = ngettext(
            "%(n)d parcel of suppliers is not booked yet.", "%(n)d parcels of suppliers are not booked yet.", waiting
        )
        remedy = _("Open the usual accounts in the ledger; the clock books them within the hour.")
        yield Finding(Level.WARN, text % {"n": waiting}, remedy)
    if not unpriced and not waiting:
        yield Finding(Level.GOOD, _("Whatever suppliers are owed for parcels is booked."))
