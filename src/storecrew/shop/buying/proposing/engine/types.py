"""What the engine is told and what it answers. Money is in minor units of the store's currency, times are days."""

from dataclasses import dataclass, field
from enum import StrEnum

from storecrew.shop.buying.proposing.engine.leads import Pool
from storecrew.shop.buying.proposing.engine.series import Demand


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner says things cost.

    `capital` and `storage`: per year, as shares of what goods cost. `patient`: the share of buyers who wait when it is out.
    `line_minor`: the work of ordering, receiving and putting away one line. `review`: days between looks at a supplier.
    `most_days`: no more than the demand of so many days at once. `usual_service`: where margins are not known.
    """

    capital: float = 0.12
    storage: float = 0.12
    patient: float = 0.3
    line_minor: int = 800
    review: int = 7
    most_days: int = 120
    usual_service: float = 0.95


@dataclass(frozen=True, slots=True)
class Step:
    """From so many pieces on, one costs so much."""

    quantity: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Case:
    """One variant and the offer it would be bought by.

    `there`: pieces that may be sold, promised ones too. `promised`: to orders and carts; more than lies there are
    backorders. `coming`: ordered and not here. `margin_minor` None: not known. `season` and `promotion` multiply demand.
    `breaks` rise and hold the offer's price breaks; the first price is `cost_minor`.
    """

    variant_id: int
    demand: Demand
    leads: Pool
    there: int
    promised: int
    coming: int
    cost_minor: int
    margin_minor: int | None
    minimum: int = 1
    pack: int = 1
    breaks: tuple[Step, ...] = ()
    season: float = 1.0
    promotion: float = 1.0

    @property
    def position(self) -> int:
        """Return what is or will be free: negative where more is promised than is there and coming."""
        return self.there - self.promised + self.coming

    def cost_of(self, quantity: int) -> int:
        """Return what one costs when so many are bought."""
        reached = [step.cost_minor for step in self.breaks if step.quantity <= quantity]
        return reached[-1] if reached else self.cost_minor

    def rounded_up(self, quantity: int) -> int:
        """Return how many have to be bought to get so many: the minimum at least, whole packs."""
        return -(-max(quantity, self.minimum) // self.pack) * self.pack


class Verdict(StrEnum):
    """Whether something is to be ordered."""

    DUE = "due"
    SOON = "soon"
    """Not yet; worth adding when something else is ordered there, as it falls due before the next look."""
    ENOUGH = "enough"


class Why(StrEnum):
    """What made a proposal what it is; the numbers beside it are for the sentence."""

    BELOW = "below"
    BACKORDERS = "backorders"
    SERVICE = "service"
    USUAL_SERVICE = "usual_service"
    THIN = "thin"
    NO_DEMAND = "no_demand"
    SILENT = "silent"
    OUT_DAYS = "out_days"
    LEADS = "leads"
    LEADS_ASSUMED = "leads_assumed"
    SEASON = "season"
    NO_SEASON = "no_season"
    PROMOTION = "promotion"
    MINIMUM = "minimum"
    PACK = "pack"
    BREAK = "break"
    BREAK_LEFT = "break_left"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the engine says.

    `point`: order when the position is there or below. `quantity`: pieces, 0 for none. `expected`, `low`, `high`: demand
    until an order of the next look is here, with its 10 % and 90 % quantiles. `cycle`: days between orders of it.
    `lasts`: days until what is there is gone; None: nothing sells. `short_minor`, `keep_minor`: what one missing piece
    and one piece too many for a cycle cost. `textbook_…`: safety stock z·σ and economic quantity, for comparison.
    """

    variant_id: int
    verdict: Verdict
    position: int
    point: int
    quantity: int
    cost_minor: int
    service: float
    a_day: float
    expected: float
    low: int
    high: int
    lead: float
    cycle: float
    lasts: float | None
    short_minor: int | None
    keep_minor: int
    textbook_point: int
    textbook_quantity: int
    thin: bool
    reasons: tuple[tuple[Why, dict[str, float]], ...] = field(default_factory=tuple)
