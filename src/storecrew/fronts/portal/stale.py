"""Forms that were sent from a page that has become old: nothing is done by them before somebody looked again."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from storecrew.fronts.portal.visits import Visit
from storecrew.kernel.actions.errors import Refused

REMEMBERED_S = 24 * 3600


def done_before(visit: Visit) -> str | None:
    """Return what a form that is sent once more had done: pressed twice, or sent anew after the network was gone.

    The action would answer the same again; this spares its reader the sentence that the page is old.
    """
    return cache.get(f"{visit.key}.done") if visit.request.POST.get("once") else None


def remember(visit: Visit, said: str) -> str:
    """Remember that a form was carried out; returns what was said."""
    if visit.request.POST.get("once"):
        cache.set(f"{visit.key}.done", said, REMEMBERED_S)
    return said


def check(visit: Visit, version: int | str) -> None:
    """Refuse what was sent from an older page than what holds now."""
    if visit.request.POST.get("version") not in {None, str(version)}:
        raise Refused(
            _("This was changed since you opened the page. Here is how it stands now; look, and send it once more."),
            code="portal.stale",
        )
