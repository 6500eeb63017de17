"""Tell a person something: a line under Notices, with a page behind it."""

from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.models import Notice
from storecrew.kernel.people.models import Person


def tell(
    person_id: int, text: Promise | str, *, key: str, at: datetime, url: str = "", icon: str = "bell", **values: object
) -> bool:
    """Leave a line for a person, once for each `key`; returns whether it is new.

    Call it inside an action or a handler, so that it is kept exactly when the fact is. `text` is a lazy sentence with
    named placeholders for `values`; it is written in the person's own language.
    """
    language = Person.objects.values_list("language", flat=True).get(pk=person_id)
    with translation.override(language or translation.get_language()):
        written = str(text) % values if values else str(text)
    _notice, new = Notice.objects.get_or_create(
        person_id=person_id, key=key, defaults={"at": at, "text": written[:300], "url": url, "icon": icon}
    )
    return new


def unread_count(actor: Actor) -> int:
    """Return how many lines the person has not seen; 0 for anybody but a person."""
    if actor.kind != "person":
        return 0
    return Notice.objects.filter(person_id=actor.person_id or 0, read_at=None).count()
