"""What a method costs: pure sums over rules in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storecrew.shop.shipping.models import MethodKind


@dataclass(frozen=True, slots=True)
class TierRule:
    """A price from `above` on; see `models.Tier` for what is compared how."""

    above: int
    price_minor: int
    step: int | None = None
    step_minor: int = 0


@dataclass(frozen=True, slots=True)
class MethodRule:
    """A method in memory. Tiers are in order of `above`."""

    method_id: int
    zone_id: int
    kind: str
    names: Mapping[str, str]
    notes: Mapping[str, str]
    carrier: str
    warehouse_ids: tuple[int, ...]
    min_weight_g: int
    max_weight_g: int | None
    volume_divisor: int | None
    kind_ids: frozenset[int]
    handling: tuple[int, int]
    transit: tuple[int, int]
    tiers: Mapping[str, tuple[TierRule, ...]] = field(default_factory=dict)
    free_from: Mapping[str, int] = field(default_factory=dict)


def price_of(tiers: Sequence[TierRule], measure: int, kind: str) -> int | None:
    """Return the price in minor units for a measure; None when it lies below the lowest tier.

    Weight: the last tier that it exceeds, or the first one. Value and pieces: the last tier that it reaches.
    """
    reached = [tier for tier in tiers if (measure > tier.above if kind == MethodKind.WEIGHT else measure >= tier.above)]
    if not reached:
        if kind != MethodKind.WEIGHT or not tiers or tiers[0].above:
            return None
        reached = [tiers[0]]
    tier = reached[-1]
    steps = -(-(measure - tier.above) // tier.step) if tier.step else 0
    return tier.price_minor + max(steps, 0) * tier.step_minor


def charged_weight(weight_g: int, volume_mm3: int, divisor: int | None) -> int:
    """Return the weight that is charged: what it weighs, or what its volume counts for, whichever is more.

    `divisor`: cubic centimetres for one kilogram (5000 with most express carriers, 6000 for air mail); rounded up to
    whole grams. cm³ ÷ divisor × 1000 g equals mm³ ÷ divisor in grams.
    """
    return weight_g if divisor is None else max(weight_g, -(-volume_mm3 // divisor))
