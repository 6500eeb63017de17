"""Addresses of the API's description in the console."""

from django.urls import path

from storecrew.fronts.rest import documentation

app_name = "api_docs"
urlpatterns = [
    path("", documentation.index, name="index"),
    path("<str:name>/", documentation.room, name="room"),
]
