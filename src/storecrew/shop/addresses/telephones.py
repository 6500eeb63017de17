"""Telephone numbers, as far as a parcel service needs them: the digits, and in China the right number of them."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.shop.addresses.folding import narrowed

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}[2-8]\d{6,7}|(400|800)\d{7}|95\d{3,6}")
EXTENSION = re.compile(r"(?:转|轉|ext\.?|x|#|(?<=\d{11})-)\s*(\d{1,6})$", re.IGNORECASE)
LEAST, MOST = 5, 15
"""E.164 allows fifteen digits; nobody is reached with fewer than five."""


def checked_phone(text: str, country: str) -> str:
    """Return the number in its one form; an empty text stays empty. Raises ValueError with a sentence."""
    text = narrowed(text)
    if not text:
        return ""
    number, extension = _without_extension(text)
    if re.search(r"[^\d\s()+./·-]", number):
        raise ValueError(_("A telephone number has digits only."))
    digits = re.sub(r"\D", "", number)
    if country == "CN":
        return _chinese(digits, international="+" in number) + extension
    if not LEAST <= len(digits) <= MOST:
        raise ValueError(_("This is not a telephone number: it has %(n)d digits.") % {"n": len(digits)})
    return ("+" if number.startswith("+") else "") + digits + extension


def _chinese(digits: str, *, international: bool) -> str:
    if international and not digits.startswith("86"):  # somebody abroad is called about a parcel in China
        return f"+{digits}"
    bare = re.sub(r"^(0086|86)(?=1[3-9]\d{9}$|0?\d{9,11}$)", "", digits)
    if MOBILE.fullmatch(bare) or LANDLINE.fullmatch(bare):
        return bare
    if re.match(r"1[3-9]", bare):
        raise ValueError(
            ngettext(
                "A mobile number in China has 11 digits; this one has %(n)d.",
                "A mobile number in China has 11 digits; this one has %(n)d.",
                len(bare),
            )
            % {"n": len(bare)}
        )
    if LEAST + 2 <= len(bare) <= MOST:  # a landline written without its area code: the courier knows the town
        return bare
    raise ValueError(_("This is not a telephone number: it has %(n)d digits.") % {"n": len(bare)})


def _without_extension(text: str) -> tuple[str, str]:
    found = EXTENSION.search(text)
    return (text[: found.start()].strip(), f"-{found[1]}") if found else (text, "")
