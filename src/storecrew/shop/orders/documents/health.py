"""What the doctor asks of the papers: numbers without gaps."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.orders.documents.models import Document, Sequence


@health.check("orders.document_numbers")
def numbers_follow_one_another(now: datetime) -> Iterable[Finding]:
    """Prove that every series has exactly the numbers that were given out."""
    rows = Document.objects.order_by("series").values("series").annotate(n=Count("pk"), last=Max("ordinal"))
    issued = {row["series"]: (row["n"], row["last"]) for row in rows}
    wrong = [
        row.series for row in Sequence.objects.order_by("series") if issued.get(row.series, (0, 0)) != (row.given,) * 2
    ]
    if wrong:
        message = _("The numbers of %(series)s have gaps.") % {"series": ", ".join(wrong)}
        yield Finding(Level.BAD, message, _("Restore a backup, or explain the gap to the tax office in writing."))
    else:
        yield Finding(Level.GOOD, _("Invoices and credit notes are numbered without gaps."))
