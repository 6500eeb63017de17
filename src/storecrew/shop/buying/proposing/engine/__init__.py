"""The reckoning of proposals: pure functions of what is known. Chance comes in as an argument."""

from storecrew.shop.buying.proposing.engine.deciding import decide
from storecrew.shop.buying.proposing.engine.leads import Pool, pool_of
from storecrew.shop.buying.proposing.engine.series import Demand, demand_of
from storecrew.shop.buying.proposing.engine.types import Case, Rules, Step, Suggestion, Verdict, Why

__all__ = ["Case", "Demand", "Pool", "Rules", "Step", "Suggestion", "Verdict", "Why", "decide", "demand_of", "pool_of"]
