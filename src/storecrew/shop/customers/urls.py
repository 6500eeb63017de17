"""Addresses of the room in the console, under /crew/customers/."""

from django.urls import path

from storecrew.shop.customers.views import addresses, customers, merging, one, privacy

app_name = "customers"
urlpatterns = [
    path("", customers.index, name="customers"),
    path("new/", customers.new, name="new"),
    path("duplicates/", merging.duplicates, name="duplicates"),
    path("requests/", privacy.requests, name="requests"),
    path("requests/<int:request_id>/refusal/", privacy.refuse, name="refuse"),
    path("merges/<int:merge_id>/undoing/", merging.unmerge, name="unmerge"),
    path("<int:customer_id>/", one.customer, name="customer"),
    path("<int:customer_id>/edit/", one.edit, name="edit"),
    path("<int:customer_id>/tags/", one.tag, name="tag"),
    path("<int:customer_id>/notes/", one.note, name="note"),
    path("<int:customer_id>/notes/<int:note_id>/removal/", one.remove_note, name="remove_note"),
    path("<int:customer_id>/consents/", one.consent, name="consent"),
    path("<int:customer_id>/consents/withdrawal/", one.withdraw, name="withdraw"),
    path("<int:customer_id>/sessions/end/", one.end_sessions, name="end_sessions"),
    path("<int:customer_id>/addresses/new/", addresses.new, name="new_address"),
    path("<int:customer_id>/addresses/<int:address_id>/", addresses.edit, name="address"),
    path("<int:customer_id>/addresses/<int:address_id>/removal/", addresses.remove, name="remove_address"),
    path("<int:customer_id>/addresses/<int:address_id>/usual/", addresses.usual, name="usual_address"),
    path("<int:customer_id>/merging/", merging.choose, name="choose"),
    path("<int:customer_id>/merging/<int:other_id>/", merging.merge, name="merge"),
    path("<int:customer_id>/merging/<int:other_id>/two-people/", merging.two_people, name="two_people"),
    path("<int:customer_id>/request/", privacy.ask, name="ask_privacy"),
    path("<int:customer_id>/copy/", privacy.hand_out, name="hand_out"),
    path("<int:customer_id>/forgetting/", privacy.forget, name="forget"),
]
