"""Addresses of coupons in the console, under /crew/discounts/."""

from django.urls import path

from storecrew.shop.discounts.views import codes, coupons

app_name = "discounts"
urlpatterns = [
    path("", coupons.index, name="index"),
    path("new/", coupons.new, name="new"),
    path("preview/", coupons.preview, name="preview"),
    path("usage/", codes.usage, name="usage"),
    path("<int:coupon_id>/", coupons.coupon, name="coupon"),
    path("<int:coupon_id>/end/", coupons.end, name="end"),
    path("<int:coupon_id>/codes/", codes.codes, name="codes"),
    path("<int:coupon_id>/codes.csv", codes.download, name="download"),
    path("<int:coupon_id>/usage/", codes.usage, name="coupon_usage"),
]
