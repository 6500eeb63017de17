"""What the doctor asks of fulfilment: invariants that no constraint can hold."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.fulfilment.models import HERE, Content, Progress


@health.check("fulfilment.packed")
def packed_adds_up(now: datetime) -> Iterable[Finding]:
    """Prove that what each line has lying packed is the sum of the parcels that have not left."""
    inside = (
        Content.objects.filter(line=OuterRef("line"), parcel__state__in=HERE)
        .order_by()
        .values("line")
        .annotate(packed=Sum("quantity"))
        .values("packed")
    )
    rows = Progress.objects.annotate(packed=Coalesce(Subquery(inside), Value(0))).exclude(waiting=F("packed"))
    count = rows.count()
    if count:
        yield Finding(
            Level.BAD,
            _("Of %(n)d lines another number lies packed than their parcels say.") % {"n": count},
            _("Unpack and pack these orders again; until then the packing table may refuse them."),
        )
    else:
        yield Finding(Level.GOOD, _("What lies packed is the sum of the parcels in the house."))
