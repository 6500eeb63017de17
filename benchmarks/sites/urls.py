"""The site's addresses, and one more: a bare view behind the same middleware, the floor for storefront pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

BODY = b"<!doctype html><title>bare</title><p>" + b"x" * 15_000
"""As heavy as a category page."""


def bare(request: HttpRequest) -> HttpResponse:
    """Answer what was there before anybody asked."""
    return HttpResponse(BODY)


urlpatterns = [path("bare/", bare), path("", include("storecrew.config.urls"))]
