"""Addresses of imports of orders in the console, under /crew/orders/import/."""

from django.urls import path

from storecrew.shop.orders.transfer.views import imports, sources

app_name = "orders_transfer"
urlpatterns = [
    path("", imports.index, name="imports"),
    path("shops/", sources.index, name="sources"),
    path("shops/<int:source_id>/secret/", sources.secret, name="secret"),
    path("shops/<int:source_id>/<slug:what>/", sources.step, name="source_step"),
    path("<int:import_id>/", imports.detail, name="import"),
    path("<int:import_id>/check/", imports.check, name="check"),
    path("<int:import_id>/exceptions.csv", imports.exceptions, name="exceptions"),
    path("<int:import_id>/<slug:what>/", imports.step, name="step"),
]
