"""Addresses of lists of offers in the console, under /crew/supply/lists/."""

from django.urls import path

from storecrew.shop.supply.lists.views import files, review

app_name = "supply_lists"
urlpatterns = [
    path("of/<int:supplier_id>/", files.index, name="lists"),
    path("<int:list_id>/", files.one, name="list"),
    path("<int:list_id>/columns/", files.columns, name="columns"),
    path("<int:list_id>/go/", files.go, name="go"),
    path("<int:list_id>/stop/", files.stop, name="stop"),
    path("rows/", review.index, name="review"),
    path("rows/decide/", review.decide, name="decide"),
    path("rows/back/", review.take_back, name="take_back"),
]
