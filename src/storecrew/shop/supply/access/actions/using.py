"""What whoever holds a link does with it: open it, and choose the language of its pages. The token proves who asks."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Nothing, Surface
from storecrew.shop.supply.access.events import KeyOpened
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.access.tokens import Token, digest_of

QUIET: Final = timedelta(minutes=10)
"""Uses from one place within so long are one: a page view is not an act."""
ONLY_HERE: Final = frozenset({Surface.PORTAL})


class UseKey(Input):
    """The link, and what the browser calls itself."""

    token: Token
    device: Annotated[str, Field(max_length=200)] = ""


@action(
    "supply_access.use_key",
    label=gettext_lazy("Come in by a supplier's link"),
    seats={PUBLIC},
    surfaces=ONLY_HERE,
    emits=(KeyOpened,),
)
def use_key(run: Run, data: UseKey) -> Nothing:
    """Note that a link was used, from where; it opens for its days anew, never beyond its end."""
    row = _opened(run, data.token)
    if row.opened_at is None:
        row.opened_at = run.now
        run.emit(
            KeyOpened(key_id=row.pk, supplier_id=row.supplier_id, contact_id=row.contact_id),
            subject=row.subject,
        )
    row.last_used_at, row.last_address, row.last_device = run.now, run.actor.address[:64], data.device
    row.expires_at = max(row.expires_at, min(row.ends_at, run.now + timedelta(days=row.days)))
    row.save(update_fields=["opened_at", "last_used_at", "last_address", "last_device", "expires_at"])
    return Nothing()


def worth_noting(key_id: int, address: str, now: datetime) -> bool:
    """Tell whether a use of a link is worth a row: not twice from one place within minutes."""
    row = Key.objects.filter(pk=key_id).values_list("last_used_at", "last_address").first()
    return row is not None and (row[0] is None or row[1] != address[:64] or now - row[0] >= QUIET)


class Speak(Input):
    """The link, and the language of its pages from now on."""

    token: Token
    language: Literal["zh-hans", "en"]


@action(
    "supply_access.speak",
    label=gettext_lazy("Choose the language of a supplier's pages"),
    seats={PUBLIC},
    surfaces=ONLY_HERE,
)
def speak(run: Run, data: Speak) -> Nothing:
    """Let the pages of a link speak another language."""
    row = _opened(run, data.token)
    run.changed(row.subject, "language", old=row.language, new=data.language)
    row.language = data.language
    row.save(update_fields=["language"])
    return Nothing()


def _opened(run: Run, token: str) -> Key:
    rows = Key.objects.good(run.now).select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(digest=digest_of(token)).first()
    if row is None:
        raise Missing(_("This link opens nothing any more. Ask whoever gave it to you for a new one."))
    run.about(row.subject, row.supplier.subject)
    return row
