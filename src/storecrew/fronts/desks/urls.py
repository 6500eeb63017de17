"""Addresses of the desks, under /crew/."""

from django.urls import path

from storecrew.fronts.desks import views

app_name = "desks"
urlpatterns = [
    path("", views.today, name="today"),
]
