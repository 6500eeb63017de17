"""Addresses of imports and exports in the console, under /crew/catalogue/import/."""

from django.urls import path

from storecrew.shop.catalogue.transfer.views import exports, imports

app_name = "catalogue_transfer"
urlpatterns = [
    path("", imports.index, name="imports"),
    path("export/", exports.index, name="export"),
    path("export/products.csv", exports.download, name="export_file"),
    path("<int:import_id>/", imports.detail, name="import"),
    path("<int:import_id>/check/", imports.check, name="check"),
    path("<int:import_id>/run/", imports.run, name="run"),
    path("<int:import_id>/stop/", imports.stop, name="stop"),
    path("<int:import_id>/pictures/", imports.pictures, name="pictures"),
    path("<int:import_id>/report.csv", imports.report_file, name="report"),
]
