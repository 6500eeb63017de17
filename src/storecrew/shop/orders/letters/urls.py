"""Addresses of the letters, under /crew/orders/letters/."""

from django.urls import path

from storecrew.shop.orders.letters import views

app_name = "orders_letters"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/", views.kind, name="kind"),
    path("<slug:code>/switch", views.switch, name="switch"),
    path("<slug:code>/as-sent", views.as_sent, name="as_sent"),
]
