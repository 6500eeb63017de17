"""Addresses of wishes in the console, under /crew/wishes/."""

from django.urls import path

from storecrew.shop.wishes import views

app_name = "wishes"
urlpatterns = [
    path("", views.index, name="index"),
    path("habits", views.habits, name="habits"),
]
