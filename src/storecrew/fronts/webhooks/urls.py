"""Addresses of the webhooks room."""

from django.urls import path

from storecrew.fronts.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("new", views.new, name="new"),
    path("<int:webhook_id>", views.webhook, name="webhook"),
    path("<int:webhook_id>/edit", views.edit, name="edit"),
    path("<int:webhook_id>/<str:verb>", views.change, name="change"),
    path("messages/<int:message_id>", views.message, name="message"),
    path("messages/<int:message_id>/replay", views.replay, name="replay"),
]
