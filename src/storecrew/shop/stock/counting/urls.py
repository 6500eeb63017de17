"""Addresses of counting in the console, under /crew/stock/counts/."""

from django.urls import path

from storecrew.shop.stock.counting.views import counts, files

app_name = "stock_counting"
urlpatterns = [
    path("", counts.index, name="counts"),
    path("file/", files.file, name="file"),
    path("file/inventory.csv", files.export, name="export"),
    path("<int:count_id>/", counts.count, name="count"),
    path("<int:count_id>/begin/", counts.begin, name="begin"),
    path("<int:count_id>/booking/", counts.book, name="book"),
    path("<int:count_id>/calling-off/", counts.drop, name="drop"),
    path("<int:count_id>/<int:line_id>/", counts.line, name="line"),
]
