"""Which currencies exist and how many minor units they have.

The digits are those of ISO 4217 (list one, "Minor unit"), not those of CLDR: CLDR drops the cents of currencies whose
coins are no longer used (RSD, PKR, IQD …), while banks and payment providers still count them.
"""

from functools import cache
from typing import Final

from babel.numbers import list_currencies

_NO_DIGITS: Final = frozenset(
    {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
)
_THREE_DIGITS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_FOUR_DIGITS: Final = frozenset({"CLF", "UYW"})


@cache
def known_currencies() -> frozenset[str]:
    """Return every ISO 4217 code, in use or withdrawn: old books have to stay readable."""
    return frozenset(list_currencies())


def is_currency(code: str) -> bool:
    """Tell whether `code` is an upper-case ISO 4217 code."""
    return code in known_currencies()


def minor_digits(code: str) -> int:
    """Return how many decimal digits the currency has: 2 for CNY, 0 for JPY, 3 for KWD."""
    if code in _NO_DIGITS:
        return 0
    if code in _THREE_DIGITS:
        return 3
    return 4 if code in _FOUR_DIGITS else 2
