"""What becomes of an order: how it is paid, whether it is given up, and what comes back of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from storecrew.config.trade.people import Person
from storecrew.config.trade.sales import Back, Coming, Fate, Sale, Way
from storecrew.shop.fulfilment.demo import Word
from storecrew.shop.fulfilment.models import ParcelState
from storecrew.shop.pricing.types import Quote, QuoteLine

PHONE: Final = 0.024
CASH: Final = 0.06
TRANSFER: Final = 0.035
CASH_UP_TO_MINOR: Final = 200_000
UNPAID: Final = 0.042
CANCELLED: Final = 0.016
FAILS_FIRST: Final = 0.045
WHY_DECLINED: Final = ("card_declined", "insufficient_funds", "authentication_failed")
RETURNS: Final = 0.05
CLAIMS: Final = 0.013
LOST: Final = 0.0025
RETURNS_CLOTHES: Final = 0.13
CLOTHES: Final = frozenset({"felt-slippers", "waffle-robe", "cross-back-apron", "washed-linen-bedding"})
FRAGILE: Final = ("TA", "TE", "LT")
OVER_BEFORE: Final = timedelta(hours=2)
LONGEST: Final = timedelta(days=9)
"""What was delivered less than that ago has nothing come back yet: what is under way belongs to today."""


class Fates:
    """Draws them."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def channel(self, person: Person) -> str:
        """Return by which way somebody orders."""
        return "phone" if not person.abroad and self._chance.random() < PHONE else "web"

    def way(self, person: Person, channel: str, total_minor: int) -> Way:
        """Return how somebody wants to pay."""
        drawn = self._chance.random()
        if channel == "phone":
            return Way("cash" if drawn < 0.45 and total_minor <= CASH_UP_TO_MINOR else "transfer")
        if not person.abroad and drawn < CASH and total_minor <= CASH_UP_TO_MINOR:
            return Way("cash")
        if drawn < CASH + TRANSFER:
            return Way("transfer")
        methods = (
            ("card", "card", "paypal") if person.abroad else ("alipay", "alipay", "wechat_pay", "wechat_pay", "card")
        )
        failed = self._chance.choice(WHY_DECLINED) if self._chance.random() < FAILS_FIRST else ""
        return Way("test", self._chance.choice(methods), failed)

    def pay(self, sale: Sale, now: datetime) -> None:
        """Decide whether and when the money comes, and whether the buyer thinks better of it."""
        chance, way = self._chance, sale.way
        drawn = chance.random()
        gives_up = sale.at + timedelta(hours=72 if way.provider == "transfer" else 2, minutes=3)
        if way.provider != "cash" and drawn < UNPAID * (2.2 if way.provider == "transfer" else 1) and gives_up < now:
            sale.fate, sale.cancelled_at = Fate.UNPAID, gives_up
            return
        if way.provider == "test":
            answered = sale.at + timedelta(seconds=chance.randrange(25, 220) + (240 if way.failed else 0))
            way.paid_at = min(answered, now)
        elif way.provider == "transfer":
            way.paid_at = sale.at + timedelta(hours=chance.randrange(2, 46), minutes=chance.randrange(60))
        if way.provider != "cash" and 1 - drawn < CANCELLED:
            thinks_better = (way.paid_at or sale.at) + timedelta(minutes=chance.randrange(20, 400))
            if thinks_better + timedelta(hours=3) < now:
                sale.fate, sale.cancelled_at = Fate.CANCELLED, thinks_better

    def comes_back(self, sale: Sale, now: datetime) -> Back | None:
        """Return what of a parcel that arrived comes back or is complained about; None: nothing, or not over yet."""
        delivered = sale.travel.delivered_at if sale.travel else None
        if delivered is None or delivered + LONGEST > now:
            return None
        drawn = self._chance.random()
        clothes = any(line.slug in CLOTHES for line in sale.quote.lines)
        if drawn < LOST and sale.way.provider != "cash":
            back = self._lost(sale, delivered)
        elif drawn < LOST + CLAIMS:
            back = self._claim(sale, delivered)
        elif drawn < LOST + CLAIMS + (RETURNS_CLOTHES if clothes else RETURNS * (0.6 if sale.person.abroad else 1)):
            back = self._return(sale, delivered)
        else:
            return None
        if back.refunded_at + OVER_BEFORE > now:
            return None
        back.refunded_minor = sum(share_of(sale.quote, one) for one in back.lines)
        return back if back.refunded_minor else None

    def _return(self, sale: Sale, delivered: datetime) -> Back:
        chance = self._chance
        asked = delivered + timedelta(days=chance.randrange(1, 12), minutes=chance.randrange(1440))
        received = asked + timedelta(days=chance.randrange(3, 9 if not sale.person.abroad else 20), minutes=77)
        lines = list(self._some(sale.quote.lines))
        chosen = [
            Coming(
                key=line.key,
                quantity=line.quantity if chance.random() < 0.8 else chance.randint(1, line.quantity),
                reason=self._reason(line),
                disposition=chance.choices(("restock", "second_choice", "destroy"), (78, 17, 5))[0],
            )
            for line in lines
        ]
        return Back("return", chosen, asked, received, received + timedelta(hours=chance.randrange(3, 50)))

    def _claim(self, sale: Sale, delivered: datetime) -> Back:
        chance = self._chance
        asked = delivered + timedelta(days=chance.randrange(0, 4), minutes=chance.randrange(1440))
        line = max(sale.quote.lines, key=lambda one: (one.sku.startswith(FRAGILE), one.total.minor))
        kept = chance.random() < 0.6
        received = None if kept else asked + timedelta(days=chance.randrange(4, 12))
        reason = chance.choices(("damaged", "defective", "wrong_item", "not_as_described"), (60, 18, 12, 10))[0]
        coming = Coming(line.key, 1, reason, None if kept else "destroy" if reason == "damaged" else "quality")
        refunded = (received or asked) + timedelta(hours=chance.randrange(2, 40))
        return Back("claim", [coming], asked, received, refunded)

    def _lost(self, sale: Sale, delivered: datetime) -> Back:
        """Let a parcel vanish on its way after all; the buyer asks for it, and gets the money back."""
        assert sale.travel is not None  # noqa: S101  see `comes_back`
        travel, why = sale.travel, "Lost in transit" if sale.person.abroad else "快件遗失，正在理赔"
        travel.words = [*travel.words[:2], Word(ParcelState.EXCEPTION, delivered, why)]
        travel.delivered_at, travel.settled_at = None, delivered + timedelta(days=1)
        asked = delivered + timedelta(days=self._chance.randrange(2, 6))
        lines = [Coming(line.key, line.quantity, "lost", None) for line in sale.quote.lines]
        return Back("claim", lines, asked, None, asked + timedelta(days=self._chance.randrange(2, 5)))

    def _some(self, lines: tuple[QuoteLine, ...]) -> Iterator[QuoteLine]:
        """Yield at least one of the lines, clothes before anything else, all of them now and then."""
        first = max(lines, key=lambda line: (line.slug in CLOTHES, line.total.minor))
        whole = self._chance.random() < 0.4
        yield from (line for line in lines if whole or line is first)

    def _reason(self, line: QuoteLine) -> str:
        if line.slug in CLOTHES:
            return self._chance.choices(("too_small", "too_big", "changed_mind"), (45, 30, 25))[0]
        return self._chance.choices(("changed_mind", "not_as_described", "late", "other"), (62, 18, 12, 8))[0]


def share_of(quote: Quote, coming: Coming) -> int:
    """Return what was paid for pieces that come back."""
    line = next(line for line in quote.lines if line.key == coming.key)
    return line.total.minor * coming.quantity // line.quantity
