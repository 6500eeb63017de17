"""Addresses of the room of delays in the console."""

from django.urls import path

from storecrew.shop.delays.views import listing, offering, rules, sources

app_name = "delays"
urlpatterns = [
    path("", listing.index, name="index"),
    path("rules/", rules.rules, name="rules"),
    path("offer/", offering.many, name="offer_many"),
    path("sources/", sources.index, name="sources"),
    path("sources/<int:site_id>/", sources.site, name="site"),
    path("sources/<int:site_id>/decide/", sources.decide, name="decide"),
    path("sources/<int:site_id>/take-back/", sources.take_back, name="take_back"),
    path("sources/<int:site_id>/end/", sources.end, name="end"),
    path("offers/<int:offer_id>/withdraw/", offering.withdraw, name="withdraw"),
    path("offers/<int:offer_id>/answer/", offering.answer_for, name="answer_for"),
    path("<int:delay_id>/", listing.one, name="one"),
    path("<int:delay_id>/look/", listing.look, name="look"),
    path("<int:delay_id>/offer/", offering.one, name="offer"),
]
