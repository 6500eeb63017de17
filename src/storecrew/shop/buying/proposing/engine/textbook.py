"""The usual formulas, to lay beside: safety stock z·√(L·σ_d² + d²·σ_L²), order point, economic quantity.

E. A. Silver, D. F. Pyke, R. Peterson, Inventory Management and Production Planning and Scheduling, 3rd ed., ch. 7. Demand
over the lead time is taken for normal, which it is not where little sells.
"""

from math import ceil, sqrt
from statistics import NormalDist

from storecrew.shop.buying.proposing.engine.types import Case


def order_point(case: Case, service: float, *, review: int, factor: float) -> int:
    """Return the order point for a service level in (0, 1), over lead time and review."""
    span = case.leads.mean + review
    mean, spread = case.demand.a_day * factor, case.demand.spread * factor
    z = NormalDist().inv_cdf(min(max(service, 0.001), 0.999))
    safety = z * sqrt(span * spread**2 + mean**2 * case.leads.spread**2)
    return max(0, ceil(mean * span + safety))
