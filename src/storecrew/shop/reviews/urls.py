"""Addresses of the reviews room in the console."""

from django.urls import path

from storecrew.shop.reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.index, name="index"),
    path("policy", views.policy, name="policy"),
    path("<int:review_id>", views.review, name="review"),
    path("<int:review_id>/hide", views.hide, name="hide"),
    path("<int:review_id>/show", views.show, name="show"),
]
