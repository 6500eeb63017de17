"""Value added tax of mainland China, and state sales taxes of some of the United States."""

from decimal import Decimal
from typing import Final

CN_SOURCE: Final = "增值税法 (Value-Added Tax Law of the PRC, in force from 2026-01-01), art. 10"
CN: Final = (("standard", Decimal(13)), ("reduced", Decimal(9)), ("services", Decimal(6)))
"""13 % goods; 9 % grain, books, water, gas …; 6 % services."""

US_SOURCE: Final = "State sales tax agencies, general state rates as of 2026-01-01; county and city taxes are not in it"
US: Final[tuple[tuple[str, str, str, bool], ...]] = (
    ("CA", "California", "7.25", False),
    ("CO", "Colorado", "2.9", False),
    ("FL", "Florida", "6", False),
    ("IL", "Illinois", "6.25", False),
    ("MA", "Massachusetts", "6.25", False),
    ("NJ", "New Jersey", "6.625", True),
    ("NY", "New York", "4", True),
    ("OR", "Oregon", "0", False),
    ("PA", "Pennsylvania", "6", True),
    ("TX", "Texas", "6.25", True),
    ("WA", "Washington", "6.5", True),
)
"""Code, name, percent, whether shipping that is charged for is taxed too."""
