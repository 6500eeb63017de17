"""Which store this is."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input
from storecrew.kernel.store.models import Store
from storecrew.kernel.store.types import Profile


def current() -> Profile | None:
    """Return the store's profile, None before set-up."""
    row = Store.objects.filter(pk=1).first()
    if row is None:
        return None
    return Profile(
        name=row.name,
        country=row.country,
        currency=row.currency,
        languages=tuple(row.languages),
        time_zone=row.time_zone,
    )


class ProfileQuery(Input):
    """Nothing needs to be said."""


@read("store.profile", label=_("Store"), seats={PUBLIC}, surfaces={"web", "rest", "mcp", "cli"})
def profile(ask: Ask, data: ProfileQuery) -> Profile:
    """Tell the store's name, country, currency, languages and time zone."""
    found = current()
    if found is None:
        raise Missing(str(_("This store has not been set up yet.")))
    return found
