"""The texts that still have to be written in a language, one by one: for translators and their programs."""

from typing import Annotated

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.models import Translation
from storecrew.shop.catalogue.reads.lag import originals
from storecrew.shop.catalogue.seats import EVERYWHERE, READERS


class UntranslatedQuery(Input):
    """Texts that are missing in a language, at most `limit`."""

    language: Annotated[str, Field(min_length=2, max_length=12)]
    limit: Annotated[int, Field(ge=1, le=2000)] = 500


class MissingText(Output):
    """A text as its original says it; `object_type`, `object_id` and `field` are what `catalogue.translate` takes."""

    object_type: str
    object_id: int
    field: str
    text: str


class Untranslated(Output):
    """Missing texts, products first. Writing them and asking again gives the next ones."""

    items: tuple[MissingText, ...]


@read("catalogue.untranslated", label=_("Texts to translate"), seats=READERS, surfaces=EVERYWHERE)
def untranslated(ask: Ask, data: UntranslatedQuery) -> Untranslated:
    """List texts that have no translation in a language yet, with their originals; archived products are left out."""
    found: list[MissingText] = []
    for kind, fields in texts.FIELDS.items():
        for field in fields:
            done = Translation.objects.filter(
                object_type=kind, field=field, language=data.language, object_id=OuterRef("pk")
            )
            rows = originals(kind, field, data.language).filter(~Exists(done)).order_by("pk")
            for number, text in rows.values_list("pk", field)[: data.limit - len(found)]:
                found.append(MissingText(object_type=kind, object_id=number, field=field, text=text))
            if len(found) >= data.limit:
                return Untranslated(items=tuple(found))
    return Untranslated(items=tuple(found))
