"""The year's campaigns: coupons that were made when their time came, and who had heard of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from storecrew.config.trade import seasons
from storecrew.config.trade.people import Person
from storecrew.kernel.actions.types import Actor
from storecrew.shop.discounts.actions import CouponDraft
from storecrew.shop.discounts.actions import create as create_coupon


@dataclass(frozen=True, slots=True)
class Campaign:
    """A code, from when to when, and how many of those at home or abroad type it."""

    code: str
    starts_at: datetime
    ends_at: datetime
    abroad: bool
    share: float

    def known(self, person: Person, at: datetime, chance: Random) -> bool:
        """Draw whether somebody types its code."""
        runs = self.starts_at <= at < self.ends_at and person.abroad == self.abroad
        return runs and chance.random() < self.share


def launch(actor: Actor, first: date, until: datetime, zone: ZoneInfo) -> list[Campaign]:
    """Make the coupons of all campaigns that began before `until`; `actor` wears the hat of marketing."""
    found = []
    for campaign, draft in _campaigns(first, until.astimezone(zone).date(), zone):
        if campaign.starts_at > until:
            continue
        times = {"starts_at": campaign.starts_at, "ends_at": campaign.ends_at, "codes": (campaign.code,)}
        form = CouponDraft.model_validate({**draft, **times})
        create_coupon(actor, form, now=campaign.starts_at - timedelta(days=3))
        found.append(campaign)
    return found


def _campaigns(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[Campaign, dict[str, Any]]]:
    def begins(day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=zone)

    for year in range(first.year, last.year + 1):
        moon = seasons.mid_autumn_nearest(date(year, 9, 20))
        for code, start, days, abroad, share, draft in (
            ("MOON", moon - timedelta(days=18), 18, False, 0.22, _moon(year)),
            ("SHUANG11", date(year, 11, 1), 11, False, 0.4, _double_eleven(year)),
            ("ADVENT", date(year, 11, 27), 19, True, 0.3, _advent(year)),
        ):
            if first <= start <= last:
                # the same word cannot be two coupons: the year of the second one is part of it
                typed = code if start.year == last.year else f"{code}{start.year % 100}"
                yield Campaign(typed, begins(start), begins(start + timedelta(days=days)), abroad, share), draft


def _moon(year: int) -> dict[str, Any]:
    return {
        "title": f"中秋 {year} Mid-Autumn",
        "kind": "amount",
        "amounts": {"CNY": 3000, "USD": 500},
        "min_amounts": {"CNY": 20_000, "USD": 3000},
        "total_limit": 300,
        "stacks_with": ("shipping",),
    }


def _double_eleven(year: int) -> dict[str, Any]:
    return {
        "title": f"双十一 {year} Double 11",
        "kind": "percent",
        "percent": "12",
        "most": {"CNY": 12_000},
        "min_amounts": {"CNY": 15_000},
        "stacks_with": ("shipping",),
    }


def _advent(year: int) -> dict[str, Any]:
    return {
        "title": f"圣诞 {year} Advent",
        "kind": "percent",
        "percent": "10",
        "most": {"USD": 2_500, "EUR": 2_500},
        "stacks_with": ("shipping",),
    }
