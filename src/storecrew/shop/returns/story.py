"""What happened to a return, newest first: for its own page and for its order's."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import links
from storecrew.shop.orders.page import Beat
from storecrew.shop.returns.models import Receipt, Return, State
from storecrew.shop.returns.tables import url_of
from storecrew.shop.shipping import carriers


def beats_of(row: Return) -> list[Beat]:
    """Return what happened to a return, the newest first."""
    return sorted([*_steps(row), *_receipts(row), *_money(row)], key=lambda beat: beat.at, reverse=True)


def _steps(row: Return) -> Iterable[Beat]:
    url, said = url_of(row), {"number": row.number, "kind": row.get_kind_display()}
    yield _beat(row.requested_at, _("%(kind)s %(number)s asked for") % said, url, by=row.requested_by, detail=row.words)
    if row.decided_at and row.state == State.DECLINED:
        yield _beat(row.decided_at, _("%(number)s declined") % said, url, by=row.decided_by, detail=row.decline_words)
    elif row.decided_at and row.by_rule:
        yield _beat(row.decided_at, _("%(number)s granted by the policy") % said, url)
    elif row.decided_at:
        yield _beat(row.decided_at, _("%(number)s granted") % said, url, by=row.decided_by, detail=row.note)
    if row.sent_at:
        yield _beat(row.sent_at, _("%(number)s sent by the buyer") % said, url, detail=_number(row))
    if row.closed_at and row.state == State.CANCELLED:
        yield _beat(row.closed_at, _("%(number)s called off") % said, url)
    elif row.closed_at and row.state == State.CLOSED:
        yield _beat(row.closed_at, _("%(number)s closed") % said, url)


def _number(row: Return) -> str:
    return " ".join(
        part for part in (carriers.name_of(row.carrier, "en") if row.carrier else "", row.tracking_number) if part
    )


def _receipts(row: Return) -> Iterable[Beat]:
    for receipt in Receipt.objects.filter(ret=row).prefetch_related("lines"):
        lines = list(receipt.lines.all())
        count = sum(line.quantity for line in lines)
        title = ngettext("%(n)d piece of %(number)s taken in", "%(n)d pieces of %(number)s taken in", count)
        detail = ", ".join(
            f"{line.quantity} × {line.get_disposition_display()}, {line.get_condition_display()}" for line in lines
        )
        yield _beat(receipt.at, title % {"n": count, "number": row.number}, url_of(row), by=receipt.by, detail=detail)


def _money(row: Return) -> Iterable[Beat]:
    for refund in row.refunds.all():
        if refund.total_minor:
            said = {"money": format_money(row.money(refund.total_minor)), "number": row.number}
            yield _beat(refund.at, _("%(money)s given back for %(number)s") % said, url_of(row), by=refund.by)


def _beat(at: object, title: str, url: str, *, by: str = "", detail: str = "") -> Beat:
    kind = by.partition(":")[0]
    who = links.link(by) if kind in {"person", "agent"} else None
    shown = "person" if kind == "person" else "agent" if kind == "agent" else "system"
    return Beat(at=at, title=title, detail=detail, url=url, kind=shown, who=who.name if who else "")  # type: ignore[arg-type]
