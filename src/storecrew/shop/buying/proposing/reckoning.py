"""Gather what is known about everything the store keeps, and let the engine decide: a fixed number of questions.

About 2.5 ms a variant, outside of any transaction; what comes of it is written by `actions.keep`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.buying.models import OPEN, PurchaseLine, State
from storecrew.shop.buying.proposing.engine import (
    Case,
    Demand,
    Pool,
    Rules,
    Step,
    Suggestion,
    decide,
    demand_of,
    pool_of,
)
from storecrew.shop.buying.proposing.engine.seasons import YEAR, Season, season_of
from storecrew.shop.buying.proposing.engine.types import Why
from storecrew.shop.buying.proposing.models import Promotion, Rulebook, Verdict
from storecrew.shop.buying.reads import on_order
from storecrew.shop.buying.writing.incoming import awaited
from storecrew.shop.buying.writing.rates import ToOwn, to_own
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView

LEARNED = timedelta(days=180)
"""Demand is learned from these last days."""
KNOWN = timedelta(days=YEAR + 150)
"""Sales are looked at so far back, for the season."""
LEADS_FROM = timedelta(days=730)
TRANSIT = 3
"""Days on the road, where nothing was observed yet."""
SUPPLIER_KIND = "supplier"


@dataclass(frozen=True, slots=True)
class Row:
    """What is to be kept of a variant: the columns of a proposal."""

    variant_id: int
    supplier_id: int | None
    offer_id: int | None
    verdict: str
    quantity: int
    position: int
    point: int
    lasts_days: float | None
    cost_minor: int
    currency: str
    own_minor: int
    thin: bool
    figures: dict[str, Any]
    reasons: list[list[Any]]


def rules() -> Rules:
    """Return what things cost the owner."""
    row = Rulebook.objects.filter(pk=1).first() or Rulebook()
    return Rules(
        capital=row.capital_percent / 100,
        storage=row.storage_percent / 100,
        patient=row.patient_percent / 100,
        line_minor=row.line_minor,
        review=row.review_days,
        most_days=row.most_days,
        usual_service=row.service_percent / 100,
    )


def reckon(now: datetime, variant_ids: Iterable[int] | None = None) -> list[Row]:
    """Return a row for every variant the store keeps in its own warehouses; `variant_ids`: of these alone."""
    profile = current()
    if profile is None:
        return []
    zone = ZoneInfo(profile.time_zone)
    today = now.astimezone(zone).date()
    places = [one.warehouse_id for one in stock.open_warehouses() if one.kind != SUPPLIER_KIND and one.sells]
    standing = stock.standing(places)
    history = _History.of(stock.days(places, now - KNOWN, zone), standing, today)
    ids = sorted({*standing} if variant_ids is None else {*standing} & set(variant_ids))
    goods = {
        number: one
        for number, one in catalogue.sold(ids, language="en", currencies=[profile.currency], at=now).items()
        if one.on_sale and not one.retired
    }
    offers = supply.offers_of(goods, now)
    coming = _coming(goods, places)
    leads = _leads(offers, now, zone)
    promotions = list(Promotion.objects.filter(last__gte=today).order_by("first", "pk"))
    known = rules()
    rate: dict[str, ToOwn] = {}
    found = []
    for number in sorted(goods):
        stand = standing[number]
        if not history.kept(number) and not stand.there and not stand.promised:
            continue  # never lay here: others ship it
        chosen = _chosen(offers.get(number, ()), leads, profile.currency, rate, now)
        position = stand.there - stand.promised + coming.get(number, 0)
        if chosen is None:
            found.append(_unoffered(number, position))
            continue
        offer, cost, pool = chosen
        price = goods[number].prices.get(profile.currency)
        ahead = round(pool.mean) + known.review
        season = history.season(number, today, ahead)
        case = Case(
            variant_id=number,
            demand=history.demand(number, today),
            leads=pool,
            there=stand.there,
            promised=stand.promised,
            coming=coming.get(number, 0),
            cost_minor=cost.minor,
            margin_minor=price.price.minor - cost.minor if price else None,
            minimum=offer.minimum,
            pack=offer.pack_size,
            breaks=tuple(Step(one.quantity, rate[one.cost.currency].of(one.cost).minor) for one in offer.breaks),
            season=season.factor,
            promotion=_promotion(promotions, number, today, ahead),
        )
        said = decide(case, known, Random(f"{number}:{today}"))  # noqa: S311  the same night, the same answer
        found.append(_row(said, offer, cost, season, case))
    return found


@dataclass(frozen=True, slots=True)
class _History:
    """What was sold and when it was out, by variant."""

    sold: Mapping[int, Mapping[date, int]]
    out: Mapping[int, frozenset[date]]
    first: Mapping[int, date]
    shop: Mapping[date, int]
    began: date
    usual: float

    @classmethod
    def of(cls, days: Iterable[stock.Day], standing: Mapping[int, stock.Standing], today: date) -> "_History":
        by_variant: dict[int, list[stock.Day]] = defaultdict(list)
        for day in days:
            by_variant[day.variant_id].append(day)
        sold = {number: {one.on: one.sold for one in some if one.sold} for number, some in by_variant.items()}
        shop: dict[date, int] = defaultdict(int)
        for some in sold.values():
            for on, pieces in some.items():
                shop[on] += pieces
        first = {number: some[-1].on for number, some in by_variant.items()}
        out = {
            number: _out(some, standing[number].shelf, today)
            for number, some in by_variant.items()
            if number in standing
        }
        began = min(shop, default=today)
        recent = today - LEARNED
        pieces = sum(n for on, n in shop.items() if on >= recent)
        alive = sum((today - max(day, recent)).days + 1 for day in first.values())
        return cls(sold, out, first, dict(shop), began, pieces / alive if alive else 0.0)

    def kept(self, number: int) -> bool:
        return number in self.first

    def demand(self, number: int, today: date) -> Demand:
        first = max(self.first.get(number, today), today - LEARNED)
        last = today - timedelta(days=1)
        if first > last:
            return Demand((), (), 0, self.usual)
        return demand_of(
            self.sold.get(number, {}), self.out.get(number, frozenset()), first=first, last=last, usual=self.usual
        )

    def season(self, number: int, today: date, ahead: int) -> Season:
        return season_of(self.sold.get(number, {}), self.shop, today=today, ahead=ahead, first=self.began)


def _out(days: list[stock.Day], shelf: int, today: date) -> frozenset[date]:
    """Walk back from what lies there now; `days` come latest first. Returns the days that ended with nothing there."""
    found: set[date] = set()
    end = shelf
    later = today
    for day in days:
        if end <= 0:
            found.update(day.on + timedelta(days=step) for step in range((later - day.on).days))
        later, end = day.on, end - day.change
    return frozenset(found)


def _coming(variant_ids: Iterable[int], places: list[int]) -> dict[int, int]:
    """Return what was ordered and is not here, drafts too; and deliveries announced without a purchase order."""
    found: dict[int, int] = defaultdict(int)
    for (number, place), pieces in on_order(variant_ids).items():
        if place in places:
            found[number] += pieces
    rows = PurchaseLine.objects.filter(order__state__in=OPEN).select_related("order")
    announced = {number: stand.incoming for number, stand in stock.standing(places).items()}
    for line in rows.order_by():
        announced[line.variant_id] = announced.get(line.variant_id, 0) - awaited(line)
    for number, rest in announced.items():
        if rest > 0:
            found[number] += rest
    return dict(found)


def _leads(
    offers: Mapping[int, tuple[OfferView, ...]], now: datetime, zone: ZoneInfo
) -> dict[int, tuple[list[int], list[int], int]]:
    """Return what was observed of suppliers: days of what came, ages of what did not, and what they say."""
    found: dict[int, tuple[list[int], list[int], int]] = {}
    suppliers = {offer.supplier_id for some in offers.values() for offer in some}
    for supplier_id, sites in supply.sites_of(suppliers).items():
        said = min((site.handling_days for site in sites if not site.closed), default=0)
        found[supplier_id] = ([], [], said)
    rows = PurchaseLine.objects.filter(order__supplier__in=suppliers, order__sent_at__gte=now - LEADS_FROM)
    came: dict[int, tuple[int, datetime, datetime | None]] = {}
    for order_id, supplier_id, sent_at, state, received_at in rows.order_by("order_id", "pk").values_list(
        "order_id", "order__supplier_id", "order__sent_at", "order__state", "first_received_at"
    ):
        if state == State.CANCELLED or sent_at is None:
            continue
        before = came.get(order_id)
        latest = max((at for at in (received_at, before[2] if before else None) if at), default=None)
        came[order_id] = (supplier_id, sent_at, latest)
    for supplier_id, sent_at, at in came.values():
        observed, waiting, _said = found.setdefault(supplier_id, ([], [], 0))
        if at is not None:
            observed.append((at.astimezone(zone).date() - sent_at.astimezone(zone).date()).days)
        else:
            waiting.append((now.astimezone(zone).date() - sent_at.astimezone(zone).date()).days)
    return found


def _chosen(
    offers: Iterable[OfferView],
    leads: Mapping[int, tuple[list[int], list[int], int]],
    currency: str,
    rate: dict[str, ToOwn],
    now: datetime,
) -> tuple[OfferView, Money, Pool] | None:
    """Return the cheapest offer, the quicker one among equals, with its cost in the store's currency."""
    found = []
    for offer in offers:
        if offer.cost is None:
            continue
        code = offer.cost.currency
        if code not in rate:
            rate[code] = to_own(code, now)
        own = rate[code].of(offer.cost)
        if own.currency != currency:
            continue
        observed, waiting, site_days = leads.get(offer.supplier_id, ([], [], 0))
        said = (offer.handling_days if offer.handling_days is not None else site_days) + TRANSIT
        found.append((own.minor, said, offer.offer_id, offer, own, pool_of(observed, said, waiting)))
    if not found:
        return None
    *_order, offer, own, pool = min(found, key=lambda one: one[:3])
    return offer, own, pool


def _promotion(promotions: list[Promotion], number: int, today: date, ahead: int) -> float:
    """Return by how much planned promotions multiply the demand of the days ahead."""
    more = 0.0
    for row in promotions:
        if row.variant_ids and number not in row.variant_ids:
            continue
        first, last = max(row.first, today), min(row.last, today + timedelta(days=ahead - 1))
        more += max(0, (last - first).days + 1) * row.percent / 100
    return max(0.0, 1 + more / ahead)


def _unoffered(number: int, position: int) -> Row:
    return Row(number, None, None, Verdict.UNOFFERED, 0, position, 0, None, 0, "", 0, False, {}, [])


def _row(said: Suggestion, offer: OfferView, cost: Money, season: Season, case: Case) -> Row:
    figures = asdict(said)
    for name in ("reasons", "variant_id", "verdict", "quantity", "position", "point", "cost_minor", "thin", "lasts"):
        figures.pop(name)
    figures |= {"there": case.there, "promised": case.promised, "coming": case.coming}
    figures = {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
    reasons: list[list[Any]] = [[why.value, numbers] for why, numbers in said.reasons]
    if not season.known:
        reasons.append([Why.NO_SEASON.value, {}])
    each = offer.cost_of(said.quantity or 1) or offer.cost
    assert each is not None  # noqa: S101  chosen by its cost
    own_minor = round(cost.minor * each.minor / offer.cost.minor) if offer.cost and offer.cost.minor else cost.minor
    return Row(
        variant_id=said.variant_id,
        supplier_id=offer.supplier_id,
        offer_id=offer.offer_id,
        verdict=said.verdict.value,
        quantity=said.quantity,
        position=said.position,
        point=said.point,
        lasts_days=said.lasts,
        cost_minor=each.minor,
        currency=each.currency,
        own_minor=own_minor,
        thin=said.thin,
        figures=figures,
        reasons=reasons,
    )
