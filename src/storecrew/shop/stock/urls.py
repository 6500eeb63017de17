"""Addresses of stock in the console, under /crew/stock/."""

from django.urls import path

from storecrew.shop.stock.views import goods, levels, warehouses, worth

app_name = "stock"
urlpatterns = [
    path("", levels.index, name="levels"),
    path("uncounted/", levels.count_all, name="count_all"),
    path("<int:variant_id>/", levels.item, name="item"),
    path("<int:variant_id>/aside/", levels.aside, name="aside"),
    path("<int:variant_id>/safety/", levels.safety, name="safety"),
    path("<int:variant_id>/components/", levels.bundle, name="bundle"),
    path("<int:variant_id>/correction/", levels.correct, name="correct"),
    path("<int:variant_id>/bin/", goods.put_away, name="put_away"),
    path("adjust/", goods.adjust, name="adjust"),
    path("deliveries/", goods.receipts, name="receipts"),
    path("deliveries/new/", goods.receive, name="receive"),
    path("deliveries/announcement/", goods.expect, name="expect"),
    path("deliveries/<int:receipt_id>/", goods.receipt, name="receipt"),
    path("transfers/", goods.transfers, name="transfers"),
    path("transfers/new/", goods.send, name="send"),
    path("transfers/<int:transfer_id>/", goods.transfer, name="transfer"),
    path("warehouses/", warehouses.index, name="warehouses"),
    path("warehouses/<int:warehouse_id>/", warehouses.warehouse, name="warehouse"),
    path("warehouses/<int:warehouse_id>/bins/", warehouses.bins, name="bins"),
    path("warehouses/<int:warehouse_id>/first/", warehouses.first, name="first"),
    path("warehouses/<int:warehouse_id>/closing/", warehouses.close, name="close"),
    path("value/", worth.index, name="value"),
]
