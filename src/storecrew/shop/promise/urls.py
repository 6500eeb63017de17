"""Addresses of promises in the console, under /crew/promise/."""

from django.urls import path

from storecrew.shop.promise import views

app_name = "promise"
urlpatterns = [
    path("", views.index, name="index"),
    path("learn/", views.learn, name="learn"),
    path("of/<str:order>/", views.of_order, name="of_order"),
]
