"""The questions other rooms, pages and programs ask of shipping."""

from storecrew.shop.shipping.reads.offers import OfferQuery, Offers, offers
from storecrew.shop.shipping.reads.rating import rates, weight_of

__all__ = ["OfferQuery", "Offers", "offers", "rates", "weight_of"]
