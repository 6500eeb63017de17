"""Addresses of orders in the console, under /crew/orders/. An order is named by its number."""

from django.urls import path

from storecrew.shop.orders.views import changing, drafting, habits, listing, one

app_name = "orders"
urlpatterns = [
    path("", listing.index, name="index"),
    path("lines", listing.lines, name="lines"),
    path("habits", habits.habits, name="habits"),
    path("holds", listing.hold_many, name="hold_many"),
    path("tags", listing.tag_many, name="tag_many"),
    path("new", drafting.new, name="new"),
    path("drafts/<int:order_id>/", drafting.draft, name="draft"),
    path("drafts/<int:order_id>/discard", drafting.discard, name="discard"),
    path("<str:ref>/", one.order, name="order"),
    path("<str:ref>/notes", one.notes, name="notes"),
    path("<str:ref>/tags", one.tags, name="tags"),
    path("<str:ref>/pay-by", one.pay_by, name="pay_by"),
    path("<str:ref>/hold", one.hold, name="hold"),
    path("<str:ref>/release", one.release, name="release"),
    path("<str:ref>/give-back", one.give_back, name="give_back"),
    path("<str:ref>/cancellation", changing.cancel, name="cancel"),
    path("<str:ref>/changes", changing.edit, name="edit"),
    path("<str:ref>/address", changing.address, name="address"),
    path("<str:ref>/split", changing.split, name="split"),
]
