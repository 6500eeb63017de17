"""Who is told when something is back: in the order of asking, and no more than can hope for a piece."""

from collections.abc import Sequence
from datetime import timedelta

HOPES_FOR = timedelta(hours=24)
"""How long somebody who was told counts as on their way to the shop; after that the next ones may be told."""


def allot(waiting: Sequence[int], pieces: int | None, *, multiple: int, hoping: int) -> Sequence[int]:
    """Return who of `waiting`, the first to ask first, is told now.

    `pieces` that can be had (None: without limit) times `multiple` may hope; `hoping` of them were told already.
    """
    if pieces is None:
        return waiting
    return waiting[: max(0, max(0, pieces) * multiple - hoping)]
