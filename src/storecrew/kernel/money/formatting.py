"""Write money as readers of a language expect it."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern
from django.utils.translation import get_language

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.types import Money

MINUS = "\u2212"
_LETTER_BESIDE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Where CLDR's currency spacing wants a blank (KWD 1.234): Babel's patterns leave it out."""


def format_money(money: Money, language: str | None = None) -> str:
    """Return e.g. `¥1,234.50`, `US$12.00`, `−JP¥300` (true minus sign, the currency's own decimals).

    `language` is a Django language code; None means the language of the current page.
    """
    locale = locale_of(language)
    pattern = _pattern(str(locale), minor_digits(money.currency))
    text: str = pattern.apply(money.amount, locale, currency=money.currency, currency_digits=False)
    return _LETTER_BESIDE_DIGIT.sub("\u00a0", text).replace("-", MINUS)


def format_amount(money: Money, language: str | None = None) -> str:
    """Return the number alone, for columns whose header names the currency."""
    locale = locale_of(language)
    digits = minor_digits(money.currency)
    text: str = parse_pattern("#,##0" + (f".{'0' * digits}" if digits else "")).apply(money.amount, locale)
    return text.replace("-", MINUS)


def currency_sign(currency: str, language: str | None = None) -> str:
    """Return what stands for the currency in that language: `¥` for CNY in Chinese, `CN¥` in English."""
    return get_currency_symbol(currency, locale_of(language))


def locale_of(language: str | None = None) -> Locale:
    """Return Babel's locale for a Django language code such as `zh-hans`; English where Babel knows none."""
    return _locale(language or get_language() or "en")


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    # the language of the page is no argument of locale_of, so only what it resolves to may be remembered
    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=128)
def _pattern(locale: str, digits: int) -> NumberPattern:
    """Return the locale's currency pattern with exactly `digits` decimals (CLDR's own are not ISO 4217's)."""
    standard: str = Locale.parse(locale).currency_formats["standard"].pattern
    return parse_pattern(standard.replace("0.00", "0" + (f".{'0' * digits}" if digits else "")))
