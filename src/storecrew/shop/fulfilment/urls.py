"""Addresses of fulfilment in the console, under /crew/fulfilment/."""

from django.urls import path

from storecrew.shop.fulfilment.views import packing, parcels, picking, ready, trouble

app_name = "fulfilment"
urlpatterns = [
    path("", ready.index, name="ready"),
    path("waves/", ready.waves, name="waves"),
    path("waves/<int:wave_id>/", ready.wave, name="wave"),
    path("waves/<int:wave_id>/end/<slug:how>/", ready.end, name="end_wave"),
    path("waves/<int:wave_id>/pick/", picking.walk, name="pick"),
    path("waves/<int:wave_id>/take/", picking.take, name="take"),
    path("pack/", packing.find, name="find"),
    path("pack/<int:order_id>/", packing.table, name="pack"),
    path("parcels/", parcels.index, name="parcels"),
    path("parcels/labels/", parcels.labels, name="labels"),
    path("parcels/slips/", parcels.slips, name="slips"),
    path("parcels/numbers/", trouble.numbers, name="numbers"),
    path("parcels/<int:parcel_id>/", parcels.parcel, name="parcel"),
    path("parcels/<int:parcel_id>/<slug:what>/", parcels.step, name="step"),
    path("trouble/", trouble.index, name="trouble"),
    path("trouble/<int:shortage_id>/settlement/", trouble.settle, name="settle"),
    path("settings/", trouble.settings, name="settings"),
]
