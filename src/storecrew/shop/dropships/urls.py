"""Addresses of this room."""

from django.urls import URLPattern

app_name = "dropships"
urlpatterns: list[URLPattern] = []
