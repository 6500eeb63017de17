"""What is proposed, for people and programs."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.proposing import presenting
from storecrew.shop.buying.proposing.models import Proposal, Verdict
from storecrew.shop.buying.seats import EVERYWHERE, READERS
from storecrew.shop.buying.writing.rates import own_currency


class ProposalsQuery(Input):
    """Which: by verdict, of a supplier. `after` is the last variant of the answer before."""

    verdict: Verdict | None = Verdict.DUE
    supplier_id: int | None = None
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class ProposalRow(Output):
    """What is proposed of a variant, and why. `lasts_days` None: nothing sells. `cost` None: nobody offers it."""

    variant_id: int
    supplier_id: int | None
    verdict: str
    quantity: int
    wanted: int
    position: int
    point: int
    lasts_days: float | None
    cost: Money | None
    thin: bool
    why: tuple[str, ...]


class Proposals(Output):
    """By variant."""

    items: tuple[ProposalRow, ...]


@read("buying_proposing.proposals", label=_("What to order"), seats=READERS, surfaces=EVERYWHERE)
def proposals(ask: Ask, data: ProposalsQuery) -> Proposals:
    """List what is proposed to be ordered, how many, of whom, at what price, and the reasons in words."""
    rows = Proposal.objects.filter(variant_id__gt=data.after)
    rows = rows.filter(verdict=data.verdict) if data.verdict else rows
    rows = rows.filter(supplier_id=data.supplier_id) if data.supplier_id else rows
    currency = own_currency()
    return Proposals(
        items=tuple(
            ProposalRow(
                variant_id=row.variant_id,
                supplier_id=row.supplier_id,
                verdict=row.verdict,
                quantity=row.quantity,
                wanted=row.wanted,
                position=row.position,
                point=row.point,
                lasts_days=row.lasts_days,
                cost=row.cost,
                thin=row.thin,
                why=tuple(one.text for one in presenting.sentences(row, currency)),
            )
            for row in rows.order_by("variant_id")[: data.limit]
        )
    )
