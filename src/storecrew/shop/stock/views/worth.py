"""What stock is worth on any day, and how long it will do."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import F, Q, Sum
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.stock import reads
from storecrew.shop.stock.models import Layer, Warehouse
from storecrew.shop.stock.views.access import cost_reader, rights

DEAREST_SHOWN = 20


@require_http_methods(["GET"])
@cost_reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Say what the stock of each warehouse was worth at the end of a day; without one, now."""
    store, now = current(), timezone.now()
    on = parse_date(request.GET.get("on", "")) if _looks_like_a_day(request.GET.get("on", "")) else None
    at = datetime.combine(on, time.max, ZoneInfo(store.time_zone if store else "UTC")) if on else now
    answer = reads.value(actor_of(request), reads.ValueQuery(at=at), now=now)
    names = dict(Warehouse.objects.values_list("pk", "name"))
    rows = [(names.get(row.warehouse_id, ""), row) for row in answer.items]
    sums: dict[str, int] = {}
    for row in answer.items:
        if row.value is not None:
            sums[row.value.currency] = sums.get(row.value.currency, 0) + row.value.minor
    context = {
        "on": on,
        "at": at,
        "rows": rows,
        "pieces": sum(row.pieces for row in answer.items),
        "sums": [Money(minor, currency) for currency, minor in sorted(sums.items())],
        "uncosted": sum(row.pieces for row in answer.items if row.value is None),
        "dearest": [] if on else _dearest(),
        **rights(request),
    }
    return answers.page(request, "stock/value.html", context)


def _looks_like_a_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


def _dearest() -> list[tuple[object, int, Money]]:
    """Return where most of the money lies: item, pieces, what is left of what they cost."""
    left = Layer.objects.filter(Q(remaining__gt=0), cost_minor__isnull=False).order_by()
    sums = left.values("item_id", "item__variant__product__title", "item__variant__sku", "currency").annotate(
        pieces=Sum("remaining"), left_minor=Sum(F("cost_minor") * F("remaining") / F("quantity"))
    )
    return [
        (row, row["pieces"], Money(row["left_minor"], row["currency"]))
        for row in sums.order_by("-left_minor")[:DEAREST_SHOWN]
    ]
