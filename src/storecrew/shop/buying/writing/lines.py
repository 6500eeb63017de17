"""Make lines of what somebody wants, from what the supplier offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView


@dataclass(frozen=True, slots=True)
class Draft:
    """A line to be. `cost` None: as offered for so many."""

    variant_id: int
    quantity: int
    cost: Money | None


def make(run: Run, order: PurchaseOrder, drafts: Sequence[Draft]) -> list[PurchaseLine]:
    """Return the lines of an order, not yet saved. Raises InvalidInput where nobody knows what one costs."""
    if len({draft.variant_id for draft in drafts}) != len(drafts):
        raise InvalidInput({"lines": _("Name each variant once.")})
    faces = catalogue.faces([draft.variant_id for draft in drafts], order.language, now=run.now)
    if missing := [draft for draft in drafts if draft.variant_id not in faces]:
        raise InvalidInput({"lines": _("There is no variant %(id)d.") % {"id": missing[0].variant_id}})
    offers = _offers(run, order, drafts)
    lines = []
    for position, draft in enumerate(drafts):
        offer, face = offers.get(draft.variant_id), faces[draft.variant_id]
        cost = _cost(order, draft, offer, face.title)
        named = " · ".join([face.title, *face.options])
        lines.append(
            PurchaseLine(
                order=order,
                variant_id=draft.variant_id,
                offer_id=offer.offer_id if offer else None,
                position=position,
                sku=offer.sku if offer else "",
                title=((offer.title if offer else "") or named)[:300],
                quantity=draft.quantity,
                cost_minor=cost.minor,
            )
        )
    return lines


def _offers(run: Run, order: PurchaseOrder, drafts: Sequence[Draft]) -> dict[int, OfferView]:
    found = supply.offers_of([draft.variant_id for draft in drafts], run.now)
    mine = (offer for some in found.values() for offer in some if offer.supplier_id == order.supplier_id)
    return {offer.variant_id: offer for offer in mine}


def _cost(order: PurchaseOrder, draft: Draft, offer: OfferView | None, name: str) -> Money:
    cost = draft.cost or (offer.cost_of(draft.quantity) if offer else None)
    if cost is None:
        raise InvalidInput({"lines": _("Say what one piece of “%(name)s” costs; no offer tells it.") % {"name": name}})
    if cost.currency != order.currency:
        raise InvalidInput(
            {
                "lines": _("“%(name)s” is offered in %(other)s; this order is in %(currency)s.")
                % {"name": name, "other": cost.currency, "currency": order.currency}
            }
        )
    return cost
