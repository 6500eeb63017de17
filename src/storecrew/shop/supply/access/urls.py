"""Addresses of suppliers' links in the console, under /crew/supply/links/."""

from django.urls import path

from storecrew.shop.supply.access.views import keys

app_name = "supply_access"
urlpatterns = [
    path("of/<int:supplier_id>/", keys.keys, name="keys"),
    path("<int:key_id>/", keys.key, name="key"),
    path("<int:key_id>/revoke/", keys.revoke, name="revoke"),
]
