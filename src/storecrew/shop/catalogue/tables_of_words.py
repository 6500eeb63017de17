"""The tables of tags and of old addresses."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.catalogue.models import Redirect, RedirectKind

TAGS = Table(
    name="catalogue.tags",
    label=gettext_lazy("Tags"),
    columns=(
        Column(
            "name",
            gettext_lazy("Tag"),
            lambda row: row.name,
            sort="key",
            link=lambda row: reverse("catalogue:tag", args=[row.pk]),
        ),
        Column("products", gettext_lazy("Products"), lambda row: row.uses, kind=Kind.NUMBER, sort="uses"),
    ),
    sort="name",
    search=lambda rows, text: rows.filter(key__icontains=text.casefold()),
    search_hint=gettext_lazy("Tag"),
    views=(
        View("all", gettext_lazy("All")),
        View("unused", gettext_lazy("On no product"), "use=none"),
        View("once", gettext_lazy("On one product only"), "use=one"),
    ),
    filters=(
        Filter(
            "use",
            gettext_lazy("Used"),
            lambda rows, value: rows.filter(uses={"none": 0, "one": 1}.get(value, -1)),
            (("none", gettext_lazy("on no product")), ("one", gettext_lazy("on one product only"))),
        ),
    ),
    empty=Empty(
        title=gettext_lazy("No tags yet"),
        text=gettext_lazy("Choose products in their list, then “Tag”. Collections by rule gather what carries a tag."),
    ),
)

KINDS: dict[str, Text] = {
    RedirectKind.PRODUCT: gettext_lazy("product renamed"),
    RedirectKind.CATEGORY: gettext_lazy("category renamed or moved"),
    RedirectKind.COLLECTION: gettext_lazy("collection renamed"),
    RedirectKind.PATH: gettext_lazy("former shop"),
}
PREFIXES = {
    RedirectKind.PRODUCT: "/p/",
    RedirectKind.CATEGORY: "/c/",
    RedirectKind.COLLECTION: "/collections/",
    RedirectKind.PATH: "",
}


def redirects_table(*, may_edit: bool) -> Table:
    """Return the table of old addresses."""
    return Table(
        name="catalogue.redirects",
        label=gettext_lazy("Old addresses"),
        columns=(
            Column("old", gettext_lazy("Old address"), _old, sort="old"),
            Column("leads", gettext_lazy("Leads to"), _target, link=_target_url),
            Column("state", pgettext_lazy("old address", "Answer"), _answer, kind=Kind.STATUS),
            Column("kind", gettext_lazy("Because"), lambda row: KINDS[row.kind], sort="kind", phone=False),
            Column("since", gettext_lazy("Since"), lambda row: row.since, kind=Kind.DAY, sort="since", phone=False),
        ),
        sort="-since",
        filters=(
            Filter("kind", gettext_lazy("Because"), lambda rows, value: rows.filter(kind=value), tuple(KINDS.items())),
            Filter("gone", gettext_lazy("Leads to"), _by_target, (("1", gettext_lazy("nothing, gone for good")),)),
        ),
        search=lambda rows, text: rows.filter(old__icontains=text.strip().strip("/")),
        search_hint=gettext_lazy("Old address"),
        views=(View("all", gettext_lazy("All")), View("path", gettext_lazy("Of the former shop"), "kind=path")),
        bulk=(Bulk("remove", gettext_lazy("Remove")),) if may_edit else (),
        empty=Empty(
            title=gettext_lazy("No old addresses yet"),
            text=gettext_lazy(
                "When something is renamed, its old address is kept here by itself and leads on. Add the addresses of "
                "your former shop, so that links and search engines still find you."
            ),
        ),
    )


def _old(row: Redirect) -> str:
    ending = "" if row.kind == RedirectKind.PATH else "/"
    return f"{PREFIXES[RedirectKind(row.kind)]}{row.old}{ending}"


def _target(row: Redirect) -> str:
    if row.product is not None:
        return row.product.title
    if row.category is not None:
        return row.category.name
    return row.collection.title if row.collection is not None else _("nothing, gone for good")


def _target_url(row: Redirect) -> str:
    if row.product_id is not None:
        return reverse("catalogue:product", args=[row.product_id])
    if row.category_id is not None:
        return reverse("catalogue:category", args=[row.category_id])
    return reverse("catalogue:collection", args=[row.collection_id]) if row.collection_id is not None else ""


def _answer(row: Redirect) -> tuple[Text, Tone]:
    return (_("gone (410)"), Tone.NEUTRAL) if row.gone else (_("leads on (301)"), Tone.GOOD)


def _by_target(rows: Any, value: str) -> Any:
    gone = Q(product=None, category=None, collection=None)
    return rows.filter(gone if value == "1" else ~gone)
