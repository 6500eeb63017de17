"""Addresses of the import in the console, under /crew/customers/import/."""

from django.urls import path

from storecrew.shop.customers.transfer import views

app_name = "customers_transfer"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:work_id>/go/", views.go, name="go"),
]
