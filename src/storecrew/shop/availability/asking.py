"""Which offers to ask a supplier about, when only so many questions a day are answered. Pure.

The value of an answer is what not knowing costs until one can ask again: pieces we would sell that are not there, and
pieces that are there and would not be sold. For each further piece the chance that a customer wants it is multiplied by
the chance that we are wrong about it; that is the expected value of perfect information of the decision to sell (Raiffa,
Schlaifer, Applied Statistical Decision Theory, 1961, ch. 4). Questions with the greatest value are asked first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp
from typing import Final

from storecrew.shop.availability import rule
from storecrew.shop.availability.rule import Grounds

PIECES_AT_MOST: Final = 12
"""So many pieces of an offer are thought through; beyond them hardly anything is wanted before the next question."""
OVERSELL_COST: Final = 4.0
"""What an oversold piece costs, in margins of a piece: the sale, the refund, the customer."""


@dataclass(frozen=True, slots=True)
class Open:
    """An offer one could ask about. `demand`: pieces a day that our customers want; `restocks`: of
    what is out so much comes back a day.

    `margin`: what a sold piece brings, in any unit; `oversell_cost` in the same.
    """

    key: int
    grounds: Grounds
    sellable: int
    demand: float
    restocks: float
    margin: float = 1.0
    oversell_cost: float = OVERSELL_COST


@dataclass(frozen=True, slots=True)
class Loss:
    """What not knowing costs until the next chance to ask: pieces oversold, sales lost, and both in money."""

    oversells: float
    lost_sales: float
    cost: float


def loss_of(one: Open, days: float = 1.0) -> Loss:
    """Return what not asking about an offer costs over `days`."""
    mean = one.demand * days
    out = 1.0 - rule.there(one.grounds, 1)
    back = out * (1.0 - exp(-one.restocks * one.grounds.days))
    oversells = lost = 0.0
    wanted = probability = exp(-mean)
    for piece in range(1, PIECES_AT_MOST + 1):
        tail = 1.0 - wanted
        if tail < 1e-6:
            break
        there = 1.0 - (1.0 - rule.there(one.grounds, piece)) * (1.0 - back)
        if piece <= one.sellable:
            oversells += tail * (1.0 - there)
        else:
            lost += tail * there
        probability *= mean / piece
        wanted += probability
    return Loss(oversells, lost, oversells * one.oversell_cost + lost * one.margin)


def plan(offers: Iterable[Open], most: int, days: float = 1.0) -> list[tuple[Open, Loss]]:
    """Return the `most` questions whose answers are worth most, dearest first; the same every time."""
    valued = ((one, loss_of(one, days)) for one in offers)
    worth = [(one, loss) for one, loss in valued if loss.cost > 0]
    return sorted(worth, key=lambda pair: (-pair[1].cost, pair[0].key))[:most]
