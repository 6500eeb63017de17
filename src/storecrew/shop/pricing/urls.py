"""Addresses of currencies and rounding in the console, under /crew/pricing/."""

from django.urls import path

from storecrew.shop.pricing import views

app_name = "pricing"
urlpatterns = [path("", views.index, name="index")]
