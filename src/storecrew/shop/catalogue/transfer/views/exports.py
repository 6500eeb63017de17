"""The export page, and the file."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from storecrew.kernel.pages import answers
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue.models import Category, Product, ProductStatus
from storecrew.shop.catalogue.transfer.export import export
from storecrew.shop.catalogue.transfer.reads import ExportQuery, exported_products


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Choose what goes out."""
    query = _query(request)
    products = exported_products(request.actor, query)  # type: ignore[attr-defined]  # set by the people room's middleware
    context = {
        "count": products.count,
        "query": query,
        "statuses": ProductStatus.choices,
        "categories": Category.objects.order_by("path").values_list("path", "name", "depth"),
        "brands": Product.objects.exclude(brand="").order_by("brand").values_list("brand", flat=True).distinct()[:500],
    }
    return answers.page(request, "catalogue_transfer/export.html", context)


@require_GET
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Send the products as a CSV in Shopify's current form, as they are read."""
    query = _query(request)
    exported_products(request.actor, query)  # type: ignore[attr-defined]  # asks for the permission
    store = current()
    lines = export(query.products(), currency=store.currency if store else "CNY", excel="excel" in request.GET)
    answer = StreamingHttpResponse((line.encode() for line in lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="products-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


def _query(request: HttpRequest) -> ExportQuery:
    ids = [int(number) for number in request.GET.getlist("id") if number.isdigit()]
    status = request.GET.get("status", "")
    return ExportQuery(
        status=status if status in ProductStatus.values else "",
        category=request.GET.get("category", "")[:800],
        brand=request.GET.get("brand", "")[:120],
        ids=tuple(ids[:10_000]),
    )
