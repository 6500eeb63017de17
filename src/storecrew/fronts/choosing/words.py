"""A choice in the buyer's words."""

from dataclasses import dataclass

from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.delays.wording import name_of, window


@dataclass(frozen=True, slots=True)
class Said:
    """A choice as its form shows it. `value` carries the seal: what was shown is what is chosen."""

    choice: Choice
    name: str
    detail: str
    value: str


def said(choice: Choice) -> Said:
    """Return a choice in the active language."""
    detail = ""
    if choice.code == Code.SUBSTITUTE:
        detail = choice.instead
    elif choice.code in {Code.SPLIT, Code.DROP}:
        detail = ", ".join(choice.lines)
    elif choice.code in {Code.WAIT, Code.PART}:
        detail = window(choice.first, choice.last)
    return Said(choice, name_of(choice), detail, f"{choice.key}|{choice.seal}")
