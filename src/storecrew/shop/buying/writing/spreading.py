"""Share freight, duty and fees among the pieces: pure, to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """A line by what costs are shared: what its pieces cost, weigh and count. `came` of `pieces` are here."""

    line_id: int
    pieces: int
    came: int
    cost_minor: int
    """Of one piece."""
    weight_g: int
    """Of one piece; 0: not known."""


def shares(amount_minor: int, lines: Sequence[Weighed], by: str, *, whole: bool) -> dict[int, int]:
    """Return what of a cost lies on the pieces of each line that have come.

    `whole`: nothing more will come, so all of it lies on what is here. Otherwise pieces still on their way carry their
    part. Weights or values that nobody knows: by pieces. Shares of what is here sum to the amount when `whole`.
    """
    measured = {line.line_id: _measure(line, by) for line in lines}
    if not any(
        measure * (line.came if whole else line.pieces) for line, measure in zip(lines, measured.values(), strict=True)
    ):
        measured = {line.line_id: 1 for line in lines}
    counted = [(line, measured[line.line_id] * (line.came if whole else max(line.pieces, line.came))) for line in lines]
    total = sum(weight for _line, weight in counted)
    if not total:
        return {}
    found: dict[int, int] = {}
    seen = 0
    for line, weight in counted:
        part = amount_minor * (seen + weight) // total - amount_minor * seen // total
        seen += weight
        pieces = line.came if whole else max(line.pieces, line.came)
        found[line.line_id] = part * line.came // pieces if pieces else 0
    return found


def together(several: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Add up the shares of several costs."""
    sums: dict[int, int] = {}
    for one in several:
        for line_id, minor in one.items():
            sums[line_id] = sums.get(line_id, 0) + minor
    return sums


def _measure(line: Weighed, by: str) -> int:
    match by:
        case "value":
            return line.cost_minor
        case "weight":
            return line.weight_g
    return 1
