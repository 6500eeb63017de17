"""Set Stripe up in a store, with a likeness of Stripe in its place; run as a program with the store's environment.

Usage: with_stripe.py ADDRESS_OF_THE_LIKENESS
"""

import os
import sys

import django


def main(address: str) -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.people.models import Person  # noqa: PLC0415
    from storecrew.shop.payments import actions  # noqa: PLC0415
    from storecrew.shop.payments.models import Provider  # noqa: PLC0415

    founder, now = person(Person.objects.earliest("pk").pk), timezone.now()
    keys = {"public_key": "pk_test_likeness", "secret_key": "sk_test_likeness"}
    actions.set_up_provider(
        founder, actions.SetUpProvider(code="stripe", kind="stripe", values=keys, position=9), now=now
    )
    row = Provider.objects.get(code="stripe")
    row.settings = {**row.settings, "api_base": address}
    row.save()
    actions.enable(founder, actions.Enable(code="stripe", on=True), now=now)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main(sys.argv[1])
