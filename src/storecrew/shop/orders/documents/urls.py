"""Addresses of the papers of orders, under /crew/orders/papers/."""

from django.urls import path

from storecrew.shop.orders.documents import views

app_name = "orders_documents"
urlpatterns = [
    path("letterhead", views.letterhead, name="letterhead"),
    path("slips", views.slips, name="slips"),
    path("pro-forma/<str:ref>/", views.pro_forma, name="pro_forma"),
    path("of/<str:ref>/", views.of_order, name="of_order"),
    path("of/<str:ref>/invoice", views.invoice, name="invoice"),
    path("credit/<int:document_id>/", views.credit, name="credit"),
    path("<str:number>/", views.document, name="document"),
]
