"""Unique codes in bulk: one for each recipient, each for one use."""

from random import Random, SystemRandom
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.discounts.actions.coupons import coupon_of
from storecrew.shop.discounts.codes import ALPHABET, generated, key_of
from storecrew.shop.discounts.models import Code
from storecrew.shop.discounts.seats import EVERYWHERE, KEEPERS

HARD_TO_GUESS = 10**6
"""For each code that holds, at least so many that do not: with ten tries a minute nobody finds one."""


class GenerateCodes(Input):
    """How many codes, what they begin with, and how many random characters follow."""

    coupon_id: int
    count: Annotated[int, Field(ge=1, le=20_000)]
    prefix: Annotated[str, Field(max_length=16, pattern=r"^[A-Za-z0-9]*$")] = ""
    length: Annotated[int, Field(ge=6, le=20)] = 8
    uses_each: Annotated[int, Field(ge=1, le=1000)] = 1


class Generated(Output):
    """The batch's name, under which the codes can be downloaded, and how many there are."""

    batch: str
    count: int


@action("discounts.generate_codes", label=gettext_lazy("Generate codes"), seats=KEEPERS, surfaces=EVERYWHERE)
def generate_codes(run: Run, data: GenerateCodes) -> Generated:
    """Generate many codes for a coupon at once, each good for its own number of uses (once, unless said otherwise)."""
    coupon = coupon_of(data.coupon_id)
    if coupon.automatic:
        raise InvalidInput({"coupon_id": _("This coupon needs no code.")})
    if len(ALPHABET) ** data.length < HARD_TO_GUESS * data.count:
        raise InvalidInput({"length": _("So short codes could be guessed. Take more characters.")})
    batch = run.uid[:40]
    made = _fresh(data, SystemRandom())
    Code.objects.bulk_create(
        [
            Code(coupon=coupon, key=key, shown=shown, use_limit=data.uses_each, batch=batch)
            for key, shown in made.items()
        ],
        batch_size=500,
    )
    run.changed(coupon.subject, "codes generated", old=0, new=len(made))
    return Generated(batch=batch, count=len(made))


def _fresh(data: GenerateCodes, chance: Random) -> dict[str, str]:
    """Return new codes by key; none of them is taken."""
    source = generated(data.prefix.upper(), data.length, chance)
    made: dict[str, str] = {}
    while len(made) < data.count:
        while len(made) < data.count:
            shown = next(source)
            made.setdefault(key_of(shown), shown)
        keys = list(made)
        for start in range(0, len(keys), 500):
            for key in Code.objects.filter(key__in=keys[start : start + 500]).values_list("key", flat=True):
                del made[key]
    return made
