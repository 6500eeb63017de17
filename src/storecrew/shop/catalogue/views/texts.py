"""Texts in further languages: side by side for one product, and the report of what lags."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.types import Text
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import actions, reads, texts
from storecrew.shop.catalogue.models import Attribute, Category, Collection, Product, ProductTag, Tag, Translation
from storecrew.shop.catalogue.originals import originals_of
from storecrew.shop.catalogue.parts import parts_of
from storecrew.shop.catalogue.views.access import reader, rights


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and its translation, empty where there is none."""

    name: str
    label: Text
    original: str
    text: str
    behind: bool
    long: bool


@require_GET
@reader
def lag(request: HttpRequest) -> HttpResponseBase:
    """Show what is missing and what is behind, language by language."""
    asked = request.GET.get("language", "")
    store = current()
    language = asked if store and asked in store.languages else ""
    found = reads.translation_lag(actor_of(request), reads.LagQuery(language=language))
    return answers.page(request, "catalogue/lag.html", {"lag": found, "chosen": language, **rights(request)})


@require_http_methods(["GET", "POST"])
@reader
def pairs(request: HttpRequest, object_type: str, object_id: int, language: str) -> HttpResponseBase:
    """Show and save the texts of one object, original on the left, translation on the right."""
    store = current()
    if store is None or language not in store.languages:
        raise Missing
    name, parts = _object(object_type, object_id)
    found = _pairs(parts, language)
    here = request.path
    if request.method == "POST":
        was = {pair.name: pair.text for pair in found}
        changed = []
        for pair in found:
            kind, number, field = pair.name.split("-")
            text = request.POST.get(pair.name, "").strip()
            # an unchanged text that was behind is sent too when it was looked at and found still right
            if text != was[pair.name] or (pair.behind and request.POST.get(f"still-{pair.name}")):
                changed.append({"object_type": kind, "object_id": int(number), "field": field, "text": text})
        if not changed:
            return answers.went(request, here, _("Nothing was changed."))
        try:
            data = parse(actions.Translate, {"language": language, "texts": changed})
            done = actions.translate(actor_of(request), data)
        except ActionError as error:
            return answers.refused(request, error, then=here)
        count = done.written + done.removed
        return answers.went(request, here, ngettext("%(n)d text saved.", "%(n)d texts saved.", count) % {"n": count})
    context = {
        "name": name,
        "language": language,
        "object_type": object_type,
        "object_id": object_id,
        "pairs": found,
        "missing": sum(not pair.text for pair in found),
        "behind": sum(pair.behind for pair in found),
        "back": reverse("catalogue:product", args=[object_id]) if object_type == "product" else "",
        **rights(request),
    }
    return answers.page(request, "catalogue/texts.html", context)


def _object(object_type: str, object_id: int) -> tuple[str, list[tuple[str, int]]]:
    """Return the name of an object, and what is translated together with it."""
    if object_type == "product":
        product = Product.objects.filter(pk=object_id).first()
        if product is None:
            raise Missing
        tags = ProductTag.objects.filter(product=product).order_by("tag__key").values_list("tag_id", flat=True)
        return product.title, [*parts_of(product), *(("tag", number) for number in tags)]
    models = {"category": Category, "collection": Collection, "tag": Tag, "attribute": Attribute}
    model = models.get(object_type)
    row = model._default_manager.filter(pk=object_id).first() if model else None
    if row is None:
        raise Missing
    return str(row), [(object_type, object_id)]


def _pairs(parts: list[tuple[str, int]], language: str) -> list[Pair]:
    originals = originals_of(parts)
    rows = Translation.objects.filter(language=language, object_id__in=[number for _kind, number in parts])
    known = {(row.object_type, row.object_id, row.field): row for row in rows}
    found = []
    for kind, number in parts:
        original = originals.get((kind, number))
        if original is None or original.language == language:
            continue
        for field, text in original.texts.items():
            if text:
                row = known.get((kind, number, field))
                found.append(
                    Pair(
                        name=f"{kind}-{number}-{field}",
                        label=texts.PART_LABELS.get((kind, field), texts.LABELS[field]),
                        original=text,
                        text=row.text if row else "",
                        behind=row.behind if row else False,
                        long=len(text) > 120 or field in {"description", "seo_description"},
                    )
                )
    return found
