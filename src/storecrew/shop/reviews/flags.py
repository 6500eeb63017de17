"""What makes a review worth a look before it is shown. Stars are not among it: a bad grade is shown at once."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LINK: Final = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|shop|cn|io|top|xyz)\b", re.IGNORECASE)
CONTACT: Final = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<!\d)\+?\d[\d -]{9,}\d(?!\d)"
)
MESSENGER: Final = re.compile(
    r"(?:加|v|微)\s*(?:我)?\s*(?:微信|vx|信)|wechat|whatsapp|telegram|qq\s*[:：]?\s*\d{5,}", re.IGNORECASE
)
SHOUTED_FROM: Final = 20

LABELS: Final[dict[str, Promise]] = {
    "link": _("has a link in it"),
    "contact": _("names a telephone number or an address"),
    "messenger": _("asks to be contacted elsewhere"),
    "shouted": _("is all in capitals"),
    "repeated": _("is the same letter over and over"),
}


def flags_of(text: str) -> list[str]:
    """Return the names of what should be looked at, in a fixed order; none for an ordinary review."""
    letters = [sign for sign in text if sign.isalpha() and sign.upper() != sign.lower()]
    found = {
        "link": bool(LINK.search(text)),
        "contact": bool(CONTACT.search(text)),
        "messenger": bool(MESSENGER.search(text)),
        "shouted": len(letters) >= SHOUTED_FROM and all(sign.isupper() for sign in letters),
        "repeated": bool(re.search(r"(\S)\1{9,}", text)),
    }
    return [name for name, is_so in found.items() if is_so]
