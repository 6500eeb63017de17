"""Which texts can be translated, and how a translation knows that its original has moved on."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.shop.catalogue.models import Translation

FIELDS: Mapping[str, tuple[str, ...]] = {
    "product": ("title", "description", "seo_title", "seo_description", "product_type"),
    "option": ("name",),
    "option_value": ("name",),
    "picture": ("alt",),
    "tag": ("name",),
    "attribute": ("name",),
    "attribute_value": ("text",),
    "category": ("name", "line", "description", "seo_title", "seo_description"),
    "collection": ("title", "description", "seo_title", "seo_description"),
}
HTML_FIELDS = frozenset({("product", "description"), ("category", "description"), ("collection", "description")})
LABELS: Mapping[str, Promise] = {
    "title": _("Title"),
    "description": _("Description"),
    "seo_title": _("Title for search engines"),
    "seo_description": _("Description for search engines"),
    "product_type": _("Kind of product"),
    "name": _("Name"),
    "alt": _("What the picture shows"),
    "text": _("Value"),
    "line": _("One line"),
}

PART_LABELS: Mapping[tuple[str, str], Promise] = {
    ("option", "name"): _("Option"),
    ("option_value", "name"): _("Option value"),
    ("attribute_value", "text"): _("Attribute"),
    ("tag", "name"): _("Tag"),
}
"""Of parts whose field alone does not say what they are."""

type Key = tuple[str, int, str]
"""Object type, object id, field."""


def source_hash(text: str) -> str:
    """Return what a translation remembers of its original."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark_behind(object_type: str, object_id: int, originals: Mapping[str, str]) -> None:
    """Compare translations with changed originals (field → text); those of emptied originals are deleted."""
    rows = Translation.objects.filter(object_type=object_type, object_id=object_id, field__in=originals)
    stale, fresh, orphaned = [], [], []
    for pk, field, remembered in rows.values_list("pk", "field", "source_hash"):
        text = originals[field]
        if not text:
            orphaned.append(pk)
        elif remembered == source_hash(text):
            fresh.append(pk)
        else:
            stale.append(pk)
    if orphaned:
        Translation.objects.filter(pk__in=orphaned).delete()
    if fresh:
        Translation.objects.filter(pk__in=fresh, behind=True).update(behind=False)
    if stale:
        Translation.objects.filter(pk__in=stale, behind=False).update(behind=True)


def forget(object_type: str, ids: Iterable[int]) -> None:
    """Delete the translations of objects that are about to go."""
    Translation.objects.filter(object_type=object_type, object_id__in=list(ids)).delete()


class Translated:
    """Translations of many objects into one language, loaded with one query each time `load` is called."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._found: dict[Key, str] = {}

    def load(self, ids: Mapping[str, Iterable[int]]) -> "Translated":
        """Fetch the translations of objects, given by type; one query whatever their number."""
        wanted = {kind: list(numbers) for kind, numbers in ids.items()}
        rows = Translation.objects.none()
        for kind, numbers in wanted.items():
            if numbers:
                rows = rows | Translation.objects.filter(
                    object_type=kind, object_id__in=numbers, language=self.language
                )
        for kind, number, field, text in rows.values_list("object_type", "object_id", "field", "text"):
            self._found[kind, number, field] = text
        return self

    def text(self, kind: str, number: int, field: str, original: str) -> str:
        """Return the translation, or the original where there is none."""
        return self._found.get((kind, number, field), original)

    def has(self, kind: str, number: int, field: str) -> bool:
        """Tell whether there is a translation."""
        return (kind, number, field) in self._found


def languages_of(object_type: str, ids: Iterable[int], field: str) -> dict[int, set[str]]:
    """Return in which further languages objects have this text; one query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Translation.objects.filter(object_type=object_type, object_id__in=list(ids), field=field)
    for number, language in rows.values_list("object_id", "language"):
        found[number].add(language)
    return found
