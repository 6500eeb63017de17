"""What of an order may be sent back, until when, and why the rest may not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.fulfilment import reads as fulfilment
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.returns.models import OPEN, VOID, Policy, Return, ReturnLine
from storecrew.shop.returns.types import Returnable, Returnables, WhyNot


@dataclass(frozen=True, slots=True)
class Spoken:
    """Of an order's line: pieces that live returns speak for, and those of them that came in."""

    asked: int = 0
    received: int = 0


def returnables(order: OrderView, policy: Policy, now: datetime) -> Returnables:
    """Return what of an order may be sent back; a fixed number of questions."""
    lines = [line for line in order.lines if line.quantity > line.cancelled]
    spoken = spoken_for(line.line_id for line in lines)
    calendar = work_calendar()
    today = calendar.local_date(now)
    arrived = _arrivals(order, calendar, now)
    final = _final(lines, order.language, policy, now)
    return Returnables(
        order_id=order.order_id,
        number=order.number,
        currency=order.currency,
        language=order.language,
        lines=tuple(
            _returnable(
                line,
                left_of(line, spoken.get(line.line_id, Spoken())),
                _last_day(arrived.get(line.line_id), policy.window_days),
                _last_day(arrived.get(line.line_id), policy.claim_days),
                today,
                final=line.variant_id in final,
            )
            for line in lines
        ),
        open=Return.objects.filter(order=order.order_id, state__in=OPEN).count(),
    )


def spoken_for(line_ids: Iterable[int]) -> dict[int, Spoken]:
    """Return, by order line, what returns that were not declined or called off speak for. One question."""
    rows = ReturnLine.objects.filter(line__in=list(line_ids)).exclude(ret__state__in=VOID).order_by()
    summed = rows.values("line").annotate(asked=Sum(F("quantity") - F("missing")), came=Sum("received"))
    return {row["line"]: Spoken(row["asked"], row["came"]) for row in summed}


def left_of(line: LineView, spoken: Spoken) -> int:
    """Return how many pieces may still be asked for: sent, not spoken for, not come back past this room."""
    elsewhere = max(0, line.returned - spoken.received)
    return max(0, line.shipped - spoken.asked - elsewhere)


def sentence(one: Returnable) -> str:
    """Say why a line may not be sent back, or only with a fault; empty where it may."""
    day = {"day": one.until} if one.until else {}
    match one.why_not:
        case "not_sent":
            return _("It has not been sent yet.")
        case "all_spoken_for":
            return _("All of it is being returned, or has been.")
        case "final_sale":
            return _("It was sold as not returnable. If something is wrong with it, tell us all the same.")
        case "too_late" if one.claims_only and day:
            return _("The time for changing one's mind ended on %(day)s. If something is wrong with it, tell us.") % {
                "day": one.until
            }
        case "too_late":
            return _("The time for returning it is over.")
    return ""


def _returnable(
    line: LineView, left: int, until: date | None, claim_until: date | None, today: date, *, final: bool
) -> Returnable:
    too_late = until is not None and today > until
    over = claim_until is not None and today > claim_until
    why: WhyNot = ""
    if not line.shipped:
        why = "not_sent"
    elif not left:
        why = "all_spoken_for"
    elif over or too_late:
        why = "too_late"
    elif final:
        why = "final_sale"
    return Returnable(
        line_id=line.line_id,
        variant_id=line.variant_id,
        sku=line.sku,
        title=line.title,
        options=", ".join(option.value for option in line.options),
        sent=line.shipped,
        left=0 if over else left,
        unit=Money(line.total.minor // max(1, line.quantity - line.cancelled), line.total.currency),
        until=until,
        claim_until=claim_until,
        why_not=why,
        claims_only=bool(left) and not over and why in {"too_late", "final_sale"},
    )


def _last_day(arrived: date | None, days: int) -> date | None:
    # the day of arrival does not count: neither under EU law nor under Chinese law
    return arrived + timedelta(days=days) if arrived else None


def _arrivals(order: OrderView, calendar: WorkCalendar, now: datetime) -> dict[int, date]:
    """Return, by line, when the last of it arrived: as carriers say, else as promised, else when it was sent."""
    found: dict[int, date] = {}
    for parcel in fulfilment.parcels_of_order(order.order_id, now):
        if parcel.shipped_at is None:
            continue
        day = calendar.local_date(parcel.delivered_at or parcel.shipped_at)
        if parcel.delivered_at is None and parcel.promised_until:
            day = max(day, parcel.promised_until)
        for content in parcel.contents:
            found[content.line_id] = max(found.get(content.line_id, day), day)
    sent = order.fulfilled_at or order.placed_at
    if sent is not None:  # sent without parcels of ours: imported, or told by another system
        day = max(calendar.local_date(sent), order.promised_until or date.min)
        for line in order.lines:
            if line.shipped:
                found.setdefault(line.line_id, day)
    return found


def _final(lines: Iterable[LineView], language: str, policy: Policy, now: datetime) -> frozenset[int | None]:
    """Return the variants that are not taken back without a fault."""
    if policy.final_collection_id is None:
        return frozenset()
    faces = catalogue.faces((line.variant_id for line in lines), language, now=now)
    products: Mapping[int, int] = {variant_id: face.product_id for variant_id, face in faces.items()}
    groups = catalogue.belonging(set(products.values()), collections=[policy.final_collection_id])
    inside = groups.get(f"collection:{policy.final_collection_id}", frozenset())
    return frozenset(variant_id for variant_id, product_id in products.items() if product_id in inside)
