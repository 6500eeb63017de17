"""What the doctor asks of orders: sums that no constraint can hold across tables and rooms."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.orders.models import Charge, Handling, HandlingKind, Line, Order, State
from storecrew.shop.orders.writing import paying
from storecrew.shop.stock import reads as stock

DOCTOR = grants.system("orders.doctor", may={"stock.reservations"})
LOOKED_AT = 2000
"""So many of the newest orders are compared with their payments; older ones do not move any more."""


@health.check("orders.sums")
def orders_equal_their_rows(now: datetime) -> Iterable[Finding]:
    """Prove that every order comes to what its lines and charges come to."""
    placed = Order.objects.placed()
    wrong = placed.annotate(rows=_sum(Line, "total_minor") + _sum(Charge, "total_minor")).exclude(rows=F("total_minor"))
    yield from _finding(
        list(wrong.order_by("pk").values_list("number", flat=True)[:5]),
        _("Every order comes to the sum of its lines."),
        _("The totals of %(numbers)s are not those of their lines."),
        _("Somebody wrote past the actions. Restore a backup, or have the orders' rows looked at."),
    )


@health.check("orders.handled")
def pieces_equal_their_documents(now: datetime) -> Iterable[Finding]:
    """Prove that what was sent and came back is what parcels and returns say."""
    told = {
        kind: Coalesce(
            Subquery(
                Handling.objects.filter(line=OuterRef("pk"), kind=kind)
                .order_by()
                .values("line")
                .annotate(sum=Sum("quantity"))
                .values("sum")
            ),
            0,
        )
        for kind in (HandlingKind.SHIPPED, HandlingKind.RETURNED)
    }
    lines = Line.objects.annotate(sent=told[HandlingKind.SHIPPED], back=told[HandlingKind.RETURNED])
    wrong = lines.filter(~Q(sent=F("shipped")) | ~Q(back=F("returned")))
    numbers = wrong.order_by("order_id").values_list("order__number", flat=True).distinct()
    yield from _finding(
        list(numbers[:5]),
        _("What was sent and came back is what parcels and returns say."),
        _("Pieces of %(numbers)s are not those of their parcels and returns."),
        _("Compare the order's page with its parcels; then have the rows looked at."),
    )


@health.check("orders.money")
def money_equals_payments(now: datetime) -> Iterable[Finding]:
    """Prove that open orders, and the newest others, know what their payments say; a backlog of announcements shows here."""
    rows = Order.objects.placed().order_by("-pk")[:LOOKED_AT]
    wrong = []
    for order in rows:
        money = paying.received(order)
        if (money.captured, money.refunded) != (order.captured_minor, order.refunded_minor):
            wrong.append(order.number)
    yield from _finding(
        wrong[:5],
        _("Orders know what their payments say."),
        _("%(numbers)s do not know yet what their payments say."),
        _("Look whether the worker runs; what payments announced waits in the outbox."),
    )


@health.check("orders.reservations")
def reservations_equal_open_pieces(now: datetime) -> Iterable[Finding]:
    """Prove that what is kept for orders is exactly what has not left."""
    wrong = []
    for part in batched(_open_lines(), 200):
        kept = _kept([order.subject for order, _lines in part], now)
        for order, lines in part:
            mine = kept.get(order.subject, {})
            known = {line.key for line in lines if line.open}
            differs = any(mine.get((line.key, line.variant_id or 0), line.open) != line.open for line in lines)
            if differs or any(key not in known for key, _variant in mine):
                wrong.append(order.number)
    yield from _finding(
        wrong[:5],
        _("What is kept for orders is what has not left yet."),
        _("What is kept for %(numbers)s is not what has not left yet."),
        _("Open each and save it unchanged with “Change order”; that promises it anew."),
    )


def _open_lines() -> Iterable[tuple[Order, list[Line]]]:
    lines: dict[int, list[Line]] = {}
    rows = Line.objects.filter(order__state=State.OPEN, variant__isnull=False).select_related("order")
    for line in rows.order_by("order_id", "pk")[: LOOKED_AT * 5]:
        lines.setdefault(line.order_id, []).append(line)
    for mine in lines.values():
        yield mine[0].order, mine


def _kept(owners: list[str], now: datetime) -> dict[str, dict[tuple[str, int], int]]:
    """Return what stock keeps for each order, by line and variant; what is not counted does not appear."""
    found: dict[str, dict[tuple[str, int], int]] = {}
    doctor = Actor("system", name=DOCTOR, reason="proof of reservations", surface=Surface.CLI)
    asked = stock.ReservationsQuery(owners=tuple(owners), coverage=False)
    for row in stock.reservations(doctor, asked, now=now).items:
        mine = found.setdefault(row.owner, {})
        mine[row.line, row.variant_id] = mine.get((row.line, row.variant_id), 0) + row.quantity
    return found


def _sum(model: type[Line | Charge], name: str) -> Coalesce:
    rows = model.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(sum=Sum(name))
    return Coalesce(Subquery(rows.values("sum")), 0)


def _finding(numbers: list[str], good: str, bad: str, remedy: str) -> Iterable[Finding]:
    if numbers:
        yield Finding(Level.BAD, bad % {"numbers": ", ".join(numbers)}, remedy)
    else:
        yield Finding(Level.GOOD, good)
