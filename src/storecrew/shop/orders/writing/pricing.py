"""Ask the pricing room, in the name of the crew."""

from datetime import datetime

from storecrew.shop.pricing.reads import price
from storecrew.shop.pricing.types import Quote, QuoteQuery


def quote_for(at: datetime, query: QuoteQuery) -> Quote:
    """Return what it costs at that moment; who may concede something has been asked before."""
    return price(query, now=at)
