"""Addresses of the approvals room."""

from django.urls import path

from storecrew.kernel.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.index, name="index"),
    path("rules/", views.rules, name="rules"),
    path("rules/<int:rule_id>/end", views.end_rule, name="end_rule"),
    path("<str:uid>/", views.detail, name="request"),
    path("<str:uid>/decision", views.decide, name="decision"),
    path("<str:uid>/withdrawal", views.withdraw, name="withdrawal"),
    path("<str:uid>/second-look", views.second_look, name="second_look"),
]
