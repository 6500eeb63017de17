"""Made-up worlds in which the truth is known: how long parcels take, by whose hand and on which road."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random

from storecrew.shop.promise.engine.model import Case, Model

FIRST = date(2025, 1, 6).toordinal()


def always(day: int) -> bool:
    return True


def weekdays(day: int) -> bool:
    return (day - 1) % 7 < 5


@dataclass
class Sent:
    case: Case
    handed: float
    arrived: float


def world(seed: int, count: int, days: int, *, slower_from: int = 10**9, spread: float = 0.35) -> list[Sent]:
    """Parcels of two sources on three roads: handling and travel are log-normal, all of it slower from a day on."""
    chance = Random(seed)
    found = []
    for _number in range(count):
        placed = FIRST + chance.random() * days
        source, lane = chance.choice(("quick", "slow")), chance.choice(("near", "far", "abroad"))
        slow = 1.6 if placed - FIRST > slower_from else 1.0
        handling = {"quick": 0.7, "slow": 2.2}[source] * exp(chance.gauss(0, spread))
        travel = {"near": 2.0, "far": 5.0, "abroad": 11.0}[lane] * exp(chance.gauss(0, spread)) * slow
        case = Case(placed, ("all", source), ("all", f"to:{lane}"), "works", "roads")
        found.append(Sent(case, placed + handling, placed + handling + travel))
    return sorted(found, key=lambda one: one.case.placed)


def walk(model: Model, sent: list[Sent], asked: Callable[[int, Sent], None] | None = None) -> Model:
    """Tell a model everything in the order of time; `asked` hears of each parcel just before it is placed."""
    events = [(one.case.placed, 0, number) for number, one in enumerate(sent)]
    events += [(one.handed, 1, number) for number, one in enumerate(sent)]
    events += [(one.arrived, 2, number) for number, one in enumerate(sent)]
    for moment, kind, number in sorted(events):
        model.advance(int(moment))
        if kind == 0:
            if asked:
                asked(number, sent[number])
            model.begin(str(number), sent[number].case)
        elif kind == 1:
            model.hand_over(str(number), moment)
        else:
            model.arrive(str(number), moment)
    return model


def fresh() -> Model:
    return Model(FIRST, {"works": always, "roads": always})
