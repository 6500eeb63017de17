"""Addresses of the media room in the console. Copies are served elsewhere: see `serving.py`."""

from django.urls import path

from storecrew.kernel.media import views

app_name = "media"
urlpatterns = [
    path("<int:asset_id>/original", views.original, name="original"),
]
