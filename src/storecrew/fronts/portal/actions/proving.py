"""Whose link it is that an act was sent by: proved again inside the act, in its transaction."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Denied, Missing
from storecrew.kernel.actions.run import Run
from storecrew.shop.supply.access import reads as links
from storecrew.shop.supply.access.types import Opened


def opened_by(run: Run, token: str) -> Opened:
    """Return whom a token lets in. Raises Missing for one that opens nothing any more, Denied for another's."""
    found = links.opened(token, run.now)
    if found is None:
        raise Missing(_("This link opens nothing any more. Ask whoever gave it to you for a new one."))
    if run.actor.ref != f"supplier:{found.supplier_id}":
        raise Denied(_("This is not yours."))
    run.about(f"supplier:{found.supplier_id}", f"supplier_key:{found.key_id}")
    return found
