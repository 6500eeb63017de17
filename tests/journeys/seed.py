"""Furnish an empty store that sells in two languages; run as a program with the store's environment, prints JSON."""

import json
import os
from datetime import timedelta

import django

EMAIL, PASSWORD = "lin@lamphour.example", "a lantern over the gate"
XIAOMAN = "xiaoman@lamphour.example"
"""Holds the warehouse and service, and reads Chinese."""
GOODS = (("MUG", 9_800, 40), ("LAMP", 46_900, 12), ("LAST", 12_000, 1))


def main() -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.fronts.lab.furnishing import Crew, furnish  # noqa: PLC0415
    from storecrew.kernel.actions.types import nobody, person  # noqa: PLC0415
    from storecrew.kernel.people.actions.invites import (  # noqa: PLC0415
        AcceptInvite,
        InviteForm,
        accept_invite,
        invite,
    )
    from storecrew.kernel.people.actions.setup import SetUp, set_up  # noqa: PLC0415
    from storecrew.kernel.people.seats import Seat  # noqa: PLC0415

    now = timezone.now()
    began = now - timedelta(days=80)
    form = SetUp(
        name="Lamphour",
        country="CN",
        currency="CNY",
        languages=("zh-hans", "en"),
        time_zone="Asia/Shanghai",
        founder_name="Lin Zhixia",
        founder_email=EMAIL,
        founder_language="en",
        password=PASSWORD,
        hats=tuple(Seat),
    )
    founder = person(set_up(nobody(), form, now=began).person_id)
    letter = InviteForm(email=XIAOMAN, name="周小满", seats=(Seat.WAREHOUSE, Seat.SERVICE))
    arrival = AcceptInvite(
        token=invite(founder, letter, now=began).token, name="周小满", password=PASSWORD, language="zh-hans"
    )
    accept_invite(nobody(), arrival, now=began)
    made = furnish(Crew(founder, founder, founder, founder), now, GOODS)
    print(json.dumps(made.variants))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main()
