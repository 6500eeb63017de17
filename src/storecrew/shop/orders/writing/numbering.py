"""Give an order its number."""

from datetime import datetime

from storecrew.shop.orders.models import Ordinal, Rulebook


def rulebook() -> Rulebook:
    """Return the shop's habits; the defaults where nobody set any."""
    return Rulebook.objects.filter(pk=1).first() or Rulebook()


def next_number(at: datetime, habits: Rulebook) -> str:
    """Return a number nobody has: later ones are higher, and no two orders wait for each other to get one."""
    return number_at(Ordinal.objects.create(at=at).pk, habits)


def number_at(ordinal: int, habits: Rulebook) -> str:
    """Return the number that the so-many-th order gets."""
    return f"{habits.prefix}{habits.first_number - 1 + ordinal}"
