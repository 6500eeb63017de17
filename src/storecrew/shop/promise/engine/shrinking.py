"""Means of many small groups, each drawn to its parent as far as its own samples are few, and forgetting.

Along a chain from the widest group to the narrowest, each group's mean of n samples counts n / (n + k) and what was found for
the group above counts the rest (James and Stein 1961; Efron and Morris 1975; for chains: "partial pooling", Gelman and Hill
2007, ch. 12). Old samples fade by half each half-life.
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
                weight = group[0] * self._fade(day - group[2])
                draw = self._draws[min(link, len(self._draws) - 1)]
                found += weight / (weight + draw) * (group[1] / group[0] - found)
        return found

    def add(self, chain: Sequence[str], value: float, day: int) -> None:
        """Take a sample in, in every group of its chain."""
        for name in chain:
            group = self._groups.get(name)
            if group is None:
                group = self._groups[name] = [0.0, 0.0, float(day)]
            elif day > group[2]:
                fade = self._fade(day - group[2])
                group[0], group[1], group[2] = group[0] * fade, group[1] * fade, float(day)
            group[0] += 1.0
            group[1] += value

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

    def _fade(self, days: float) -> float:
        return float(0.5 ** (days / self._half_life)) if days > 0 else 1.0
