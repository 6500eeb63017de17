"""Addresses in the console, under /crew/portal/."""

from django.urls import path

from storecrew.fronts.portal.views import crew

app_name = "portal_crew"
urlpatterns = [path("wishes/<int:wish_id>/", crew.wish, name="wish")]
