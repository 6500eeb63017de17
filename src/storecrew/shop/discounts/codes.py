"""Codes: how they are compared, and how new ones are made that nobody guesses."""

import re
import unicodedata
from collections.abc import Iterator
from random import Random

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0 O 1 I L, which are misread on paper and misheard on the telephone."""
_NOISE = re.compile(r"[\s\-_.·'’]+")


def key_of(code: str) -> str:
    """Return how a code is compared: `ｌａｍｐ－１０`, `Lamp 10` and `LAMP10` are one code."""
    plain = unicodedata.normalize("NFKC", code)
    return _NOISE.sub("", plain.replace("\u2010", "-").replace("\u2013", "-")).casefold()[:40]


def generated(prefix: str, length: int, chance: Random) -> Iterator[str]:
    """Yield codes such as `SPRING-7KQW-M3ZD` for ever: `length` random characters in groups of four.

    `chance` has to be a source nobody can predict (`random.SystemRandom`) wherever codes are worth money.
    """
    while True:
        text = "".join(chance.choice(ALPHABET) for _ in range(length))
        groups = [text[start : start + 4] for start in range(0, length, 4)]
        yield "-".join([prefix, *groups] if prefix else groups)
