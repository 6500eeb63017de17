"""Addresses of the room of returns in the console."""

from django.urls import path

from storecrew.shop.returns.views import deciding, listing, money, opening, policy, receiving

app_name = "returns"
urlpatterns = [
    path("", listing.index, name="index"),
    path("policy", policy.policy, name="policy"),
    path("decline", deciding.decline_many, name="decline_many"),
    path("receive", receiving.scan, name="scan"),
    path("new/<str:number>", opening.new, name="new"),
    path("<int:return_id>", listing.one, name="one"),
    path("<int:return_id>/approve", deciding.approve, name="approve"),
    path("<int:return_id>/decline", deciding.decline, name="decline"),
    path("<int:return_id>/receive", receiving.receive, name="receive"),
    path("<int:return_id>/refund", money.refund, name="refund"),
    path("<int:return_id>/goodwill", money.goodwill, name="goodwill"),
    path("<int:return_id>/slip", listing.slip, name="slip"),
    path("<int:return_id>/do/<str:what>", deciding.step, name="do"),
]
