"""Make the store of a trial: one thing for each round. Reads and writes JSON; run as a module in the trial's environment."""

import json
import os
import sys

import django


def main() -> None:
    """Set the store up and print the variants by round."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.fronts.lab.furnishing import Crew, furnish  # noqa: PLC0415  needs settings
    from storecrew.kernel.actions.types import nobody, person  # noqa: PLC0415  needs settings
    from storecrew.kernel.people.actions.setup import SetUp, set_up  # noqa: PLC0415  needs settings
    from storecrew.kernel.people.seats import Seat  # noqa: PLC0415  needs settings

    wanted = json.load(sys.stdin)
    now = timezone.now()
    founded = set_up(
        nobody(),
        SetUp(
            name="Lab",
            country="CN",
            currency="CNY",
            languages=("en",),
            time_zone="Asia/Shanghai",
            founder_name="Lab",
            founder_email="lab@lab.example",
            founder_language="en",
            password=wanted["password"],
            hats=tuple(Seat),
        ),
        now=now,
    )
    founder = person(founded.person_id)
    goods = [(f"ROUND-{at}", 9_900, wanted["stock"]) for at in range(wanted["rounds"])]
    made = furnish(Crew(founder, founder, founder, founder), now, goods)
    json.dump({"founder": founded.person_id, "variants": list(made.variants.values())}, sys.stdout)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main()
