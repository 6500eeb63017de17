"""What numbers that people write name."""

from collections.abc import Iterable

from storecrew.shop.orders import reads as orders
from storecrew.shop.returns.reads.complaints import ids_of_numbers


def named(numbers: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the subjects of returns and orders with these numbers, and the numbers that nothing has."""
    wanted = list(dict.fromkeys(numbers))
    returns = ids_of_numbers(wanted)
    found, unknown = [], []
    for number in wanted:
        if number in returns:
            found.append(f"return:{returns[number]}")
        elif (order_id := orders.id_of_number(number)) is not None:
            found.append(f"order:{order_id}")
        else:
            unknown.append(number)
    return found, unknown
