"""Addresses of the approvals room."""

from django.urls import path

from storecrew.kernel.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.index, name="index"),
    path("rules/", views.rules, name="rules"),
    path("rules/<int:rule_id>/end", views.end_rule, name="end_rule"),
    path("<str:request>/", views.detail, name="request"),
    path("<str:request>/decision", views.decide, name="decision"),
    path("<str:request>/withdrawal", views.withdraw, name="withdrawal"),
    path("<str:request>/second-look", views.second_look, name="second_look"),
]
