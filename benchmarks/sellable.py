"""What the rule of availability is worth, against copying the supplier's number, where the truth is known.

Suppliers lag, lie on Fridays, close for festivals and forget to report (`benchmarks.suppliers`). All policies meet the same
orders. Two comparisons, each over several seeds with a 95 % interval of the mean:

- at the default thresholds, against the plain number;
- at equal delivered sales: a buffer is held back from the number, and the rule's risk is set so that it delivers as many
  pieces as that; then oversells and lost sales are compared. Between two measured settings it is interpolated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from benchmarks.stage import Figure
from benchmarks.suppliers import KINDS, Policy, Suppliers, Tally
from benchmarks.suppliers.policies import Copy, Rule
from storecrew.shop.availability.rule import USUAL, Thresholds

SEEDS = range(8)
RISKS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.97, 0.995)
DARING, NEVER_STOPS = 0.5, 60.0
"""Above this risk old words are sold on as well: whoever wants to sell like the number copied has to."""
BUFFERS = (0, 1, 2, 3, 5, 8)
STUDENT = 2.365
"""t at 97.5 %, seven degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Totals of a policy in one run, in pieces."""

    delivered: float
    oversold: float
    lost: float
    by_kind: dict[str, Tally]


def figures() -> list[Figure]:
    """Run all policies in all seeds."""
    copies, rules = [], []
    for seed in SEEDS:
        suppliers = Suppliers(seed)
        copies.append([_run(suppliers, Copy(buffer)) for buffer in BUFFERS])
        rules.append({risk: _run(suppliers, Rule(suppliers, _limits(risk))) for risk in RISKS})
    usual = [one[USUAL.risk] for one in rules]
    plain = [one[0] for one in copies]
    found = [*_at_defaults("the number copied", plain, plain), *_at_defaults("the rule", usual, plain)]
    for kind in KINDS:
        found += _of_kind(kind, usual, plain)
    for place, buffer in enumerate(BUFFERS):
        found += _at_equal_sales(buffer, [one[place] for one in copies], rules)
    return found


def _limits(risk: float) -> Thresholds:
    return Thresholds(risk=risk) if risk <= DARING else Thresholds(risk=risk, stop_after=NEVER_STOPS)


def _run(suppliers: Suppliers, policy: Policy) -> Outcome:
    tallies = suppliers.run(policy)
    sums = {name: sum(getattr(one, name) for one in tallies.values()) for name in ("delivered", "oversold", "lost")}
    return Outcome(**sums, by_kind=tallies)


def _at_defaults(name: str, ours: Sequence[Outcome], plain: Sequence[Outcome]) -> list[Figure]:
    kinds: tuple[tuple[str, Callable[[Outcome], float], str], ...] = (
        ("delivered", lambda one: one.delivered, "pieces"),
        ("oversell rate", lambda one: 100 * one.oversold / (one.delivered + one.oversold), "% of sold"),
        ("lost sales", lambda one: 100 * one.lost / (one.delivered + one.lost), "% of can"),
    )
    return [
        _figure(f"{name}: {what}", [of(one) for one in ours], unit, [of(one) for one in plain], "the number copied")
        for what, of, unit in kinds
    ]


def _of_kind(kind: str, usual: Sequence[Outcome], plain: Sequence[Outcome]) -> list[Figure]:
    rates = [[100 * one.by_kind[kind].oversell_rate for one in some] for some in (usual, plain)]
    return [_figure(f"  who {kind}: oversell rate", rates[0], "% of sold", rates[1], "the number copied")]


def _at_equal_sales(buffer: int, copies: Sequence[Outcome], rules: Sequence[dict[float, Outcome]]) -> list[Figure]:
    """Compare where the rule delivers as much as the number less a buffer does."""
    pairs = [(copy, _at(copy.delivered, list(one.values()))) for copy, one in zip(copies, rules, strict=True)]
    both = [(copy, ours) for copy, ours in pairs if ours is not None]
    name = f"equal sales, number less {buffer}"
    if len(both) < len(copies):
        return [Figure(f"{name}: seeds the rule reaches", len(both), f"of {len(copies)}")]
    oversold = [_share(ours[0], ours[1]) for _copy, ours in both]
    theirs = [_share(copy.delivered, copy.oversold) for copy, _ours in both]
    lost = [100 * ours[2] / (ours[0] + ours[2]) for _copy, ours in both]
    their_lost = [100 * copy.lost / (copy.delivered + copy.lost) for copy, _ours in both]
    return [
        _figure(f"{name}: oversell rate", oversold, "% of sold", theirs, "it"),
        _figure(f"{name}: lost sales", lost, "% of can", their_lost, "it"),
    ]


def _share(delivered: float, oversold: float) -> float:
    return 100 * oversold / (delivered + oversold)


def _at(delivered: float, settings: Sequence[Outcome]) -> tuple[float, float, float] | None:
    """Return (delivered, oversold, lost) where the settings, from careful to daring, deliver so much; None: nowhere."""
    for careful, daring in zip(settings, settings[1:], strict=False):
        if careful.delivered <= delivered <= daring.delivered and daring.delivered > careful.delivered:
            part = (delivered - careful.delivered) / (daring.delivered - careful.delivered)
            mixed = [a + part * (b - a) for a, b in ((careful.oversold, daring.oversold), (careful.lost, daring.lost))]
            return delivered, mixed[0], mixed[1]
    return None


def _figure(name: str, ours: Sequence[float], unit: str, theirs: Sequence[float], to: str) -> Figure:
    ratios = [a / b for a, b in zip(ours, theirs, strict=True) if b]
    if ratios == [1.0] * len(ratios):
        return Figure(name, mean(ours), unit, note=f"± {_half(ours):.2f}")
    note = f"± {_half(ours):.2f}; ratio ± {_half(ratios):.2f}"
    return Figure(name, mean(ours), unit, mean(ratios) if ratios else None, to, note)


def _half(values: Sequence[float]) -> float:
    return STUDENT * stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0


if __name__ == "__main__":
    for figure in figures():
        print(figure)
