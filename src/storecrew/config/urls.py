"""Where each room is mounted; the storefront stands at the root and therefore comes last."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
