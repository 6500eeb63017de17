"""The questions other rooms, pages and programs ask of shipping."""

from storecrew.shop.shipping.reads.destinations import destinations, same_zone
from storecrew.shop.shipping.reads.numbers import NumberQuery, Owners, recognise
from storecrew.shop.shipping.reads.offers import OfferQuery, Offers, offers
from storecrew.shop.shipping.reads.rating import rates, weight_of
from storecrew.shop.shipping.reads.rules import (
    MethodView,
    RulesQuery,
    RulesView,
    ZoneView,
    handling_days,
    method_view,
    methods_in_short,
    package_kinds,
    rules,
)

__all__ = [
    "destinations",
    "MethodView",
    "NumberQuery",
    "OfferQuery",
    "Offers",
    "Owners",
    "RulesQuery",
    "RulesView",
    "ZoneView",
    "handling_days",
    "method_view",
    "methods_in_short",
    "offers",
    "package_kinds",
    "rates",
    "recognise",
    "rules",
    "same_zone",
    "weight_of",
]
