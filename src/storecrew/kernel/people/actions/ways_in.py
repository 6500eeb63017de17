"""Put on record what happened to somebody's way in: the sign-in library changes its own tables, the audit still knows."""

from enum import StrEnum

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.kernel.people.models import Person


class Happened(StrEnum):
    """What can happen to a way in."""

    SIGNED_IN = "signed_in"
    SECOND_STEP_FAILED = "second_step_failed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a name
    PASSWORD_RESET = "password_reset"  # noqa: S105  a name
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    CODES_RENEWED = "codes_renewed"


class WayInNote(Input):
    """Whose way in, and what happened to it."""

    person_id: int
    what: Happened


@action(
    "people.note_way_in",
    label=gettext_lazy("Note what happened to a way in"),
    seats=frozenset(),
    surfaces=frozenset(),
)
def note_way_in(run: Run, data: WayInNote) -> Nothing:
    """Record a sign-in, or a change of a password, key or app. Only the sign-in pages do it, as the system."""
    person = Person.objects.filter(pk=data.person_id).first()
    if person is None:
        raise Missing
    run.changed(person.subject, "way_in", old=None, new=str(data.what))
    return Nothing()
