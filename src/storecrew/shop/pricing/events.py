"""What the pricing room announces."""

from storecrew.kernel.events.types import Event


class CurrenciesChanged(Event):
    """The store sells in other currencies now, or rounds their prices in another way."""

    room = "pricing"
    currency: str
