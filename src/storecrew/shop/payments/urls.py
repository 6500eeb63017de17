"""Addresses of the payments room in the console."""

from django.urls import path

from storecrew.shop.payments.views import others, payments, providers

app_name = "payments"
urlpatterns = [
    path("", payments.index, name="payments"),
    path("<int:payment_id>/", payments.payment, name="payment"),
    path("<int:payment_id>/look", payments.look, name="look"),
    path("<int:payment_id>/<slug:verb>", payments.act, name="act"),
    path("refunds/<int:refund_id>", payments.settle_refund, name="settle_refund"),
    path("transfers/", others.transfers, name="transfers"),
    path("transfers/<int:transfer_id>", others.match, name="match"),
    path("disputes/", others.disputes, name="disputes"),
    path("disputes/<int:dispute_id>", others.dispute, name="dispute"),
    path("payouts/", others.payouts, name="payouts"),
    path("payouts/<int:payout_id>", others.payout, name="payout"),
    path("unknown/", others.unknown, name="unknown"),
    path("unknown/<int:act_id>", others.resolve, name="resolve"),
    path("ways/", providers.index, name="providers"),
    path("ways/<slug:kind>/", providers.provider, name="provider"),
    path("ways/<slug:kind>/<slug:verb>", providers.change, name="change"),
]
