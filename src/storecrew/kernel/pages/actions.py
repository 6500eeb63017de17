"""What a person may do with their notices and views."""

from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.constraints import sentence
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Nothing, Output
from storecrew.kernel.pages.models import Notice, SavedView

VIEWS_AT_MOST = 20
"""Of one person for one table; more tabs than that are no overview."""

sentence(
    "pages_saved_view_name_once",
    says=gettext_lazy("You have a view of that name already. Choose another name, or remove the old one first."),
)


class MarkRead(Input):
    """Which lines. None: all of them."""

    notice_id: int | None = None


class Marked(Output):
    """How many lines were new to the reader."""

    count: int


@action("pages.mark_read", label=gettext_lazy("Mark notices as read"), seats={ANYONE})
def mark_read(run: Run, data: MarkRead) -> Marked:
    """Mark one's own notices as read: one, or all."""
    unread = Notice.objects.filter(person_id=run.actor.person_id or 0, read_at=None)
    if data.notice_id is not None:
        unread = unread.filter(pk=data.notice_id)
    return Marked(count=unread.update(read_at=run.now))


class SaveView(Input):
    """A view to keep. `query` is the page's query string; `shared` shows it to everybody who sees the table."""

    table: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z_]+\.[a-z_]+$")]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    query: Annotated[str, Field(max_length=1000)] = ""
    shared: bool = False


class Saved(Output):
    """The view."""

    view_id: int


@action("pages.save_view", label=gettext_lazy("Save a view of a table"), seats={ANYONE})
def save_view(run: Run, data: SaveView) -> Saved:
    """Keep the present filters, order and columns of a table under a name."""
    if run.actor.person_id is None:
        raise Refused(_("Only people keep views."), code="not_a_person")
    if SavedView.objects.filter(person_id=run.actor.person_id, table=data.table).count() >= VIEWS_AT_MOST:
        raise Refused(_("Twenty views of one table are the most. Remove one first."), code="too_many_views")
    view = SavedView.objects.create(
        person_id=run.actor.person_id, saved_at=run.now, **data.model_dump(include={"table", "name", "query", "shared"})
    )
    run.about(f"view:{view.pk}")
    return Saved(view_id=view.pk)


class RemoveView(Input):
    """Which view."""

    view_id: int


@action("pages.remove_view", label=gettext_lazy("Remove a view of a table"), seats={ANYONE})
def remove_view(run: Run, data: RemoveView) -> Nothing:
    """Remove a view of one's own; what it showed stays."""
    mine = Q(person_id=run.actor.person_id, pk=data.view_id)
    view = SavedView.objects.filter(mine).first()
    if view is None:
        raise Missing
    run.changed(f"view:{view.pk}", "name", old=view.name, new=None)
    view.delete()
    return Nothing()
