"""Set how the store treats returns."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.returns.models import Policy, ShippingBack
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.ruling import LETTERS, current_policy
from storecrew.shop.returns.seats import EVERYWHERE, RULERS

type Days = Annotated[int, Field(ge=0, le=3650)]
type Percent = Annotated[int, Field(ge=0, le=100)]
type Sum = Annotated[int, Field(ge=0, le=10**12)]


class Rules(Input):
    """All of the policy. Amounts are minor units of the store's own currency; 0 switches the rule off.

    `letters`: which are sent, of approved, declined, received, refunded. `instructions`: language → text.
    """

    window_days: Days
    claim_days: Days
    send_days: Annotated[int, Field(ge=1, le=365)]
    shop_pays: tuple[Reason, ...] = ()
    restocking_percent: Percent = 0
    label_fee_minor: Sum = 0
    shipping_back: ShippingBack = ShippingBack.WHOLE
    final_collection_id: int | None = None
    auto_reasons: tuple[Reason, ...] = ()
    auto_up_to_minor: Sum = 0
    auto_share_percent: Percent = 50
    keep_under_minor: Sum = 0
    warehouse_id: int | None = None
    instructions: dict[Annotated[str, Field(min_length=2, max_length=12)], Annotated[str, Field(max_length=4000)]] = (
        Field(default_factory=dict)
    )
    letters: tuple[Annotated[str, Field(pattern=rf"^({'|'.join(LETTERS)})$")], ...] = LETTERS


class Ruled(Output):
    """The version of the policy."""

    version: int


@action("returns.set_policy", label=gettext_lazy("Set the policy of returns"), seats=RULERS, surfaces=EVERYWHERE)
def set_policy(run: Run, data: Rules) -> Ruled:
    """Set how returns are treated from now on. What was approved before stays as it was granted."""
    policy = Policy.objects.select_for_update().filter(pk=1).first() or current_policy()
    for name, value in data.model_dump(mode="json").items():
        run.changed("returns_policy:1", name, old=getattr(policy, name), new=value)
        setattr(policy, name, value)
    policy.version = (policy.version or 0) + 1
    policy.save()
    return Ruled(version=policy.version)
