"""Addresses of sourcing in the console, under /crew/sourcing/."""

from django.urls import path

from storecrew.shop.sourcing import views

app_name = "sourcing"
urlpatterns = [
    path("", views.index, name="index"),
    path("rules/", views.rules, name="rules"),
    path("of/<int:variant_id>/", views.of_variant, name="of_variant"),
]
