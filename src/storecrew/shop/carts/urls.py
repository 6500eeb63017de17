"""Addresses of the carts room in the console."""

from django.urls import path

from storecrew.shop.carts import views

app_name = "carts"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:uid>", views.bag, name="bag"),
]
