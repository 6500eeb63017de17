"""Addresses of buying in the console, under /crew/buying/."""

from django.urls import path

from storecrew.shop.buying.invoices import views as invoices
from storecrew.shop.buying.proposing import views as proposing
from storecrew.shop.buying.views import listing, one, receiving, writing

app_name = "buying"
urlpatterns = [
    path("", proposing.index, name="proposals"),
    path("reckoning/", proposing.reckon, name="reckon"),
    path("of/<int:variant_id>/", proposing.variant, name="proposal"),
    path("rules/", proposing.rules, name="rules"),
    path("promotions/", proposing.promote, name="promote"),
    path("promotions/<int:promotion_id>/drop/", proposing.drop, name="drop_promotion"),
    path("orders/", listing.index, name="orders"),
    path("orders/new/", writing.new, name="new"),
    path("orders/<int:po_id>/", one.order, name="order"),
    path("orders/<int:po_id>/edit/", writing.edit, name="edit"),
    path("orders/<int:po_id>/sending/", one.send, name="send"),
    path("orders/<int:po_id>/cancellation/", one.cancel, name="cancel"),
    path("orders/<int:po_id>/answer/", one.answer, name="answer"),
    path("orders/<int:po_id>/difference/", one.decide, name="decide"),
    path("orders/<int:po_id>/rest/", one.close, name="close"),
    path("orders/<int:po_id>/costs/", one.add_cost, name="add_cost"),
    path("orders/<int:po_id>/payment/", one.pay_ahead, name="pay_ahead"),
    path("costs/<int:cost_id>/drop/", one.drop_cost, name="drop_cost"),
    path("differences/<int:discrepancy_id>/", one.settle, name="settle"),
    path("orders/<int:po_id>/receive/", receiving.receive, name="receive"),
    path("orders/<int:po_id>/paper.<str:kind>", one.paper, name="paper"),
    path("receive/", receiving.scan, name="scan"),
    path("arrivals/", listing.arrivals, name="arrivals"),
    path("invoices/", invoices.index, name="invoices"),
    path("invoices/new/", invoices.new, name="new_invoice"),
    path("invoices/tolerance/", invoices.tolerance, name="tolerance"),
    path("invoices/<int:invoice_id>/", invoices.invoice, name="invoice"),
    path("invoices/<int:invoice_id>/acceptance/", invoices.accept, name="accept"),
    path("invoices/<int:invoice_id>/matching/", invoices.match, name="match"),
    path("invoices/<int:invoice_id>/rejection/", invoices.reject, name="reject"),
    path("invoices/<int:invoice_id>/payment/", invoices.pay, name="pay"),
]
