"""From which warehouses a quote wants its lines: what stock is asked to prefer when it holds or promises them."""

from collections.abc import Iterable

from storecrew.shop.pricing.types import OWN, Quote


def origins(quote: Quote) -> dict[str, tuple[int, ...]]:
    """Return by line the warehouses that are asked first: those of the plan, then its chain; nothing where nobody knows."""
    planned = {
        source.key: _once(
            [
                *(share.warehouse_id for share in source.shares if share.warehouse_id is not None),
                *(option.warehouse_id for option in source.chain),
            ]
        )
        for source in quote.sources
    }
    if planned:
        return planned
    places = [int(package.source.partition(":")[2]) for package in quote.packages if package.source != OWN]
    return {line.key: tuple(places) for line in quote.lines} if len(places) == 1 else {}


def _once(places: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(places))[:20]
