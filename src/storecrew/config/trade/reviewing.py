"""Who writes about what they bought: one in nine, mostly pleased, sooner when they are not."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from storecrew.config.trade.sales import Sale
from storecrew.config.trade.words import ANSWERS, EN, ZH
from storecrew.shop.reviews.demo import PastReview

WRITES: Final = 0.11
STARS: Final = ((5, 64), (4, 21), (3, 8), (2, 4), (1, 3))
STARS_OF_THE_ANNOYED: Final = ((5, 8), (4, 16), (3, 28), (2, 24), (1, 24))
SIGNS_NAME: Final = 0.6
TELLS_WHY: Final = {5: 0.34, 4: 0.6}
"""How many of the pleased write a word beside the stars; all others say what was wrong."""


def reviews(
    chance: Random,
    sales: list[Sale],
    orders: Mapping[str, int],
    lines: Mapping[tuple[int, str], int],
    customers: Mapping[str, int],
    until: datetime,
) -> Iterator[PastReview]:
    """Yield what buyers wrote until then. `orders`: name → number, `lines`: (order, key) → number."""
    said = _Sayings(chance)
    for sale in sales:
        arrived = sale.travel.delivered_at if sale.travel else None
        if arrived is None or arrived > until:
            continue
        for line in sale.quote.lines:
            if chance.random() >= WRITES:
                continue
            annoyed = sale.back is not None and any(one.key == line.key for one in sale.back.lines)
            stars = _drawn(chance, STARS_OF_THE_ANNOYED if annoyed else STARS)
            at = arrived + timedelta(days=chance.randrange(1, 6 if stars < 3 else 24), minutes=chance.randrange(900))
            if at >= until:
                continue
            chinese = sale.person.language == "zh-hans"
            answers = stars <= 2 and chance.random() < 0.8 and at + timedelta(days=2) < until
            order_id = orders[sale.name]
            yield PastReview(
                order_id=order_id,
                line_id=lines[order_id, line.key],
                product_id=line.product_id,
                variant_id=line.variant_id,
                customer_id=customers[sale.person.email],
                name=_signed(sale.person.name, chinese=chinese) if chance.random() < SIGNS_NAME else "",
                language=sale.person.language,
                stars=stars,
                text=said.next(sale.person.language, stars) if chance.random() < TELLS_WHY.get(stars, 1) else "",
                options=", ".join(option.value for option in line.options),
                at=at,
                answer=chance.choice(ANSWERS[sale.person.language]) if answers else "",
                answered_at=at + timedelta(hours=chance.randrange(3, 40)) if answers else None,
            )


class _Sayings:
    """Gives out what is said, each of it once before any comes again."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._decks: dict[tuple[str, int], list[str]] = {}

    def next(self, language: str, stars: int) -> str:
        """Return the next thing to say."""
        deck = self._decks.setdefault((language, stars), [])
        if not deck:
            deck += (ZH if language == "zh-hans" else EN)[stars]
            self._chance.shuffle(deck)
        return deck.pop()


def _drawn(chance: Random, shares: tuple[tuple[int, int], ...]) -> int:
    return chance.choices([stars for stars, _ in shares], [share for _, share in shares])[0]


def _signed(name: str, *, chinese: bool) -> str:
    """Return a name as buyers sign: 林*, or Anna S."""
    if chinese:
        return f"{name[0]}**"
    first, _, last = name.rpartition(" ")
    return f"{first} {last[:1]}." if first else name
