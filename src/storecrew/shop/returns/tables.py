"""The table of returns."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.returns.models import COMING, OPEN, Return, ReturnLine, State
from storecrew.shop.returns.models import Kind as Sort
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.wording import TONES
from storecrew.shop.shipping import carriers


def returns_table(*, may_decide: bool) -> Table:
    """Return the table; who decides may do so in bulk."""
    return Table(
        name="returns.returns",
        label=pgettext_lazy("returns", "Returns"),
        sort="-number",
        columns=(
            Column(
                "number", pgettext_lazy("returns", "Return"), lambda row: row.number, link=url_of, sub=_sub, sort="pk"
            ),
            Column("kind", pgettext_lazy("returns", "Kind"), lambda row: row.get_kind_display(), phone=False),
            Column("state", pgettext_lazy("return", "State"), _state, kind=Kind.STATUS, sort="state"),
            Column("reason", pgettext_lazy("returns", "Why"), _reasons),
            Column("pieces", _("Pieces"), lambda row: sum(line.quantity for line in row.lines.all()), kind=Kind.NUMBER),
            Column("tracking", _("Tracking number"), lambda row: row.tracking_number or None, phone=False, shown=False),
            Column("send_by", _("To be sent by"), lambda row: row.send_by, kind=Kind.DAY, phone=False, shown=False),
            Column(
                "requested",
                pgettext_lazy("returns", "Asked for"),
                lambda row: row.requested_at,
                kind=Kind.MOMENT,
                sort="requested_at",
                phone=False,
            ),
        ),
        filters=(
            Filter(
                "state", pgettext_lazy("return", "State"), lambda rows, value: rows.filter(state=value), State.choices
            ),
            Filter("kind", pgettext_lazy("returns", "Kind"), lambda rows, value: rows.filter(kind=value), Sort.choices),
            Filter("reason", pgettext_lazy("returns", "Why"), _with_reason, Reason.choices),
            Filter("view", _("Which"), _view, _VIEWS),
        ),
        search=_search,
        search_hint=_("Return, order, tracking number, name"),
        views=(
            View("all", _("All")),
            View("decide", pgettext_lazy("return", "To be decided"), "state=requested"),
            View("coming", _("Awaited"), "view=coming"),
            View("due", _("To be made good"), "view=due"),
            View("late", pgettext_lazy("returns", "Overdue"), "view=late"),
        ),
        bulk=_BULK if may_decide else (),
        empty=Empty(
            title=_("No returns yet"),
            text=_(
                "Buyers ask on the page of their order, by the link in every letter; the crew opens one on an order's page."
            ),
            url=reverse("returns:policy"),
            label=_("Look at the policy"),
        ),
    )


_BULK = (
    Bulk("approve", pgettext_lazy("returns", "Approve"), main=True),
    Bulk("decline", pgettext_lazy("returns", "Decline")),
)
_VIEWS = (
    ("open", _("not over")),
    ("coming", _("awaited")),
    ("due", _("to be made good")),
    ("late", pgettext_lazy("returns", "overdue")),
)


def url_of(row: Return) -> str:
    """Return the page of a return."""
    return reverse("returns:one", args=[row.pk])


def _sub(row: Return) -> str:
    return row.order.name or row.order.email


def _state(row: Return) -> tuple[Text, Tone]:
    return row.get_state_display(), TONES[row.state]


def _reasons(row: Return) -> str:
    return ", ".join(dict.fromkeys(str(Reason(line.reason).label) for line in row.lines.all()))


def _with_reason(rows: Any, value: str) -> Any:
    return rows.filter(Exists(ReturnLine.objects.filter(ret=OuterRef("pk"), reason=value)))


def _view(rows: Any, value: str) -> Any:
    if value == "coming":
        return rows.filter(state__in=COMING, nothing_back=False)
    if value == "due":
        return due(rows)
    if value == "late":
        return late(rows)
    return rows.filter(state__in=OPEN)


def due(rows: Any) -> Any:
    """Keep those for which something can be given back now."""
    return rows.filter(Q(state__in=[State.RECEIVED, State.PART_RECEIVED]) | Q(state=State.APPROVED, nothing_back=True))


def late(rows: Any) -> Any:
    """Keep those that should have been sent by now."""
    today = work_calendar().local_date(timezone.now())
    return rows.filter(state__in=[State.APPROVED, State.ON_THE_WAY], nothing_back=False, send_by__lt=today)


def _search(rows: Any, text: str) -> Any:
    found = Q(number__icontains=text) | Q(order__name__icontains=text) | Q(order__email__iexact=text)
    number = carriers.normal(text)
    return rows.filter(found | Q(tracking_number=number)) if number else rows.filter(found)
