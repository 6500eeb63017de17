"""Addresses of drop shipments in the console, under /crew/dropships/."""

from django.urls import path

from storecrew.shop.dropships.views import arranging, listing, one

app_name = "dropships"
urlpatterns = [
    path("", listing.index, name="index"),
    path("file/", listing.file, name="file"),
    path("numbers/", listing.numbers, name="numbers"),
    path("suppliers/<int:supplier_id>/", arranging.arrange, name="arrange"),
    path("<int:dropship_id>/", one.dropship, name="dropship"),
    path("<int:dropship_id>/sources/", one.sources, name="sources"),
    path("<int:dropship_id>/<slug:what>/", one.step, name="step"),
]
