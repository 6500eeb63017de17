"""Where providers tell us of payments by themselves."""

from django.urls import path

from storecrew.shop.payments.hooks import hook

app_name = "payment_hooks"
urlpatterns = [path("<slug:code>/", hook, name="hook")]
