"""Delivery promises, back-tested on real orders: how much shorter at the same rate kept, and whether windows hold.

    storecrew bench promise --data FOLDER

Nothing is fitted by looking ahead. How fast to forget and how much to believe few samples (`engine.model.Tuning`) was
chosen once, on the first two fifths of the public half of the data; what is reported is what came after. In another
folder of the same shape all of it is new.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.backtest import LEVELS, Judged, level_for, pinball, walk
from benchmarks.marketplace import read_folder
from storecrew.shop.promise.engine.model import CHANCES

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "olist"
TUNED_ON = 0.4
WARMING = 0.08
"""Of the orders, at the beginning: too little is known for them to count."""
MOST_WORTH = 400
"""Days that being in time may be worth, at the upper end of the search."""
type Rule = Callable[[Judged, float], int]


def by_chance(one: Judged, level: float) -> int:
    """Promise every order the same chance."""
    return one.by_chance(level)


def by_worth(one: Judged, level: float) -> int:
    """Promise so that a day more buys the same for every order."""
    return one.by_worth(MOST_WORTH * level * level)


def main() -> None:
    """Read, walk twice (with the marketplace's word as an input, and without), report."""
    parser = argparse.ArgumentParser(prog="storecrew bench promise")
    parser.add_argument("--data", type=Path, default=DATA)
    folder: Path = parser.parse_args().data
    if not folder.is_dir():
        print(f"Skipped: there is no folder {folder}")
        return
    found = read_folder(folder)
    orders = found.orders
    if len(orders) < 100:
        print(
            f"Skipped: {folder} holds {len(orders)} orders with dates; files missing: {', '.join(found.missing) or 'none'}"
        )
        return
    arrived = sum(order.delivered is not None for order in orders)
    print(
        f"{len(orders):,} orders from {orders[0].placed:%Y-%m-%d} to {orders[-1].placed:%Y-%m-%d}, {arrived:,} arrived,"
    )
    print(f"{found.unreadable:,} rows unreadable, files missing: {', '.join(found.missing) or 'none'}")
    print("Windows and rates are of orders that arrived; days are from the day of the order to the last day promised.")
    for believing in (True, False):
        print(f"\n-- {'with' if believing else 'without'} the marketplace's estimate as one of the inputs")
        walked = walk(orders, believing=believing)
        warm = [one for number, one in enumerate(walked.judged) if number >= WARMING * len(walked.judged)]
        later = walked.judged[int(TUNED_ON * len(walked.judged)) :]
        _compare("all but the first 8 %", warm)
        _compare("after the first 40 %", later)
        if believing:
            _months(warm)
        _losses("after the first 40 %", later)
        print(f"{walked.ms:.3f} ms a promise of two windows")


def _compare(part: str, judged: Sequence[Judged]) -> None:
    kept, said = _kept(judged, lambda one: one.estimated), _mean(judged, lambda one: one.estimated)
    print(f"\n{part}: {len(judged):,} orders; marketplace keeps {kept:.2%} with {said:.2f} days")
    for name, rule in (("same chance for every order", by_chance), ("same gain for every day", by_worth)):
        level = level_for(rule, judged, kept)
        days = _mean(judged, lambda one, rule=rule, level=level: rule(one, level))  # type: ignore[misc]
        rate = _kept(judged, lambda one, rule=rule, level=level: rule(one, level))  # type: ignore[misc]
        print(
            f"  {name:<28} {rate:.2%} kept with {days:.2f} days: {said - days:+.2f} days, {1 - days / said:+.1%} shorter"
        )
    for number, chance in enumerate(CHANCES):
        print(f"  {chance:.0%} windows hold {_held(judged, number):.1%}, {_width(judged, number):.1f} days wide")


def _months(judged: Sequence[Judged]) -> None:
    """Print each month, at the one level that keeps as many dates over all of them, and at the month's own."""
    kept = _kept(judged, lambda one: one.estimated)
    levels: dict[Rule, float] = {rule: level_for(rule, judged, kept) for rule in (by_chance, by_worth)}
    print("\n           orders  marketplace   same chance    same gain    shorter at the     windows that hold")
    print("                    kept  days    kept  days    kept  days   month's own rate    80 %    90 %")
    inside, months = [0, 0], sorted({one.month for one in judged})
    for month in months:
        part = [one for one in judged if one.month == month]
        own = _kept(part, lambda one: one.estimated)
        said = _mean(part, lambda one: one.estimated)
        cells = [f"{own:6.1%} {said:5.1f}"]
        shorter = []
        for rule, level in levels.items():
            promised = [rule(one, level) for one in part]
            rate = sum(one.arrived <= days for one, days in zip(part, promised, strict=True)) / len(part)
            cells.append(f"{rate:6.1%} {sum(promised) / len(part):5.1f}")
            there = level_for(rule, part, own)
            shorter.append(f"{1 - _mean(part, lambda one, rule=rule, there=there: rule(one, there)) / said:+6.1%}")  # type: ignore[misc]
        held = [_held(part, number) for number in range(len(CHANCES))]
        for number, chance in enumerate(CHANCES):
            inside[number] += abs(held[number] - chance) <= 0.03
        marks = [
            f"{rate:6.1%}{' ' if abs(rate - chance) <= 0.03 else '*'}"
            for rate, chance in zip(held, CHANCES, strict=True)
        ]
        print(f"  {month}  {len(part):6,}  {'  '.join(cells)}   {'  '.join(shorter)}   {'  '.join(marks)}")
    print(
        f"  within 3 points (no *): {inside[0]} of {len(months)} months at 80 %, {inside[1]} of {len(months)} at 90 %"
    )


def _losses(part: str, judged: Sequence[Judged]) -> None:
    print(f"\npinball loss in days, {part}:        ours  marketplace  all orders' quantile  lane's quantile")
    for number, level in enumerate(LEVELS):
        ours = pinball(level, ((one.arrived, one.by_chance(level)) for one in judged))
        others = [
            pinball(level, ((one.arrived, one.estimated) for one in judged)),
            pinball(level, ((one.arrived, one.overall[number]) for one in judged)),
            pinball(level, ((one.arrived, one.lane[number]) for one in judged)),
        ]
        told = "".join(f"{loss:11.3f} ({1 - ours / loss:+5.1%})" for loss in others)
        print(f"  level {level:.2f} {ours:35.3f}{told}")


def _kept(judged: Sequence[Judged], days: Callable[[Judged], int]) -> float:
    return sum(one.arrived <= days(one) for one in judged) / len(judged)


def _mean(judged: Sequence[Judged], days: Callable[[Judged], int]) -> float:
    return sum(days(one) for one in judged) / len(judged)


def _held(judged: Sequence[Judged], window: int) -> float:
    return sum(one.windows[window][0] <= one.arrived <= one.windows[window][1] for one in judged) / len(judged)


def _width(judged: Sequence[Judged], window: int) -> float:
    return sum(one.windows[window][1] - one.windows[window][0] + 1 for one in judged) / len(judged)


if __name__ == "__main__":
    main()
