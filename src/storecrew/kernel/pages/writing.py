"""Keep a line for a person; called by actions and handlers through `notices.tell`."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.functional import Promise

from storecrew.kernel.pages.models import Notice


def tell(
    person_id: int, text: Promise | str, *, key: str, at: datetime, url: str = "", icon: str = "bell", **values: object
) -> bool:
    """Leave a line for a person, once for each `key`; returns whether it is new.

    Call it inside an action or a handler, so that it is kept exactly when the fact is. `text` is a lazy sentence with
    named placeholders for `values`; it is written in the person's own language.
    """
    language = get_user_model()._default_manager.values_list("language", flat=True).get(pk=person_id)
    with translation.override(language or translation.get_language()):
        written = str(text) % values if values else str(text)
    _notice, new = Notice.objects.get_or_create(
        person_id=person_id, key=key, defaults={"at": at, "text": written[:300], "url": url, "icon": icon}
    )
    return new
