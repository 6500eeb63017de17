"""Where things come from: plain functions for rooms that sell, which have checked who asks, and one read for the crew."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.store.reads import current
from storecrew.shop.shipping.types import Place
from storecrew.shop.sourcing.models import RuleSet
from storecrew.shop.sourcing.planning import planned
from storecrew.shop.sourcing.rules import rules_in
from storecrew.shop.sourcing.scene import Somewhere, scene_of
from storecrew.shop.sourcing.seats import EVERYWHERE, READERS
from storecrew.shop.sourcing.types import Limits, Need, Option, Own, Plan, Rules
from storecrew.shop.sourcing.weighing import weigh

__all__ = ["Somewhere", "Sources", "SourcesQuery", "limits", "options", "own_first", "plan", "rules", "sources"]


def plan(
    needs: Sequence[Need],
    *,
    ship_to: Place | None,
    currency: str,
    now: datetime,
    owner: str = "",
    keep: bool = True,
    avoid: frozenset[int] = frozenset(),
) -> Plan:
    """Return from where each line comes; equal questions get equal answers. A fixed number of questions.

    `ship_to` None: the store's own country. `owner`: what is kept back for them counts as there, and with `keep` a line of
    which all is kept back stays where it is.
    `avoid`: warehouses that are out of the question. Pieces that are nowhere are told of the place that has most.
    """
    if not needs:
        return Plan(shares=())
    scene = scene_of(needs, ship_to=ship_to, currency=currency, now=now, owner=owner, keep=keep, avoid=avoid)
    return planned(scene, needs)


def options(
    variant_ids: Iterable[int],
    *,
    ship_to: Place | None,
    currency: str,
    now: datetime,
    avoid: frozenset[int] = frozenset(),
    quantity: int = 1,
) -> dict[int, tuple[Option, ...]]:
    """Return every place that variants could come from now, best first; nothing for what is not counted, or is nowhere.

    `score` is of `quantity` pieces of one variant alone. A fixed number of questions.
    """
    needs = [Need(key=str(pk), variant_id=pk, quantity=quantity) for pk in dict.fromkeys(variant_ids)]
    if not needs:
        return {}
    scene = scene_of(needs, ship_to=ship_to, currency=currency, now=now, avoid=avoid)
    return {
        need.variant_id: tuple(one.option for one in weigh(scene, need.variant_id, quantity))
        for need in needs
        if need.variant_id in scene.counted
    }


def own_first() -> bool:
    """Tell whether the own shelf goes before suppliers whatever it costs. One question."""
    own = RuleSet.objects.filter(pk=1).values_list("own", flat=True).first()
    return own in (None, Own.FIRST)


def rules() -> Rules:
    """Return what the owner wants of the choice."""
    store = current()
    return rules_in(store.currency if store else "CNY")


def limits() -> Limits:
    """Return what may be moved to the next source without asking anybody."""
    return rules().limits


class SourcesQuery(Input):
    """Which variant, how many, and where to; without a country: in the store's own."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=100_000)] = 1
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    region: Annotated[str, Field(max_length=80)] = ""
    postal_code: Annotated[str, Field(max_length=20)] = ""


class SourceView(Output):
    """A place, and in sentences why it stands where it does."""

    option: Option
    place: str
    sentences: tuple[str, ...]


class Sources(Output):
    """Best first. `chosen`: from where it would be taken, a warehouse's number and pieces."""

    items: tuple[SourceView, ...]
    chosen: tuple[tuple[int | None, int], ...]
    why: tuple[str, ...]


@read("sourcing.sources", label=_("Where a variant could come from"), seats=READERS, surfaces=EVERYWHERE)
def sources(ask: Ask, data: SourcesQuery) -> Sources:
    """List every place a variant could come from now: cost, dates, the risk of being late or of being missing, what all of
    that comes to, and why; and from which of them it would be taken."""
    store = current()
    currency = store.currency if store else "CNY"
    to = Somewhere(data.country, data.region, data.postal_code) if data.country else None
    need = Need(key="line", variant_id=data.variant_id, quantity=data.quantity)
    scene = scene_of([need], ship_to=to, currency=currency, now=ask.now)
    found = planned(scene, [need])
    return Sources(
        items=tuple(
            SourceView(
                option=one,
                place=scene.places[one.warehouse_id].name,
                sentences=tuple(reason.sentence for reason in one.why),
            )
            for one in found.options.get(data.variant_id, ())
        ),
        chosen=tuple((share.warehouse_id, share.quantity) for share in found.shares),
        why=tuple(one.reason.sentence for one in found.lines),
    )
