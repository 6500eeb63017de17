"""Rows to be changed: there, and at the version that the asker saw."""

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused


def load[M: Model](rows: QuerySet[M], number: int, *, version: int | None = None) -> M:
    """Return the row with this id, locked until the change is through; raises Missing, or Refused for a stale version."""
    found = rows.select_for_update().filter(pk=number).first()
    if found is None:
        raise Missing
    held: int = getattr(found, "version", 0)
    if version is not None and held != version:
        raise Refused(
            _("Somebody else changed this meanwhile. Look at it again, then change it."), code="shipping.stale"
        )
    return found
