"""Addresses of the tax rules in the console, under /crew/taxes/."""

from django.urls import path

from storecrew.shop.taxes.views import buyers, rules, zones

app_name = "taxes"
urlpatterns = [
    path("", rules.index, name="index"),
    path("settings/", rules.settings, name="settings"),
    path("classes/", rules.classes, name="classes"),
    path("sample/", rules.sample, name="sample"),
    path("import/", rules.take_in, name="import"),
    path("exempt/", buyers.index, name="exempt"),
    path("exempt/<int:exemption_id>/end/", buyers.end, name="end_exemption"),
    path("zones/new/", zones.new, name="new_zone"),
    path("zones/<int:zone_id>/", zones.zone, name="zone"),
    path("zones/<int:zone_id>/rates/", zones.add_rate, name="add_rate"),
    path("zones/<int:zone_id>/removal/", zones.remove, name="remove_zone"),
    path("rates/<int:rate_id>/end/", zones.end_rate, name="end_rate"),
]
