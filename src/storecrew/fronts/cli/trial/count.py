"""Count what a trial left behind. Reads and writes JSON; run as a module in the trial's environment."""

import json
import os
import sys
from datetime import timedelta

import django

WATCHED = ("stock", "orders", "payments")
"""Rooms whose proofs are asked."""


def main() -> None:
    """Print orders in all; by variant the pieces sold and those free once every hold has run out; and what the doctor finds."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.kernel.actions.types import person  # noqa: PLC0415  needs settings
    from storecrew.kernel.jobs import health  # noqa: PLC0415  needs settings
    from storecrew.shop.orders import reads as orders  # noqa: PLC0415  needs settings
    from storecrew.shop.stock import reads as stock  # noqa: PLC0415  needs settings

    wanted = json.load(sys.stdin)
    founder, now = person(wanted["founder"]), timezone.now()
    query = stock.AvailabilityQuery(variant_ids=tuple(wanted["variants"]))
    levels = stock.availability(founder, query, now=now + timedelta(minutes=20)).items
    count, cursor = 0, None
    while True:
        page = orders.orders(founder, orders.OrderList(limit=200, cursor=cursor))
        count, cursor = count + len(page.items), page.cursor
        if cursor is None:
            break
    wrong = [
        f"{report.name}: {finding.message}"
        for report in health.examine(now, only=WATCHED)
        for finding in report.findings
        if finding.level == health.Level.BAD
    ]
    told = {"orders": count, "sold": [one.committed for one in levels], "free": [one.available for one in levels]}
    json.dump({**told, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main()
