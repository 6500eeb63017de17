"""Who is right how often, when they last spoke, and how much is dared with them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.shop.availability import actions
from storecrew.shop.availability.actions.daring import FIELDS
from storecrew.shop.availability.forms import ThresholdsForm
from storecrew.shop.availability.models import Said, Stream, Threshold
from storecrew.shop.availability.reads.looking import honesty
from storecrew.shop.availability.rule import USUAL
from storecrew.shop.availability.silence import regular, silent_streams
from storecrew.shop.availability.streams import spoken
from storecrew.shop.availability.views.access import darer, reader, rights
from storecrew.shop.availability.weighing import Scales
from storecrew.shop.supply import reads as supply

STANDS_OUT = 0.03
"""By so much a weekday has to be worse than the best one to be named."""


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List suppliers with their record, their streams and their thresholds."""
    now = timezone.now()
    streams = list(Stream.objects.filter(regular()).order_by("site_id", "name", "pk"))
    scales = Scales({row.site_id for row in streams}, now)
    silent = {one.stream_id: one for one in silent_streams(now)}
    own = set(Threshold.objects.filter(supplier__isnull=False).values_list("supplier_id", flat=True))
    records = honesty(scales)
    lines: dict[int, dict[str, Any]] = {}
    for row in streams:
        supplier = scales.supplier(row.site_id)
        line = lines.setdefault(
            supplier.supplier_id,
            {
                "supplier": supplier,
                "record": records[supplier.supplier_id],
                "limits": scales.limits(row.site_id),
                "own": supplier.supplier_id in own,
                "worst": _worst(records[supplier.supplier_id].weekdays),
                "streams": [],
            },
        )
        line["streams"].append((row, spoken(row.name), scales.sites[row.site_id], silent.get(row.pk)))
    everybody = Threshold.objects.filter(supplier=None).first() or USUAL
    context = {"lines": list(lines.values()), "everybody": everybody, "words": Said.objects.exists(), **rights(request)}
    return answers.page(request, "availability/suppliers.html", context)


def _worst(weekdays: tuple[float, ...]) -> tuple[str, float] | None:
    """Return the weekday on which a supplier is right least often, where it stands out."""
    day = min(range(7), key=lambda number: weekdays[number])
    return (str(WEEKDAYS[day]), weekdays[day]) if weekdays[day] < max(weekdays) - STANDS_OUT else None


@require_http_methods(["GET", "POST"])
@darer
def thresholds(request: HttpRequest, supplier_id: int = 0) -> HttpResponseBase:
    """Say how much is dared with a supplier; 0: with everybody who has no thresholds of their own."""
    supplier = supply.suppliers_by_id([supplier_id]).get(supplier_id)
    if supplier_id and supplier is None:
        raise Http404
    row = Threshold.objects.filter(supplier_id=supplier_id).first() if supplier_id else None
    holds = row or Threshold.objects.filter(supplier=None).first() or USUAL
    initial = {name: getattr(holds, name) for name in FIELDS}
    initial["risk"] = round(100 * initial["risk"], 1)
    form = ThresholdsForm(request.POST or None, initial=initial, fixed={"supplier_id": supplier_id or None})
    there = reverse("availability:suppliers")
    subject = f"supplier:{supplier_id}" if supplier_id else "availability:thresholds"
    done = _("Set. What may be sold follows within minutes.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    return answers.page(
        request, "availability/thresholds.html", {"form": form, "supplier": supplier, "own": row, "subject": subject}
    )


@require_POST
@darer
def usual(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Let the usual thresholds hold for a supplier."""
    form = actions.DropThresholds(supplier_id=supplier_id)
    there = reverse("availability:suppliers")
    return answers.act(request, actions.drop_thresholds, form, then=there, done=_("The usual thresholds hold."))
