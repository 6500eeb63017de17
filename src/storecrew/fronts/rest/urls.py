"""Addresses of the REST surface."""

from django.urls import path, re_path

from storecrew.fronts.rest import views

app_name = "rest"
urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("actions/<str:name>", views.do, name="action"),
    path("reads/<str:name>", views.ask, name="read"),
    re_path("^(?P<rest>.*)$", views.unknown),
]
