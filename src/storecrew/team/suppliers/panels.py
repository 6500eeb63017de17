"""What this room shows elsewhere: on a supplier's page, and on the homes of those who keep up with them."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel
from storecrew.shop.supply import panels
from storecrew.shop.supply import reads as supply
from storecrew.team.suppliers.consequences import newest_scores
from storecrew.team.suppliers.models import LIVE, Level, Problem
from storecrew.team.suppliers.reads.contacting import contacting
from storecrew.team.suppliers.tables import Line, overview_rows
from storecrew.team.suppliers.wording import TONES, due_said, score_tone

SHOWN = 5


@panels.of_supplier("suppliers.relation", order=5)
def relation(supplier_id: int, now: datetime) -> Panel | None:
    """Show the score, when one should speak, and what is open."""
    row = supply.suppliers_by_id([supplier_id]).get(supplier_id)
    if row is None:
        return None
    contact = contacting([row], now)[supplier_id]
    score = newest_scores([supplier_id]).get(supplier_id)
    word, tone = due_said(contact.due)
    open_ = Problem.objects.filter(supplier=supplier_id, state__in=LIVE).order_by("-pk")[:SHOWN]
    return Panel(
        title=_("Keeping up with them"),
        template="suppliers/parts/relation.html",
        context={
            "points": score.points if score else None,
            "tone": score_tone(score.points if score else None),
            "contact": contact,
            "due_word": word,
            "due_tone": tone,
            "problems": [(one, TONES[one.state]) for one in open_],
        },
        url=reverse("suppliers:supplier", args=[supplier_id]),
        link=_("Timeline and score"),
    )


def _worst(actor: Actor, now: datetime) -> Panel | None:
    """Show the suppliers that need somebody most: warned of, with problems, silent."""
    rows = overview_rows(now)
    lines = sorted((row for row in rows if _needs(row)), key=_urgency)[:SHOWN]
    if not rows:
        return None
    return Panel(
        title=_("Suppliers"),
        template="suppliers/parts/worst.html",
        context={"lines": [(row, score_tone(row.points), *due_said(row.contact.due)) for row in lines]},
        url=reverse("suppliers:index"),
        link=_("All of them"),
    )


def _needs(row: Line) -> bool:
    return row.level != Level.FREE or row.open > 0 or row.contact.waiting is not None or row.contact.due.is_due


def _urgency(row: Line) -> tuple[bool, int, float]:
    return (row.level == Level.FREE, -row.open, row.rank)


for _seat in ("director", "warehouse"):
    desk.panel(_seat, order=60)(_worst)
