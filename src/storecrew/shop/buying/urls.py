"""Addresses of this room."""

from django.urls import URLPattern

app_name = "buying"
urlpatterns: list[URLPattern] = []
