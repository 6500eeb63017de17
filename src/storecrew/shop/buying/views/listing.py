"""Purchase orders in a list, and by the days on which they come."""

from itertools import groupby

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from storecrew.kernel.pages import answers, tables
from storecrew.shop.buying import reads
from storecrew.shop.buying.tables import narrowed, order_rows, orders_table
from storecrew.shop.buying.views.access import reader, rights
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List purchase orders."""
    today = supply.store_day(timezone.now())
    table = orders_table(today)
    rows = narrowed(order_rows(), request.GET.get("is", ""), today)
    return tables.export(table, request, rows) or answers.page(
        request, "buying/orders.html", {"page": tables.show(table, request, rows), **rights(request)}
    )


@require_GET
@reader
def arrivals(request: HttpRequest) -> HttpResponseBase:
    """Show what is awaited, day by day."""
    found = reads.arrivals(timezone.now())
    names = supply.suppliers_by_id({one.supplier_id for one in found})
    places = {one.warehouse_id: one.name for one in stock.open_warehouses()}
    days = [
        (day, [(one, names[one.supplier_id].name, places.get(one.warehouse_id, "")) for one in some])
        for day, some in groupby(found, key=lambda one: one.on)
    ]
    context = {"days": days, "late": sum(one.late for one in found), **rights(request)}
    return answers.page(request, "buying/arrivals.html", context)
