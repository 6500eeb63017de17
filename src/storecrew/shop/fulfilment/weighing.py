"""What a parcel should weigh, and whether the scales agree: the cheapest way to find a wrong thing in a box."""

from collections.abc import Sequence

from storecrew.shop.fulfilment.models import Habits


def expected(pieces: Sequence[tuple[int, int | None]], tare_g: int | None) -> int | None:
    """Return what (quantity, weight of one) and the box weigh together; None where a piece's weight is not known."""
    if any(weight is None for _quantity, weight in pieces):
        return None
    return sum(quantity * (weight or 0) for quantity, weight in pieces) + (tare_g or 0)


def tolerance_g(expected_g: int, habits: Habits) -> int:
    """Return by how much a parcel may differ."""
    return max(habits.weigh_tolerance_g, expected_g * habits.weigh_tolerance_percent // 100)


def is_off(expected_g: int | None, weight_g: int | None, habits: Habits | None = None) -> bool:
    """Tell whether the scales contradict the contents by more than the tolerance. What is not known contradicts nothing."""
    if expected_g is None or weight_g is None:
        return False
    return abs(weight_g - expected_g) > tolerance_g(expected_g, habits or current_habits())


def current_habits() -> Habits:
    """Return the habits that hold."""
    return Habits.objects.filter(pk=1).first() or Habits()
