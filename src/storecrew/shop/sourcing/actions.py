"""Say what is wanted of the choice of sources."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.sourcing.models import RuleSet
from storecrew.shop.sourcing.rules import rules_in
from storecrew.shop.sourcing.seats import EVERYWHERE, RULERS
from storecrew.shop.sourcing.types import BuyerPays, Own, Rules

MOST = 10**12
"""Minor units: more than that would be a slip of the hand."""


class SetRules(Input):
    """What is wanted of the choice; money in the store's currency.

    `late_day`: what it costs that a line comes one day later. `parcel`: what one more parcel costs, besides its postage.
    `missing`: what it costs when the chosen source turns out to have none. `automatic`: what fails is moved to the next
    source by itself, if that costs at most so many per cent more and comes at most so many days later.
    """

    own: Own = Own.FIRST
    late_day: Money
    parcel: Money
    missing: Money
    buyer_pays: BuyerPays = BuyerPays.ONE
    automatic: bool = True
    most_extra_percent: Annotated[int, Field(ge=0, le=500)] = 15
    most_days: Annotated[int, Field(ge=0, le=90)] = 2


@action(
    "sourcing.set_rules",
    label=gettext_lazy("Say how sources are chosen"),
    seats=RULERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def set_rules(run: Run, data: SetRules) -> Rules:
    """Say what a day of waiting, one more parcel and a missing piece cost, whether the own shelf goes first, what buyers pay
    for several parcels, and what may be moved to another source without asking."""
    store = current()
    if store is None:
        raise Refused(_("Set up the store first: its country and currency are needed."), code="not_set_up")
    _check(data, store.currency)
    row = RuleSet.objects.select_for_update().filter(pk=1).first()
    before = rules_in(store.currency)
    row = row or RuleSet(pk=1)
    run.about(row.subject)
    for name in Rules.model_fields:
        run.changed(row.subject, name, old=_plain(getattr(before, name)), new=_plain(getattr(data, name)))
    row.own, row.buyer_pays, row.currency = data.own, data.buyer_pays, store.currency
    row.late_day_minor, row.parcel_minor, row.missing_minor = (
        data.late_day.minor,
        data.parcel.minor,
        data.missing.minor,
    )
    row.automatic, row.most_extra_percent, row.most_days = data.automatic, data.most_extra_percent, data.most_days
    row.changed_at = run.now
    row.save()
    return rules_in(store.currency)


def _check(data: SetRules, currency: str) -> None:
    wrong = {}
    for name in ("late_day", "parcel", "missing"):
        amount: Money = getattr(data, name)
        if amount.currency != currency:
            wrong[name] = _("Say it in %(currency)s, the store's currency.") % {"currency": currency}
        elif not 0 <= amount.minor <= MOST:
            wrong[name] = _("An amount cannot be negative, nor that large.")
    if wrong:
        raise InvalidInput(wrong)


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    return str(value) if isinstance(value, Own | BuyerPays) else value
