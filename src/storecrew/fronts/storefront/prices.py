"""Prices as a storefront writes them: without cents where there are none."""

from functools import lru_cache

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money


@lru_cache(maxsize=4096)
def price_text(price: Money, language: str) -> str:
    """Return e.g. `¥98`, `$22.50` in a language."""
    text = format_money(price, language)
    digits = minor_digits(price.currency)
    if not digits or price.minor % 10**digits:
        return text
    for mark in ".,":
        text = text.replace(mark + "0" * digits, "", 1) if _ends_with_cents(text, mark, digits) else text
    return text


def _ends_with_cents(text: str, mark: str, digits: int) -> bool:
    at = text.rfind(mark + "0" * digits)
    return at >= 0 and not any(sign.isdigit() for sign in text[at + 1 + digits :])
