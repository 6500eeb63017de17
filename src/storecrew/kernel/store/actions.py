"""Establish the store, and change what is known of it."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.kernel.store import choices
from storecrew.kernel.store.models import Store
from storecrew.kernel.store.reads import current
from storecrew.kernel.store.types import Profile


class StoreForm(Input):
    """What a store says of itself. `country`: ISO 3166-1 alpha-2; `currency`: ISO 4217; `time_zone`: IANA name."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    country: str
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    time_zone: str

    @field_validator("country")
    @classmethod
    def _country(cls, code: str) -> str:
        if code not in choices.countries():
            raise ValueError(_("Choose a country from the list."))
        return code

    @field_validator("languages")
    @classmethod
    def _languages(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if set(codes) - set(choices.LANGUAGES):
            raise ValueError(_("Choose languages from the list."))
        return tuple(dict.fromkeys(codes))

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        if not choices.is_time_zone(name):
            raise ValueError(_("Choose a time zone from the list."))
        return name


class Establish(StoreForm):
    """A new store. The currency cannot be changed afterwards: the books are kept in it."""

    currency: str

    @field_validator("currency")
    @classmethod
    def _currency(cls, code: str) -> str:
        if code not in choices.currencies():
            raise ValueError(_("Choose a currency from the list."))
        return code


@action("store.establish", label=gettext_lazy("Establish the store"), seats=frozenset(), surfaces=frozenset())
def establish(run: Run, data: Establish) -> Profile:
    """Write down which store this is, once. Only set-up does it, as a part of its own run."""
    if Store.objects.exists():
        raise Refused(_("This store is set up already."), code="set_up_already")
    Store.objects.create(
        name=data.name,
        country=data.country,
        currency=data.currency,
        languages=list(data.languages),
        time_zone=data.time_zone,
        established_at=run.now,
    )
    for field in ("name", "country", "currency", "time_zone"):
        run.changed("store:1", field, old=None, new=getattr(data, field))
    run.changed("store:1", "languages", old=None, new=list(data.languages))
    return _profile()


@action(
    "store.edit",
    label=gettext_lazy("Change the store's details"),
    seats={"director", "owner"},
    surfaces={"web", "rest", "mcp", "cli"},
)
def edit(run: Run, data: StoreForm) -> Profile:
    """Change the store's name, country, languages or time zone. The currency stays: the books are kept in it."""
    store = Store.objects.select_for_update().filter(pk=1).first()
    if store is None:
        raise Missing(_("This store has not been set up yet."))
    for field in ("name", "country", "time_zone"):
        run.changed("store:1", field, old=getattr(store, field), new=getattr(data, field))
        setattr(store, field, getattr(data, field))
    run.changed("store:1", "languages", old=store.languages, new=list(data.languages))
    store.languages = list(data.languages)
    store.save()
    return _profile()


def _profile() -> Profile:
    found = current()
    assert found is not None  # written a line ago
    return found
