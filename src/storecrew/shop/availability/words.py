"""Rows of what was said, as plain as they can be: a report brings thousands at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from storecrew.kernel import many
from storecrew.shop.availability.learning import Flow
from storecrew.shop.availability.models import Said


@dataclass(slots=True)
class Word:
    """What holds of one offer at one site, with what its stream and its offer add. `pk` 0: not written yet."""

    pk: int
    offer_id: int
    site_id: int
    variant_id: int
    stream_id: int
    quantity: int | None
    observed_at: datetime
    row: int | None
    value_since: datetime
    sellable: int
    written_at: datetime
    look_at: datetime | None
    out: float
    days: float
    rises: float
    span: float
    confirmed_at: datetime | None
    offer_variant_id: int
    ended_at: datetime | None
    valid_from: date | None
    valid_until: date | None

    @property
    def seen_at(self) -> datetime:
        """Return when this was so for the last time, as far as anybody said."""
        return self.observed_at if self.confirmed_at is None else max(self.observed_at, self.confirmed_at)

    @property
    def flow(self) -> Flow:
        """Return what was learned of how pieces come and go."""
        return Flow(self.out, self.days, self.rises, self.span)

    def learn(self, flow: Flow) -> None:
        """Keep what was learned."""
        self.out, self.days, self.rises, self.span = flow.out, flow.days, flow.rises, flow.span


_COLUMNS: Final = (
    *("pk", "offer_id", "site_id", "variant_id", "stream_id", "quantity", "observed_at", "row", "value_since"),
    *("sellable", "written_at", "look_at", "out", "days", "rises", "span", "stream__confirmed_at"),
    *("offer__variant_id", "offer__ended_at", "offer__valid_from", "offer__valid_until"),
)


def words(which: Q, *, order: tuple[str, ...] = ("pk",), most: int | None = None) -> list[Word]:
    """Return what holds; one question."""
    rows = Said.objects.filter(which).order_by(*order).values_list(*_COLUMNS)
    return [Word(*row) for row in (rows if most is None else rows[:most])]


def offers_of_supplier(
    supplier_id: int, offer_ids: Iterable[int]
) -> Iterator[tuple[int, int, datetime | None, date | None, date | None]]:
    """Return (offer, variant, ended, valid from, valid until) of those that are this supplier's; one question.

    Reached by the relation, since the door's views are made for pages, and a report brings thousands.
    """
    offers: Any = Said._meta.get_field("offer").related_model
    rows = offers._default_manager.filter(supplier_id=supplier_id, pk__in=many.among(offer_ids))
    return iter(rows.values_list("pk", "variant_id", "ended_at", "valid_from", "valid_until"))
