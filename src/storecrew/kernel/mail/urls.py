"""Addresses of the mail room."""

from django.urls import path

from storecrew.kernel.mail import views

app_name = "mail"
urlpatterns = [
    path("outbox", views.outbox, name="outbox"),
    path("outbox/<int:message_id>", views.letter, name="letter"),
]
