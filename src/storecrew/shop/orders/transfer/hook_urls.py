"""Where shops of other systems tell us of orders."""

from django.urls import path

from storecrew.shop.orders.transfer.hooks import hook

app_name = "order_hooks"
urlpatterns = [path("<str:token>/", hook, name="hook")]
