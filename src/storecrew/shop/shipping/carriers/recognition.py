"""Whose number this is, and whether it can be right: the check digit is asked before anybody is told "shipped"."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from storecrew.shop.shipping.carriers.numbers import PATTERNS, POSTS, Pattern

_JUNK = re.compile(r"[\s\u200b-\u200f\ufeff·.]+")


class State(StrEnum):
    """How sure one can be of a number."""

    CHECKED = "checked"
    """Its check digit is right."""
    PLAUSIBLE = "plausible"
    """It has the form; there is no check digit to ask."""
    UNKNOWN = "unknown"
    """Nothing is known of this carrier's numbers."""
    WRONG = "wrong"
    """It cannot be a number of this carrier: wrong form or wrong check digit."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose number it may be. `country`: of the posting country (S10)."""

    carrier: str
    kind: str
    state: State
    country: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A number under one carrier's rules. `digit_wrong`: the form is right, the check digit is not: a slip of the pen."""

    number: str
    state: State
    kind: str = ""
    digit_wrong: bool = False


def normal(number: str) -> str:
    """Return a number as carriers keep it: half-width capitals without spaces. Scanners add spaces, spreadsheets a quote."""
    return _JUNK.sub("", unicodedata.normalize("NFKC", number)).strip("'\"`,;").upper()


def recognise(number: str) -> tuple[Recognised, ...]:
    """Return the carriers that a number may belong to, surest first, each once; empty: nobody's."""
    plain = normal(number)
    found: dict[str, Recognised] = {}
    for pattern in PATTERNS:
        state, country = _try(pattern, plain)
        if state in {State.CHECKED, State.PLAUSIBLE}:
            known = found.get(pattern.carrier)
            if known is None or (known.state, known.weak) != (State.CHECKED, False) and state == State.CHECKED:
                found[pattern.carrier] = Recognised(pattern.carrier, pattern.kind, state, country, pattern.weak)
    if any(one.carrier != "s10" and one.country for one in found.values()):
        found.pop("s10", None)  # the post itself is named
    return tuple(sorted(found.values(), key=_surest))


def judge(carrier: str, number: str) -> Judged:
    """Say whether a number can be this carrier's."""
    plain = normal(number)
    own = [pattern for pattern in PATTERNS if pattern.carrier == carrier]
    if not own:
        return Judged(plain, State.UNKNOWN)
    results = [(_try(pattern, plain)[0], pattern.kind) for pattern in own]
    for state in (State.CHECKED, State.PLAUSIBLE):
        for result, kind in results:
            if result == state:
                return Judged(plain, state, kind)
    slip = any(pattern.regex.fullmatch(plain) for pattern in own if pattern.check)
    return Judged(plain, State.WRONG, digit_wrong=slip)


def _try(pattern: Pattern, number: str) -> tuple[State, str]:
    match = pattern.regex.fullmatch(number)
    if match is None:
        return State.WRONG, ""
    groups = match.groupdict()
    country = groups.get("country") or ""
    if country and country not in POSTS:
        return State.WRONG, ""
    if pattern.check is None:
        return State.PLAUSIBLE, country
    serial = groups["serial"]
    if pattern.prefix and not re.match(pattern.unless, serial):
        serial = pattern.prefix + serial
    good = pattern.check.test(serial, groups.get("digit") or number[-1])
    return (State.CHECKED if good else State.WRONG), country


def _surest(one: Recognised) -> tuple[bool, bool, bool]:
    # a telling beginning beats a bare row of digits, even one whose check digit happens to fit: one in ten does
    digits_only = one.kind in {"Express", "Ground", "Air waybill", "Air", "20", "Ground SSCC", "SmartPost"}
    return one.weak, digits_only, one.state != State.CHECKED
