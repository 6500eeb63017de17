"""Keeps a chance honest: what is called 90 % is moved until 90 % arrive.

Adaptive conformal inference (Gibbs and Candès 2021): after each outcome the level that is asked of the curve moves by a
small step against the error, so that in the long run the share of dates that hold is the one that was promised, whatever
the world does. An outcome counts on the day its date is over, not when it arrives: those that arrive early would be
known first, and would flatter. What has not come by then may never come; it counts as far as such parcels do come.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Level:
    """The chance that a window promises, and the part of the curve, from its middle outwards, that keeps it for now.

    Width moves and place does not: where things arrive earlier or later than they did, the curve itself follows sooner.
    """

    chance: float
    step: float
    level: float = -1.0

    def __post_init__(self) -> None:
        if self.level < 0:
            self.level = self.chance

    @property
    def ends(self) -> tuple[float, float]:
        """Return where on the curve the window begins and ends."""
        return (1 - self.level) / 2, (1 + self.level) / 2

    def settle(self, *, held: bool, weight: float = 1.0) -> None:
        """Learn from one window that is over. `weight`: how sure it is that this one counts."""
        moved = self.level + self.step * weight * (self.chance - (1.0 if held else 0.0))
        self.level = min(0.998, max(0.2, moved))
