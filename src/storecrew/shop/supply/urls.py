"""Addresses of suppliers in the console, under /crew/supply/."""

from django.urls import path

from storecrew.shop.supply.views import offers, people, sites, suppliers

app_name = "supply"
urlpatterns = [
    path("", suppliers.index, name="suppliers"),
    path("new/", suppliers.add, name="add"),
    path("watch/", suppliers.watch, name="watch"),
    path("<int:supplier_id>/", suppliers.supplier, name="supplier"),
    path("<int:supplier_id>/edit/", suppliers.edit, name="edit"),
    path("<int:supplier_id>/state/", suppliers.state, name="state"),
    path("<int:supplier_id>/seen/", suppliers.seen, name="seen"),
    path("<int:supplier_id>/warehouses/new/", sites.add, name="add_site"),
    path("warehouses/<int:site_id>/", sites.edit, name="site"),
    path("warehouses/<int:site_id>/closed/", sites.close_on, name="close_on"),
    path("warehouses/<int:site_id>/giving-up/", sites.give_up, name="give_up_site"),
    path("closed/<int:closure_id>/", sites.open_again, name="open_again"),
    path("<int:supplier_id>/contacts/new/", people.add_contact, name="add_contact"),
    path("contacts/<int:contact_id>/", people.contact, name="contact"),
    path("contacts/<int:contact_id>/left/", people.left, name="contact_left"),
    path("contacts/<int:contact_id>/forget/", people.forget, name="forget_contact"),
    path("<int:supplier_id>/documents/new/", people.add_document, name="add_document"),
    path("documents/<int:document_id>/remove/", people.remove_document, name="remove_document"),
    path("offers/", offers.index, name="offers"),
    path("<int:supplier_id>/offers/new/", offers.add, name="add_offer"),
    path("offers/<int:offer_id>/", offers.offer, name="offer"),
    path("offers/<int:offer_id>/edit/", offers.edit, name="edit_offer"),
    path("offers/<int:offer_id>/end/", offers.end, name="end_offer"),
]
