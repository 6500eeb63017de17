"""What a person may ask about their notices."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Input, Output, Page
from storecrew.kernel.pages.models import Notice


class NoticeQuery(Input):
    """Which lines. `cursor` is that of the page before."""

    unread: bool = False
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class NoticeRow(Output):
    """A line for the asker."""

    notice_id: int
    at: AwareDatetime
    text: str
    url: str
    icon: str
    read_at: AwareDatetime | None


@read("pages.notices", label=_("Notices"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def notices(ask: Ask, data: NoticeQuery) -> Page[NoticeRow]:
    """List what the asker was told, newest first."""
    rows = Notice.objects.filter(person_id=ask.actor.person_id or 0).order_by("-id")
    if data.unread:
        rows = rows.filter(read_at=None)
    if data.cursor:
        rows = rows.filter(pk__lt=int(data.cursor) if data.cursor.isdigit() else 0)
    found = list(rows[: data.limit + 1])
    shown = found[: data.limit]
    return Page(
        items=tuple(
            NoticeRow(notice_id=row.pk, at=row.at, text=row.text, url=row.url, icon=row.icon, read_at=row.read_at)
            for row in shown
        ),
        cursor=str(shown[-1].pk) if len(found) > data.limit else None,
    )
