"""Write the catalogue's texts in further languages."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import markup, texts
from storecrew.shop.catalogue.events import ProductEdited
from storecrew.shop.catalogue.models import Translation, TranslationOrigin
from storecrew.shop.catalogue.originals import PARTS, Original, originals_of
from storecrew.shop.catalogue.search import index
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE


class Text(Input):
    """One text; an empty `text` takes the translation away."""

    object_type: Annotated[str, Field(max_length=16)]
    object_id: int
    field: Annotated[str, Field(max_length=20)]
    text: Annotated[str, Field(max_length=100_000)] = ""


class Translate(Input):
    """Texts in one language. `origin` tells who wrote them."""

    language: Annotated[str, Field(min_length=2, max_length=12)]
    texts: Annotated[tuple[Text, ...], Field(min_length=1, max_length=2000)]
    origin: TranslationOrigin = TranslationOrigin.PERSON


class Done(Output):
    """How many translations were written and taken away."""

    written: int
    removed: int


@action(
    "catalogue.translate",
    label=gettext_lazy("Translate"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def translate(run: Run, data: Translate) -> Done:
    """Write texts of products, options, pictures, categories, collections, tags or attributes in a further language.

    Each translation remembers its original: when that changes later, the translation is shown as behind.
    """
    store = current()
    if store is not None and data.language not in store.languages:
        raise InvalidInput(
            {"language": _("The store does not speak this language. Add it in the store's details first.")}
        )
    originals = originals_of((text.object_type, text.object_id) for text in data.texts)
    known = {
        (row.object_type, row.object_id, row.field): row
        for row in Translation.objects.filter(
            language=data.language, object_id__in={text.object_id for text in data.texts}
        )
    }
    written, removed = [], []
    touched: set[int] = set()
    for index_, text in enumerate(data.texts):
        original = originals.get((text.object_type, text.object_id))
        if original is None:
            raise Missing(_("Something you translate here does not exist any more. Load the page again."))
        row = known.get((text.object_type, text.object_id, text.field))
        words = _words(text, original, index_, data.language)
        if not words:
            removed += [row.pk] if row else []
            touched |= original.products if row else set()
            _note(run, original, text, data.language, row, None)
            continue
        remembered = texts.source_hash(original.texts[text.field])
        if row and (row.text, row.source_hash, row.origin) == (words, remembered, data.origin):
            continue
        _note(run, original, text, data.language, row, words)
        written.append(
            Translation(
                object_type=text.object_type,
                object_id=text.object_id,
                language=data.language,
                field=text.field,
                text=words,
                source_hash=remembered,
                origin=data.origin,
                updated_at=run.now,
            )
        )
        touched |= original.products
    Translation.objects.filter(pk__in=removed).delete()
    Translation.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["object_type", "object_id", "language", "field"],
        update_fields=["text", "source_hash", "behind", "origin", "updated_at"],
        batch_size=500,
    )
    index.refresh(touched)
    for number in sorted(touched):
        run.emit(ProductEdited(product_id=number, fields=("translations",)), subject=f"product:{number}")
    return Done(written=len(written), removed=len(removed))


def _words(text: Text, original: Original, place: int, language: str) -> str:
    """Return the translation as it is stored; raises InvalidInput when there is nothing to translate."""
    if text.field not in original.texts:
        raise InvalidInput({f"texts.{place}": _("There is no such text.")})
    if language == original.language:
        raise InvalidInput({"language": _("This is the language of the original. Edit the original itself.")})
    if not text.text:
        return ""
    if not original.texts[text.field]:
        raise InvalidInput({f"texts.{place}": _("The original is empty. Write it first.")})
    html = (text.object_type, text.field) in texts.HTML_FIELDS
    return markup.cleaned(text.text) if html else text.text


def _note(run: Run, original: Original, text: Text, language: str, row: Translation | None, words: str | None) -> None:
    """Note the change at the object that has a page: a part of a product at its product."""
    subject, name = f"{text.object_type}:{text.object_id}", f"{text.field} ({language})"
    if text.object_type in PARTS and len(original.products) == 1:
        subject, name = f"product:{next(iter(original.products))}", f"{text.object_type} {text.object_id} {name}"
    old = row.text[:500] if row else None
    run.changed(subject, name, old=old, new=words[:500] if words else None)
