"""Addresses of availability in the console, under /crew/availability/."""

from django.urls import path

from storecrew.shop.availability.views import suppliers, words

app_name = "availability"
urlpatterns = [
    path("", words.index, name="said"),
    path("<int:offer_id>/<int:site_id>/", words.word, name="word"),
    path("questions/", words.questions, name="questions"),
    path("suppliers/", suppliers.index, name="suppliers"),
    path("suppliers/thresholds/", suppliers.thresholds, name="everybody"),
    path("suppliers/<int:supplier_id>/thresholds/", suppliers.thresholds, name="thresholds"),
    path("suppliers/<int:supplier_id>/usual/", suppliers.usual, name="usual"),
]
