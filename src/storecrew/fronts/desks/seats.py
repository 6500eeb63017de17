"""What a seat's home says about the seat itself: what it is for, its routine, its limits, who is and was in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.grants import Grants
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.types import Text
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.guides import SeatGuide, guide_of
from storecrew.kernel.people.rows import SeatRow, TenureRow
from storecrew.kernel.people.seats import Seat


@dataclass(frozen=True, slots=True)
class Home:
    """A seat as its page shows it."""

    seat: Seat
    row: SeatRow | None
    history: tuple[TenureRow, ...]

    @property
    def guide(self) -> SeatGuide:
        """Return what the seat is for, in words for a beginner."""
        return guide_of(self.seat)

    @property
    def rhythms(self) -> list[tuple[str, Sequence[Text]]]:
        """Return the routines by rhythm, without rhythms that have none."""
        duties = self.guide.duties
        named: list[tuple[str, Sequence[Text]]] = [
            (_("each day"), duties.daily),
            (_("each week"), duties.weekly),
            (_("each month"), duties.monthly),
            (_("each quarter"), duties.quarterly),
        ]
        return [(name, some) for name, some in named if some]

    @property
    def people(self) -> tuple[TenureRow, ...]:
        """Return who is in the seat now: its holder, who shares it, who covers."""
        if self.row is None:
            return ()
        return tuple(one for one in (self.row.holder, *self.row.sharers, *self.row.covers) if one is not None)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a job can be handed on to."""

    person_id: int
    name: str


def home_of(seat: Seat, actor: Actor, now: datetime, board: Sequence[SeatRow]) -> Home:
    """Return what is to be said about a seat; who sits where is left out for people who have no seat at all."""
    row = next((row for row in board if row.seat == seat), None)
    history = people.history(actor, people.HistoryQuery(seat=seat), now=now).items if board else ()
    return Home(seat, row, history)


def board_of(actor: Actor, now: datetime, grants: Grants) -> tuple[SeatRow, ...]:
    """Return who is in which seat, in the order of seats; nothing for people without a seat."""
    if not grants.seats and not grants.owner:
        return ()
    return people.board(actor, people.BoardQuery(), now=now).seats


def colleagues_of(actor: Actor, board: Sequence[SeatRow]) -> Mapping[str, tuple[Colleague, ...]]:
    """Return, for each seat, who else is in it now."""
    return {
        row.seat: tuple(
            Colleague(one.person_id, one.name)
            for one in (row.holder, *row.sharers, *row.covers)
            if one is not None and one.person_id != actor.person_id
        )
        for row in board
    }
