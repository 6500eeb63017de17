"""What the rules assume where nobody knows."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.shop.shipping import rulebook
from storecrew.shop.shipping.models import Rulebook
from storecrew.shop.shipping.seats import EDITORS, EVERYWHERE


class Assumptions(Input):
    """`assumed_weight_g`: what a piece counts as that nobody weighed."""

    assumed_weight_g: Annotated[int, Field(ge=1, le=1_000_000)]


@action(
    "shipping.set_assumptions",
    label=gettext_lazy("Set the weight of what nobody weighed"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
)
def set_assumptions(run: Run, data: Assumptions) -> Nothing:
    """Set what a piece without a weight counts as when shipping is reckoned."""
    rulebook.change()
    row = Rulebook.objects.get(pk=1)
    run.changed("shipping_rules:1", "assumed_weight_g", old=row.assumed_weight_g, new=data.assumed_weight_g)
    row.assumed_weight_g, row.version = data.assumed_weight_g, row.version + 1
    row.save()
    return Nothing()
