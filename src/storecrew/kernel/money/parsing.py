"""Read amounts as people and other systems write them."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _

from storecrew.kernel.money.currencies import is_currency, minor_digits
from storecrew.kernel.money.formatting import locale_of
from storecrew.kernel.money.types import CurrencyMismatch, Money, MoneyError, TooPrecise, UnknownCurrency

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000]+")
_BLANK_BETWEEN_DIGITS = re.compile(rf"(?<=\d){_SPACES.pattern}(?=\d)")
"""Some languages group by blanks; kept as an apostrophe, so that `1 234` is a number and `12 34` is none."""
_UNIT_WORDS = {
    **dict.fromkeys(("元", "块", "圆", "人民币", "RMB"), "CNY"),
    **dict.fromkeys(("円", "日元"), "JPY"),
    "美元": "USD",
    "港币": "HKD",
    "欧元": "EUR",
}
_TEN_THOUSANDS = {"万": 4, "亿": 8}
_GROUPED = re.compile(r"\d{1,3}(?:([,.'’])\d{3})(?:\1\d{3})*")
_GROUPED_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")
_NUMBER = re.compile(r"[\d.,'’]*\d[\d.,'’]*")


class NotAnAmount(MoneyError):
    """The text is no amount, or could be two different ones."""

    def __init__(self, text: str) -> None:
        super().__init__(_("“%(text)s” is not an amount. Write it like 1,234.50.") % {"text": text[:40]})


def parse_money(text: str, currency: str, *, language: str | None = None) -> Money:
    """Read an amount of `currency`: `¥12.5`, `1,234.50`, `１２元`, `(12.50)`, `-3`, `1.2万`, `12,50 €`.

    `language` (a Django code) says which of `,` and `.` is the decimal sign. None takes only what has one meaning: a
    single separator before three digits is then read as grouping, and refused for currencies with three decimals.
    Raises NotAnAmount, CurrencyMismatch (the text names another currency), TooPrecise, UnknownCurrency.
    """
    if not is_currency(currency):
        raise UnknownCurrency(currency)
    negative, plain = _sign(_plain(text))
    number = _NUMBER.search(plain)
    if number is None or len(plain) > 64:
        raise NotAnAmount(text)
    before, after = plain[: number.start()], plain[number.end() :]
    if before.endswith("-") and not negative:  # ¥-3
        negative, before = True, before[:-1]
    power = _TEN_THOUSANDS.get(after[:1], 0)
    for unit in (before, after[1:] if power else after):
        _check_unit(unit, currency, text, language)
    value = Decimal(_decimal(number.group(), _decimal_sign(language), minor_digits(currency), text)).scaleb(power)
    minor = value.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value():
        raise TooPrecise(text, currency)
    return Money(-int(minor) if negative else int(minor), currency)


def _plain(text: str) -> str:
    """Full-width forms, other scripts' digits and all kinds of blanks and minus signs made plain."""
    folded = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in folded)
    digits = _SPACES.sub("", _BLANK_BETWEEN_DIGITS.sub("'", digits))
    return digits.replace("\u2212", "-").replace("\u2013", "-").replace("\u066b", ".").replace("\u066c", ",")


def _sign(text: str) -> tuple[bool, str]:
    """Return whether the text says minus (`-3`, `3-`, `(3)`), and the rest."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1]
    if text.startswith("-"):
        return True, text[1:]
    if text.endswith("-"):
        return True, text[:-1]
    return False, text.removeprefix("+")


def _check_unit(unit: str, currency: str, text: str, language: str | None) -> None:
    """Accept nothing, the code, a sign or a word of `currency`; complain about another currency's."""
    if not unit or unit.upper() == currency or unit in _signs(currency, language):
        return
    word = _UNIT_WORDS.get(unit.upper())
    if word == currency:
        return
    if word or is_currency(unit.upper()):
        raise CurrencyMismatch(currency, word or unit.upper())
    owner = next(
        (code for code in ("USD", "EUR", "GBP", "CNY", "JPY", "KRW", "INR", "HKD") if unit in _signs(code, language)),
        None,
    )
    if owner:
        raise CurrencyMismatch(currency, owner)
    raise NotAnAmount(text)


@cache
def _signs(currency: str, language: str | None) -> frozenset[str]:
    locales = ("en", "zh_Hans", "ja", "de", locale_of(language))
    signs = {unicodedata.normalize("NFKC", get_currency_symbol(currency, locale)) for locale in locales}
    return frozenset(signs | {re.sub("[A-Z]", "", sign) for sign in signs} - {""})  # US$, CN¥, NT$ are $ and ¥ at home


def _decimal_sign(language: str | None) -> str | None:
    if language is None:
        return None
    sign = locale_of(language).number_symbols["latn"]["decimal"]
    return sign if isinstance(sign, str) else "."


def _decimal(number: str, sign: str | None, digits: int, text: str) -> str:
    """Return the number with a point for the decimals and without grouping; raises NotAnAmount."""
    used = {char for char in number if char in ".,"}
    if sign is None:
        sign = _guessed_sign(number, used, digits, text)
    group = "," if sign == "." else "."
    whole, found, fraction = number.partition(sign)
    if sign in fraction or group in fraction or "'" in fraction or "’" in fraction or (found and not fraction):
        raise NotAnAmount(text)
    if not whole.isdigit() and whole:
        grouped = _GROUPED.fullmatch(whole) or (group == "," and _GROUPED_INDIAN.fullmatch(whole))
        if not grouped or sign in whole:
            raise NotAnAmount(text)
    bare = re.sub(r"[.,'’]", "", whole) or "0"
    return f"{bare}.{fraction}" if fraction else bare


def _guessed_sign(number: str, used: set[str], digits: int, text: str) -> str:
    if len(used) == 2:
        return max(used, key=number.rfind)
    if not used:
        return "."
    only = next(iter(used))
    other = "," if only == "." else "."
    if number.count(only) > 1:
        return other
    if len(number) - number.rfind(only) - 1 != 3 or number.startswith("0"):
        return only
    if digits == 3:
        raise NotAnAmount(text)
    return other
