"""Addresses of this room."""

from django.urls import URLPattern

app_name = "delays"
urlpatterns: list[URLPattern] = []
