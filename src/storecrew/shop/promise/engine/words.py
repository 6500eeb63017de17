"""How far what somebody says can be taken at its word: a small regression that learns as it goes and forgets.

Ridge regression (Hoerl and Kennard 1970) on the logarithms of what experience expects and of what was said, by recursive
least squares with a forgetting factor (Ljung 1999, §11.2), drawn to weights that believe both.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class Words:
    """Weights of (1, expected, said). `weights` begins as `prior`, which counts as `strength` samples of each."""

    __slots__ = ("_fade", "_left", "_prior", "_right", "_strength", "weights")

    def __init__(self, prior: Sequence[float], strength: float, half_life: float) -> None:
        self._prior, self._strength = tuple(prior), strength
        self._fade = 0.5 ** (1 / half_life)
        size = len(prior)
        self._left = [[strength if row == column else 0.0 for column in range(size)] for row in range(size)]
        self._right = [strength * value for value in prior]
        self.weights = list(prior)

    def expect(self, features: Sequence[float]) -> float:
        """Return the expected logarithm."""
        return sum(weight * value for weight, value in zip(self.weights, features, strict=True))

    def add(self, features: Sequence[float], value: float) -> None:
        """Take a sample in; weights change with the next day."""
        for row, one in enumerate(features):
            left = self._left[row]
            for column, other in enumerate(features):
                left[column] += one * other
            self._right[row] += one * value

    def next_day(self) -> None:
        """Forget a little, and reckon the weights anew. Neither source is ever held against: weights stay above nothing."""
        fade, back = self._fade, (1 - self._fade) * self._strength
        for row, left in enumerate(self._left):
            for column in range(len(left)):
                left[column] *= fade
            left[row] += back
            self._right[row] = self._right[row] * fade + back * self._prior[row]
        found = _solved(self._left, self._right)
        self.weights = [found[0], *(max(0.02, weight) for weight in found[1:])]

    def state(self) -> dict[str, Any]:
        """Return everything it knows, as JSON can hold it."""
        return {"left": [list(row) for row in self._left], "right": list(self._right), "weights": list(self.weights)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state back."""
        self._left = [[float(value) for value in row] for row in state["left"]]
        self._right = [float(value) for value in state["right"]]
        self.weights = [float(value) for value in state["weights"]]


def _solved(left: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve a small system by elimination; it is positive definite, so no row needs to be swapped."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(left, right, strict=True)]
    for pivot in range(size):
        for below in range(pivot + 1, size):
            factor = rows[below][pivot] / rows[pivot][pivot]
            for column in range(pivot, size + 1):
                rows[below][column] -= factor * rows[pivot][column]
    found = [0.0] * size
    for row in range(size - 1, -1, -1):
        known = sum(rows[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (rows[row][size] - known) / rows[row][row]
    return found
