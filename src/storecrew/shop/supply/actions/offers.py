"""What suppliers offer: one offer at a time, or many that end."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply.events import CostsChanged, OffersEnded, OffersMade
from storecrew.shop.supply.models import Offer, Supplier, Watch
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.terms import OfferTerms, columns_of
from storecrew.shop.supply.writing import offers as writing
from storecrew.shop.supply.writing.changing import set_fields
from storecrew.shop.supply.writing.loading import offer_of, supplier_of
from storecrew.shop.supply.writing.offers import Became, Terms


class MakeOffer(OfferTerms):
    """What a supplier offers a variant for. An offer of it that was ended is opened again."""

    supplier_id: int
    variant_id: int


class OfferId(Output):
    """Names an offer. `became`: new, changed, or same, when nothing was different."""

    offer_id: int
    became: Became


@action(
    "supply.make_offer",
    label=gettext_lazy("Note what a supplier offers"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersMade, CostsChanged),
    previews=True,
)
def make_offer(run: Run, data: MakeOffer) -> OfferId:
    """Write down a supplier's terms for a variant: their SKU, cost, price breaks, minimum, pack size, dates."""
    supplier = supplier_of(run, data.supplier_id, going=True)
    if not catalogue.calling(only=[data.variant_id]):
        raise InvalidInput({"variant_id": _("There is no such variant.")})
    if Offer.objects.filter(supplier=supplier, variant_id=data.variant_id, ended_at=None).exists():
        raise Refused(_("This supplier offers this already. Change that offer."), code="supply.offered")
    terms = Terms(data.variant_id, columns_of(data, currency=supplier.currency))
    ((row, became),) = writing.write_offers(run, supplier, [terms])
    return OfferId(offer_id=row.pk, became=became)


class EditOffer(OfferTerms):
    """What is true of an offer from now on."""

    offer_id: int


@action(
    "supply.edit_offer",
    label=gettext_lazy("Change a supplier’s offer"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersMade, CostsChanged),
    previews=True,
)
def edit_offer(run: Run, data: EditOffer) -> OfferId:
    """Change a supplier's terms for a variant. What it cost before stays in its history."""
    row = offer_of(run, data.offer_id)
    if row.ended_at is not None:
        raise Refused(_("This is no longer offered. Make a new offer of it."), code="supply.offer_ended")
    terms = Terms(row.variant_id, columns_of(data, currency=row.currency))
    ((row, became),) = writing.write_offers(run, row.supplier, [terms])
    return OfferId(offer_id=row.pk, became=became)


class SomeOffers(Input):
    """Names offers."""

    offer_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=1000)]


class Ended(Output):
    """How many were ended; those that were ended before do not count."""

    ended: int


@action(
    "supply.end_offers",
    label=gettext_lazy("End offers of suppliers"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(OffersEnded,),
    previews=True,
)
def end_offers(run: Run, data: SomeOffers) -> Ended:
    """Note that suppliers no longer offer these. Nothing of them can be bought there from now on."""
    rows = list(Offer.objects.select_for_update().filter(pk__in=data.offer_ids).order_by("pk"))
    if len(rows) != len(set(data.offer_ids)):
        raise Missing(_("There is no such offer."))
    return Ended(ended=len(writing.end_offers(run, rows)))


class OneSupplier(Input):
    """Names a supplier."""

    supplier_id: int


@action("supply.see_costs", label=gettext_lazy("Note that dearer costs were seen"), seats=BUYERS, surfaces=EVERYWHERE)
def see_costs(run: Run, data: OneSupplier) -> Nothing:
    """Note that somebody has seen what became dearer at a supplier up to now; it is not shown again."""
    row = supplier_of(run, data.supplier_id)
    row.looked_at = run.now
    Supplier.objects.filter(pk=row.pk).update(looked_at=run.now)
    return Nothing()


class SetWatch(Input):
    """When somebody is told."""

    rise_percent: Annotated[int, Field(ge=0, le=1000)]
    document_days: Annotated[int, Field(ge=1, le=365)]
    offer_days: Annotated[int, Field(ge=1, le=365)]


@action("supply.set_watch", label=gettext_lazy("Say when you are told"), seats=BUYERS, surfaces=EVERYWHERE)
def set_watch(run: Run, data: SetWatch) -> Nothing:
    """Set from which rise of a cost on you are told, and how long before documents lapse and offers end."""
    row = Watch.objects.filter(pk=1).first() or Watch()
    if set_fields(run, row, data.model_dump()):
        row.save()
    return Nothing()
