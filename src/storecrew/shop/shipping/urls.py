"""Addresses of the shipping rules in the console, under /crew/shipping/."""

from django.urls import path

from storecrew.shop.shipping.views import methods, things, zones

app_name = "shipping"
urlpatterns = [
    path("", zones.index, name="index"),
    path("zones/new/", zones.new, name="new_zone"),
    path("zones/<int:zone_id>/", zones.zone, name="zone"),
    path("zones/<int:zone_id>/removal/", zones.remove, name="remove_zone"),
    path("zones/<int:zone_id>/methods/new/", methods.new, name="new_method"),
    path("methods/<int:method_id>/", methods.method, name="method"),
    path("methods/<int:method_id>/switch/", methods.switch, name="switch_method"),
    path("methods/<int:method_id>/removal/", methods.remove, name="remove_method"),
    path("boxes/", things.kinds, name="kinds"),
    path("boxes/assumed-weight/", things.assume, name="assume"),
    path("boxes/<int:kind_id>/", things.kind, name="kind"),
    path("carriers/", things.carriers_page, name="carriers"),
]
