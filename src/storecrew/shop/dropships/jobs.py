"""The clock's work: make what an announcement missed, ask suppliers' programs, book what could not be booked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.astray import orders_astray
from storecrew.shop.dropships.handlers import book, planner
from storecrew.shop.dropships.models import ANSWERABLE, Answer, Arrangement, DropParcel, DropShipment, Reason, Way
from storecrew.shop.dropships.types import LinePart
from storecrew.shop.dropships.ways.asking import program_of
from storecrew.shop.dropships.ways.protocol import Spoken

AT_ONCE = 40
"""Numbers asked about in one call."""
MOST = 2000
KEEPS_ASKING = timedelta(days=30)


@scheduled("dropships.plan", label=_("Make drop shipments of what is promised at suppliers"), rhythm=Every(minutes=10))
def plan_all(now: datetime) -> None:
    """Plan orders that may leave and are promised goods at suppliers' that no drop shipment asks for.

    Money that is only set aside announces no order as paid, and stock may be promised elsewhere by hand.
    """
    for order_id in sorted(orders_astray())[:200]:
        actions.plan(planner("round"), actions.Plan(order_id=order_id), now=now)


@scheduled("dropships.book", label=_("Book what suppliers are owed"), rhythm=Every(hours=1))
def book_all(now: datetime) -> None:
    """Book parcels that could not be booked when they left: no accounts yet, or nobody knew what they cost."""
    rows = DropParcel.objects.filter(entry=None, owed=True).exclude(pieces__unit_minor=None)
    for number in rows.order_by("pk").values_list("pk", flat=True).distinct()[:500]:
        if not book(number, now):
            return


@scheduled("dropships.follow", label=_("Ask suppliers' programs about drop shipments"), rhythm=Every(minutes=30))
def follow(now: datetime) -> None:
    """Put what is open at each connected supplier into handfuls, each asked about by a job of its own."""
    for arrangement in Arrangement.objects.filter(way=Way.API).order_by("pk"):
        rows = DropShipment.objects.filter(supplier=arrangement.supplier_id, way=Way.API, state__in=ANSWERABLE)
        rows = rows.filter(sent_at__gte=now - KEEPS_ASKING, closed_at=None) | rows.filter(
            cancel_asked_at__gte=now - KEEPS_ASKING, cancel_agreed_at=None
        )
        ids = list(rows.order_by("pk").values_list("pk", flat=True).distinct()[:MOST])
        for start in range(0, len(ids), AT_ONCE):
            enqueue(ask_program, arrangement_id=arrangement.pk, dropship_ids=ids[start : start + AT_ONCE])


@job(timeout_s=60)
def ask_program(arrangement_id: int, dropship_ids: list[int]) -> None:
    """Ask one supplier's program about a handful and take in what is new. Asking again is no harm."""
    arrangement = Arrangement.objects.filter(pk=arrangement_id, way=Way.API).first()
    if arrangement is None:
        return
    rows = {row.number: row for row in DropShipment.objects.filter(pk__in=dropship_ids).order_by("pk")}
    if not rows:
        return
    for number, spoken in program_of(arrangement).words(list(rows)).items():
        if number in rows:
            take_in(rows[number], spoken)


def take_in(row: DropShipment, spoken: Iterable[Spoken], now: datetime | None = None) -> int:
    """Take in what a program says of a drop shipment, each thing once, in the order told; returns how much was new.

    What is refused (too late, more than open) leaves the rest alone: the page of the drop shipment shows where it stands.
    """
    known = set(Answer.objects.filter(dropship=row, detail__has_key="id").values_list("detail__id", flat=True))
    new = 0
    for one in spoken:
        if one.key in known:
            continue
        try:
            new += _act(row.pk, one, now)
        except ActionError:
            continue
    return new


def _act(dropship_id: int, one: Spoken, now: datetime | None) -> bool:
    lines = tuple(LinePart(line_id=pk, quantity=count) for pk, count in (one.lines or {}).items())
    actor = planner("told by the supplier's program")
    same: dict[str, object] = {"dropship_id": dropship_id, "note": one.note, "means": actions.Means.API}
    match one.state:
        case "acknowledged":
            data = actions.Acknowledge.model_validate(same | {"ships_on": one.ships_on, "lines": lines})
            return actions.acknowledge(actor, data, now=now).counted
        case "packed":
            return actions.pack(actor, actions.MarkPacked.model_validate(same), now=now).counted
        case "refused":
            reason = one.reason if one.reason in Reason.values else Reason.OTHER
            refusal = actions.Refuse.model_validate(same | {"reason": reason, "lines": lines})
            return actions.refuse(actor, refusal, now=now).counted
        case "stopped":
            return actions.agree_to_stop(actor, actions.AgreeToStop.model_validate(same), now=now).counted
        case _:
            numbers = {"carrier": one.carrier, "tracking_number": one.tracking_number, "lines": lines}
            return actions.ship(actor, actions.Ship.model_validate(same | numbers), now=now).counted
