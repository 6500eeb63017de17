"""Addresses of the clock room."""

from django.urls import path

from storecrew.kernel.clock import views

app_name = "clock"
urlpatterns = [
    path("", views.index, name="index"),
    path("week", views.week, name="week"),
    path("special-days", views.add_special, name="add_special"),
    path("special-days/<int:special_id>/removal", views.remove_special, name="remove_special"),
]
