"""How many at once: what ordering costs against what lying about costs; packs, minimum, price breaks."""

from dataclasses import dataclass
from math import sqrt

from storecrew.shop.buying.proposing.engine.types import Case, Rules, Why

DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Amount:
    """Pieces to buy and what one costs then, with what made them so."""

    quantity: int
    cost_minor: int
    reasons: tuple[tuple[Why, dict[str, float]], ...]


def keeping(cost_minor: int, rules: Rules) -> float:
    """Return what it costs to keep one piece for a day."""
    return cost_minor * (rules.capital + rules.storage) / DAYS_A_YEAR


def economic(a_day: float, cost_minor: int, rules: Rules) -> float:
    """Return the economic order quantity: √(2·K·d / h) (F. W. Harris, "How many parts to make at once", 1913)."""
    keep = keeping(cost_minor, rules)
    return sqrt(2 * rules.line_minor * a_day / keep) if keep and a_day else 0.0


def amount(case: Case, wanted: int, a_day: float, rules: Rules) -> Amount:
    """Return how many to buy to get `wanted`: whole packs, the minimum, and the next price break where it pays."""
    reasons: list[tuple[Why, dict[str, float]]] = []
    quantity = case.rounded_up(wanted)
    if quantity > wanted:
        why = Why.MINIMUM if wanted < case.minimum else Why.PACK
        reasons.append((why, {"wanted": wanted, "minimum": case.minimum, "pack": case.pack}))
    cost = case.cost_of(quantity)
    following = next((step for step in case.breaks if step.quantity > quantity), None)
    if following is not None and a_day:
        more = case.rounded_up(following.quantity)
        saved = more * (cost - case.cost_of(more))
        extra = more - quantity
        kept = extra * (quantity + extra / 2) / a_day * keeping(case.cost_of(more), rules)
        numbers: dict[str, float] = {
            "from": more,
            "cost": case.cost_of(more),
            "saved": saved,
            "kept": round(kept),
            "days": round(more / a_day),
        }
        pays = saved > kept and more / a_day <= rules.most_days + case.leads.mean
        reasons.append((Why.BREAK if pays else Why.BREAK_LEFT, numbers))
        if pays:
            quantity, cost = more, case.cost_of(more)
    return Amount(quantity, cost, tuple(reasons))
