"""Where the shop sends to at all."""

from storecrew.shop.shipping import rulebook, zoning
from storecrew.shop.shipping.types import Place


def destinations() -> frozenset[str] | None:
    """Return the countries (ISO 3166-1 alpha-2) that some method reaches; None: every country. One query at most."""
    rules = rulebook.current()
    reached = {zone for zone, methods in rules.methods.items() if methods}
    if rules.everywhere_else in reached:
        return None
    return frozenset(area.country for area in rules.areas if area.zone_id in reached)


def same_zone(one: Place, other: Place) -> bool:
    """Tell whether two places are served by the same zone: then the same methods go there, at the same price."""
    rules = rulebook.current()
    first, second = (zoning.zone_of(place, rules.areas, rules.everywhere_else) for place in (one, other))
    return first is not None and first == second
