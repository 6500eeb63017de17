"""Keep what was reckoned, change quantities, make purchase orders of it; say what things cost and what is planned."""

from datetime import date
from typing import Annotated, Any, Self

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from storecrew.kernel import many
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.jobs.background import enqueue
from storecrew.shop.buying import actions as buying
from storecrew.shop.buying.proposing.models import Promotion, Proposal, Rulebook, Verdict
from storecrew.shop.buying.seats import BUYERS, EVERYWHERE, NOBODY
from storecrew.shop.stock import reads as stock

COLUMNS = (
    *("variant_id", "supplier_id", "offer_id", "verdict", "quantity", "position", "point", "lasts_days"),
    *("cost_minor", "currency", "own_minor", "thin", "figures", "reasons"),
)
SUPPLIER_KIND = "supplier"


class Keep(Input):
    """What was reckoned: the columns of proposals, a tuple each. `whole`: everything that is not named is gone."""

    rows: Annotated[tuple[tuple[Any, ...], ...], Field(max_length=100_000), Private]
    whole: bool = True


class Kept(Output):
    """How many variants were reckoned, and of how many something is to be ordered now."""

    reckoned: int
    due: int


@action("buying_proposing.propose", label=gettext_lazy("Keep what to order"), seats=NOBODY, surfaces=set())
def keep(run: Run, data: Keep) -> Kept:
    """Write what was reckoned in place of what was there. Quantities somebody changed stay while the proposal is the same."""
    number = COLUMNS.index("variant_id")
    old = (
        Proposal.objects.all() if data.whole else Proposal.objects.filter(variant_id__in=[r[number] for r in data.rows])
    )
    quantity = COLUMNS.index("quantity")
    chosen = {
        (pk, reckoned): mine
        for pk, reckoned, mine in old.filter(chosen__isnull=False).values_list("variant_id", "quantity", "chosen")
    }
    old.delete()
    rows = [(*row, chosen.get((row[number], row[quantity]))) for row in data.rows]
    many.insert(Proposal, (*COLUMNS, "chosen"), rows, same={"reckoned_at": run.now})
    due = sum(row[COLUMNS.index("verdict")] == Verdict.DUE for row in data.rows)
    run.about("buying_proposals:all")
    return Kept(reckoned=len(rows), due=due)


class ReckonNow(Input):
    """Nothing needs to be said."""


@action(
    "buying_proposing.reckon_now", label=gettext_lazy("Reckon anew what to order"), seats=BUYERS, surfaces=EVERYWHERE
)
def reckon_now(run: Run, data: ReckonNow) -> Nothing:
    """Have proposals reckoned anew in the background; every night it happens by itself."""
    from storecrew.shop.buying.proposing.jobs import reckon_soon  # noqa: PLC0415  the job calls an action of this module

    run.about("buying_proposals:all")
    enqueue(reckon_soon)
    return Nothing()


class Choose(Input):
    """How many of variants are to be ordered: (variant, pieces); 0: not now; None: as reckoned."""

    rows: Annotated[tuple[tuple[int, Annotated[int, Field(ge=0, le=1_000_000)] | None], ...], Field(max_length=1000)]


@action("buying_proposing.choose", label=gettext_lazy("Change proposed quantities"), seats=BUYERS, surfaces=EVERYWHERE)
def choose(run: Run, data: Choose) -> Nothing:
    """Change how many of something are to be ordered. It stays until something else is proposed."""
    wanted = dict(data.rows)
    changed = []
    for row in Proposal.objects.select_for_update().filter(variant_id__in=wanted).order_by("pk"):
        pieces = wanted[row.variant_id]
        if pieces is not None and row.supplier_id is None:
            raise Refused(_("Nobody offers this. Note an offer first."), code="buying.unoffered")
        if pieces != row.chosen:
            run.changed(f"variant:{row.variant_id}", "proposed", old=row.chosen, new=pieces)
            row.chosen = pieces
            changed.append(row)
    Proposal.objects.bulk_update(changed, ["chosen"], batch_size=200)
    run.about("buying_proposals:all")
    return Nothing()


class Order(Input):
    """Of which suppliers what is proposed is to be ordered; none named: of all. `warehouse_id` None: the first of yours.

    `quantities`: (variant, pieces) as somebody sees them now, and nothing they do not see; none: what is due or was chosen.
    """

    supplier_ids: Annotated[tuple[int, ...], Field(max_length=200)] = ()
    quantities: Annotated[
        tuple[tuple[int, Annotated[int, Field(ge=0, le=1_000_000)]], ...], Field(max_length=2000)
    ] = ()
    warehouse_id: int | None = None
    wanted_on: date | None = None


class Ordered(Output):
    """The drafts that were made. `left`: suppliers of whom nothing may be bought, with the sentence."""

    po_ids: tuple[int, ...]
    left: tuple[str, ...] = ()


@action(
    "buying_proposing.order",
    label=gettext_lazy("Make purchase orders of proposals"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=(buying.make_order,),
    previews=True,
)
def order(run: Run, data: Order) -> Ordered:
    """Make a draft of a purchase order for each supplier, with the quantities as they stand. Nothing is sent yet.

    A supplier of whom nothing may be bought is left out and named.
    """
    rows = Proposal.objects.select_for_update().filter(supplier__isnull=False)
    rows = rows.filter(supplier_id__in=data.supplier_ids) if data.supplier_ids else rows
    seen = dict(data.quantities)
    by_supplier: dict[int, list[Proposal]] = {}
    for row in rows.order_by("supplier_id", "pk"):
        row.chosen = seen.get(row.variant_id, 0 if seen else row.chosen)
        if row.wanted:
            by_supplier.setdefault(row.supplier_id or 0, []).append(row)
    if not by_supplier:
        raise Refused(_("Nothing is to be ordered. Set quantities first."), code="buying.nothing_to_order")
    place = data.warehouse_id or _first_warehouse()
    made, left = [], []
    for supplier_id, some in by_supplier.items():
        lines = tuple(buying.NewLine(variant_id=row.variant_id, quantity=row.wanted) for row in some[:500])
        form = buying.MakeOrder(supplier_id=supplier_id, warehouse_id=place, lines=lines, wanted_on=data.wanted_on)
        try:
            made.append(run.call(buying.make_order, form).po_id)
        except Refused as error:
            left.append(error.message)
            continue
        Proposal.objects.filter(pk__in=[row.pk for row in some[:500]]).update(
            verdict=Verdict.ENOUGH, chosen=None, quantity=0, position=F("position") + F("quantity")
        )
    if not made:
        raise Refused(" ".join(left), code="buying.blocked")
    run.about("buying_proposals:all")
    return Ordered(po_ids=tuple(made), left=tuple(left))


def _first_warehouse() -> int:
    for place in stock.open_warehouses():
        if place.kind != SUPPLIER_KIND and place.sells:
            return place.warehouse_id
    raise InvalidInput({"warehouse_id": _("Open a warehouse of your own first.")})


class SetRulebook(Input):
    """What things cost; per cent are per year, of what goods cost."""

    capital_percent: Annotated[int, Field(ge=0, le=200)]
    storage_percent: Annotated[int, Field(ge=0, le=200)]
    patient_percent: Annotated[int, Field(ge=0, le=100)]
    line_minor: Annotated[int, Field(ge=0, le=1_000_000)]
    review_days: Annotated[int, Field(ge=1, le=60)]
    most_days: Annotated[int, Field(ge=7, le=730)]
    service_percent: Annotated[int, Field(ge=50, le=99)]


@action(
    "buying_proposing.set_rulebook",
    label=gettext_lazy("Say what stock and being out of it cost"),
    seats=frozenset({"director"}),
    surfaces=EVERYWHERE,
)
def set_rulebook(run: Run, data: SetRulebook) -> Nothing:
    """Set what capital, storage, waiting buyers and an order line cost: service levels follow from it, tonight."""
    if data.most_days < data.review_days:
        raise InvalidInput({"most_days": _("At least the days between two looks.")})
    row = Rulebook.objects.filter(pk=1).first() or Rulebook()
    for name, value in data.model_dump().items():
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    row.save()
    run.about(row.subject)
    return Nothing()


class PlanPromotion(Input):
    """How much more will be asked for, when, of what. No variants: of everything."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    first: date
    last: date
    percent: Annotated[int, Field(ge=-100, le=2000)]
    variant_ids: Annotated[tuple[int, ...], Field(max_length=2000)] = ()

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.last < self.first:
            raise ValueError(_("The last day lies before the first."))
        return self


class PromotionId(Output):
    """Names a promotion."""

    promotion_id: int


PLANNERS = BUYERS | {"marketing"}


@action(
    "buying_proposing.plan_promotion",
    label=gettext_lazy("Say what a promotion will sell"),
    seats=PLANNERS,
    surfaces=EVERYWHERE,
)
def plan_promotion(run: Run, data: PlanPromotion) -> PromotionId:
    """Say how much more than usual a planned promotion will sell: it is ordered for in time."""
    row = Promotion(made_at=run.now, **data.model_dump(exclude={"variant_ids"}), variant_ids=list(data.variant_ids))
    row.save()
    run.changed(row.subject, "percent", old=None, new=data.percent)
    return PromotionId(promotion_id=row.pk)


class OnePromotion(Input):
    """Names a promotion."""

    promotion_id: int


@action("buying_proposing.drop_promotion", label=gettext_lazy("Drop a promotion"), seats=PLANNERS, surfaces=EVERYWHERE)
def drop_promotion(run: Run, data: OnePromotion) -> Nothing:
    """Reckon no longer with a promotion."""
    row = Promotion.objects.filter(pk=data.promotion_id).first()
    if row is None:
        raise Missing(_("There is no such promotion."))
    run.changed(row.subject, "percent", old=row.percent, new=None)
    row.delete()
    return Nothing()
