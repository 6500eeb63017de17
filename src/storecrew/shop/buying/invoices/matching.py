"""Three ways: what was ordered, what came, what is billed. Pure; amounts are minor units of one currency."""

from dataclasses import dataclass

from storecrew.shop.buying.invoices.models import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a price may be off without a word: per cent of one piece, and minor units for a line."""

    percent: int
    line_minor: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line should say, and what is wrong with it; empty: nothing."""

    expected: int
    agreed_minor: int | None
    problem: str


def judge(quantity: int, unit_minor: int, *, here: int, agreed_minor: int | None, limits: Limits) -> Verdict:
    """Lay a line of a bill beside `here` pieces that came and were not billed, at the agreed price (None: never ordered).

    Pieces that did not come go before a wrong price. Cheaper than agreed is told too: a bill may be for something else.
    """
    if agreed_minor is None:
        return Verdict(0, None, Problem.UNKNOWN)
    expected = min(quantity, max(0, here))
    if quantity > expected:
        return Verdict(expected, agreed_minor, Problem.NOT_HERE)
    off = (unit_minor - agreed_minor) * quantity
    within = abs(unit_minor - agreed_minor) * 100 <= limits.percent * agreed_minor and abs(off) <= limits.line_minor
    if off == 0 or within:
        return Verdict(expected, agreed_minor, "")
    return Verdict(expected, agreed_minor, Problem.DEARER if off > 0 else Problem.CHEAPER)


def number_key(number: str) -> str:
    """Return what makes two numbers the same: letters and digits, however they are set."""
    return "".join(sign for sign in number.casefold() if sign.isalnum())
