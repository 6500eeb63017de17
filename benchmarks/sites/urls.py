"""The site's addresses, and two more behind the same middleware: the floors for storefront pages."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from storecrew.shop.catalogue.models import Product

BODY = b"<!doctype html><title>bare</title><p>" + b"x" * 15_000
"""As heavy as a category page."""
PAGE = """<!doctype html><html><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<ul>{% for product in products %}
<li class="card"><h3><a href="/p/{{ product.slug }}/">{{ product.title }}</a></h3><p>{{ product.updated_at|date }}</p></li>
{% endfor %}</ul></body></html>"""


def bare(request: HttpRequest) -> HttpResponse:
    """Answer what was there before anybody asked."""
    return HttpResponse(BODY)


def plain(request: HttpRequest) -> HttpResponse:
    """Answer as a framework does by itself: one query of 24 rows, one template with a loop."""
    products = Product.objects.filter(status="active").order_by("-published_at", "-pk")[:24]
    return HttpResponse(TEMPLATE.render({"title": "Shelf", "products": products}))


TEMPLATE = engines["django"].from_string(PAGE)
urlpatterns = [path("bare/", bare), path("plain/", plain), path("", include("storecrew.config.urls"))]
