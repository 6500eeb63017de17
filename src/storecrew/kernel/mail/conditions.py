"""Letters that are only right as long as something holds: asked once more when they are about to leave.

    @conditions.condition("wishes.back")                             # once, in the room that knows
    def is_back(subject): …
    write(letter, …, still=("wishes.back", "variant:7"))

What no longer holds is not sent: its act is confirmed with `{"sent": False}`, and `ActSettled` tells whoever wrote it.
"""

from collections.abc import Callable

type Condition = Callable[[str], bool]

_conditions: dict[str, Condition] = {}


def condition(name: str) -> Callable[[Condition], Condition]:
    """Register who knows whether a letter is still right; `name` is stable: it stands in acts that wait."""

    def decorate(function: Condition) -> Condition:
        if _conditions.get(name, function) is not function:
            raise ValueError(f"condition {name} is registered twice")
        _conditions[name] = function
        return function

    return decorate


def holds(name: str, subject: str) -> bool:
    """Tell whether a letter is still right; a condition that nobody knows any more holds nothing back."""
    known = _conditions.get(name)
    return known is None or known(subject)
