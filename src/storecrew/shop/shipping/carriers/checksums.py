"""The check digits of tracking numbers. Each function tells whether the last sign belongs to those before it.

Letters among digits count as the carriers count them: (code point − 3) mod 10, so A is 2 and Z is 7 (UPS).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

type Test = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with a name; `test(serial, digit)`."""

    name: str
    test: Test


def mod10(first: int, second: int) -> Check:
    """Weights alternate from the first sign on; the sum and the check digit make a multiple of ten."""

    def test(serial: str, digit: str) -> bool:
        total = sum(_value(sign) * (second if place % 2 else first) for place, sign in enumerate(serial))
        return (10 - total % 10) % 10 == _value(digit)

    return Check("mod10", test)


def mod7() -> Check:
    """The remainder of the whole number divided by seven (air waybills)."""
    return Check("mod7", lambda serial, digit: int(serial) % 7 == int(digit))


def weighted(weights: Sequence[int], modulo: int, then: int) -> Check:
    """Weighted sum, its remainder by `modulo`, and that one's by `then`."""

    def test(serial: str, digit: str) -> bool:
        total = sum(int(sign) * weight for sign, weight in zip(serial, weights, strict=True))
        return total % modulo % then == int(digit)

    return Check("weighted", test)


def s10() -> Check:
    """Return the rule of UPU standard S10: weights 8 6 4 2 3 5 9 7, eleven minus the remainder; 10 is 0 and 11 is 5."""

    def test(serial: str, digit: str) -> bool:
        total = sum(int(sign) * weight for sign, weight in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
        return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11) == int(digit)

    return Check("s10", test)


def _value(sign: str) -> int:
    return int(sign) if sign.isdigit() else (ord(sign) - 3) % 10
