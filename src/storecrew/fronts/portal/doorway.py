"""Where links open: told to the room that gives them, and to those whose letters carry them."""

from django.conf import settings
from django.utils import timezone

from storecrew.fronts.portal.paths import Paths
from storecrew.shop.buying import portal as buying
from storecrew.shop.dropships import portal as dropships
from storecrew.shop.supply.access import doorway, reads


@doorway.served
def address(token: str, what: str) -> str:
    """Return the absolute address at which a token opens an object, or the first page."""
    return f"{settings.ENVIRONMENT.origin}{Paths(token).of(what)}"


@buying.link
@dropships.link
def for_letters(supplier_id: int, contact_id: int | None, what: str) -> str:
    """Return the address that a letter carries; empty while nobody there was given a link."""
    return reads.url_for(supplier_id, contact_id, timezone.now(), what=what)
