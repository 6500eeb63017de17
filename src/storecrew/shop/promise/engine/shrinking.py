"""Means of many small groups, each drawn to its parent as far as its own samples are few, and forgetting.

Along a chain from the widest group to the narrowest, every group learns how far it lies from what the groups above it say
(James and Stein 1961; Efron and Morris 1975; for chains: Gelman and Hill 2007, ch. 12, "partial pooling"): the mean of n
such differences counts n / (n + k). Old samples fade by half each half-life.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class Shrunk:
    """Groups by name. `draws`: k for each link of the chain, the last one for all that follow."""

    __slots__ = ("_draws", "_groups", "_half_life")

    def __init__(self, half_life: float, draws: Sequence[float]) -> None:
        self._half_life = half_life
        self._draws = tuple(draws)
        self._groups: dict[str, list[float]] = {}  # name -> weight, sum, day

    def mean(self, chain: Sequence[str], day: int) -> float:
        """Return what is expected of the last group of a chain."""
        found = 0.0
        for link, name in enumerate(chain):
            group = self._groups.get(name)
            if group is not None:
                found += self._own(group, link, self._fade(day - group[2]))
        return found

    def add(self, chain: Sequence[str], value: float, day: int) -> None:
        """Take a sample in, in every group of its chain."""
        above = 0.0
        for link, name in enumerate(chain):
            group = self._groups.get(name)
            if group is None:
                group = self._groups[name] = [0.0, 0.0, float(day)]
            elif day > group[2]:
                fade = self._fade(day - group[2])
                group[0], group[1], group[2] = group[0] * fade, group[1] * fade, float(day)
            own = self._own(group, link, 1.0)
            group[0] += 1.0
            group[1] += value - above
            above += own

    def weight(self, name: str, day: int) -> float:
        """Return how many samples a group has, old ones counting less."""
        group = self._groups.get(name)
        return group[0] * self._fade(day - group[2]) if group else 0.0

    def state(self) -> dict[str, list[float]]:
        """Return everything it knows, as JSON can hold it."""
        return {name: list(group) for name, group in self._groups.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state back."""
        self._groups = {name: [float(value) for value in group] for name, group in state.items()}

    def _own(self, group: list[float], link: int, fade: float) -> float:
        weight = group[0] * fade
        return (
            weight / (weight + self._draws[min(link, len(self._draws) - 1)]) * (group[1] / group[0]) if weight else 0.0
        )

    def _fade(self, days: float) -> float:
        return float(0.5 ** (days / self._half_life)) if days > 0 else 1.0
