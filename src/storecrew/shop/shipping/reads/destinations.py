"""Where the shop sends to at all."""

from storecrew.shop.shipping import rulebook


def destinations() -> frozenset[str] | None:
    """Return the countries (ISO 3166-1 alpha-2) that some method reaches; None: every country. One query at most."""
    rules = rulebook.current()
    reached = {zone for zone, methods in rules.methods.items() if methods}
    if rules.everywhere_else in reached:
        return None
    return frozenset(area.country for area in rules.areas if area.zone_id in reached)
