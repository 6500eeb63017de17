"""Which state may follow which: the only place that says so."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.shop.returns.models import ReturnLine, State
from storecrew.shop.returns.reasons import CLAIMS

_AFTER_APPROVAL = frozenset({State.PART_RECEIVED, State.RECEIVED, State.SETTLED, State.CANCELLED})

LEGAL: Final[Mapping[State, frozenset[State]]] = {
    State.REQUESTED: frozenset({State.APPROVED, State.DECLINED, State.CANCELLED}),
    State.APPROVED: _AFTER_APPROVAL | {State.ON_THE_WAY},
    State.ON_THE_WAY: _AFTER_APPROVAL,
    State.PART_RECEIVED: frozenset({State.RECEIVED, State.SETTLED}),
    State.RECEIVED: frozenset({State.SETTLED, State.CLOSED}),
    State.SETTLED: frozenset({State.CLOSED, State.APPROVED, State.PART_RECEIVED, State.RECEIVED}),
    State.CLOSED: frozenset({State.RECEIVED, State.APPROVED, State.PART_RECEIVED}),
    State.DECLINED: frozenset(),
    State.CANCELLED: frozenset(),
}
"""Back from settled or closed it goes only where money that was sent did not arrive."""


class Illegal(ValueError):
    """Code tried to bring a return into a state that cannot follow: a bug, never the reader's doing."""


def refuse_unless(state: str, allowed: Iterable[State], sentence: str) -> None:
    """Raise Refused with the sentence unless the state is one of those allowed."""
    if state not in set(allowed):
        words = {"state": str(State(state).label)}
        raise Refused(f"{sentence} {_('It stands at: %(state)s.') % words}", code="returns.state")


def check(old: str, new: State) -> None:
    """Raise Illegal for what cannot follow; staying is always allowed."""
    if old != new and new not in LEGAL[State(old)]:
        raise Illegal(f"a return cannot become {new} from {old}")


def is_claim(reasons: Iterable[str]) -> bool:
    """Tell whether something was wrong with everything that is sent back."""
    found = set(reasons)
    return bool(found) and found <= CLAIMS


def after_receipt(lines: Iterable[ReturnLine]) -> State:
    """Return the state that follows from what has come in."""
    return State.PART_RECEIVED if any(line.awaited for line in lines) else State.RECEIVED


def standing(lines: Iterable[ReturnLine], *, nothing_back: bool) -> State:
    """Return where a return stands whose money did not arrive."""
    rows = list(lines)
    if nothing_back or not any(line.received for line in rows):
        return State.APPROVED
    return after_receipt(rows)
