"""What the doctor asks of suppliers' invoices: do lines say what bills billed, and is nothing paid twice?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.buying.invoices.models import InvoiceState
from storecrew.shop.buying.models import PurchaseLine

SETTLED = Q(invoiced__invoice__state__in=[InvoiceState.MATCHED, InvoiceState.PAID])
AT_MOST = 30


@health.check("buying.billed")
def lines_say_what_was_billed(now: datetime) -> Iterable[Finding]:
    """Prove that what lines say was billed is what matched bills add up to."""
    rows = PurchaseLine.objects.annotate(sum=Coalesce(Sum("invoiced__quantity", filter=SETTLED), 0)).exclude(
        billed=F("sum")
    )
    wrong = list(rows.select_related("order").order_by("pk")[:AT_MOST])
    for row in wrong:
        yield Finding(
            Level.BAD,
            _("%(number)s, %(title)s: %(says)d are said to be billed, bills add up to %(should)d.")
            % {"number": row.order.number, "title": row.title, "says": row.billed, "should": row.sum},
            _("Somebody wrote past the actions. Compare with the bills."),
        )
    if not wrong:
        yield Finding(Level.GOOD, _("What purchase orders say was billed is what bills add up to."))
