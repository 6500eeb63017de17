"""Old addresses that no longer lead anywhere else, and those that are put back."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue.models import Category, Collection, Product, Redirect, RedirectKind
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing import addresses

AT_MOST = 500


class OldAddress(Input):
    """An old address and where it led; without a target what was there is gone for good."""

    kind: RedirectKind
    old: Annotated[str, Field(min_length=1, max_length=800)]
    product_id: int | None = None
    category_id: int | None = None
    collection_id: int | None = None


class RemoveRedirects(Input):
    """Rows of the list of old addresses."""

    ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=AT_MOST)]


class RedirectsRemoved(Output):
    """What was removed, as `catalogue.put_back_redirects` takes it."""

    removed: tuple[OldAddress, ...]


@action(
    "catalogue.remove_redirects",
    label=gettext_lazy("Remove old addresses"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def remove_redirects(run: Run, data: RemoveRedirects) -> RedirectsRemoved:
    """Let old addresses lead nowhere any more: whoever follows one finds the store's 404 with a search."""
    rows = list(Redirect.objects.filter(pk__in=data.ids).order_by("pk"))
    removed = tuple(
        OldAddress(
            kind=RedirectKind(row.kind),
            old=row.old,
            product_id=row.product_id,
            category_id=row.category_id,
            collection_id=row.collection_id,
        )
        for row in rows
    )
    for one in removed:
        run.changed(_subject(one), "old address", old=one.old, new=None)
    Redirect.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return RedirectsRemoved(removed=removed)


class PutBackRedirects(Input):
    """What removing old addresses answered."""

    addresses: Annotated[tuple[OldAddress, ...], Field(min_length=1, max_length=AT_MOST)]


class RedirectsPutBack(Output):
    """How many lead on again."""

    count: int


@action(
    "catalogue.put_back_redirects",
    label=gettext_lazy("Put old addresses back"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def put_back_redirects(run: Run, data: PutBackRedirects) -> RedirectsPutBack:
    """Let old addresses lead on again as they did. Refused when something living has taken one of them since."""
    for one in data.addresses:
        target = _target(one)
        if _is_taken(one):
            raise Refused(_("Something else stands at “%(address)s” now.") % {"address": one.old})
        if target is None and (one.product_id or one.category_id or one.collection_id):
            raise Refused(_("What “%(address)s” led to is gone.") % {"address": one.old})
        addresses.leave(one.kind, one.old, target, at=run.now)
        run.changed(_subject(one), "old address", old=None, new=one.old)
    return RedirectsPutBack(count=len(data.addresses))


def _subject(one: OldAddress) -> str:
    for kind, number in (
        ("product", one.product_id),
        ("category", one.category_id),
        ("collection", one.collection_id),
    ):
        if number is not None:
            return f"{kind}:{number}"
    return f"redirect:{one.old}"


def _target(one: OldAddress) -> Product | Category | Collection | None:
    if one.product_id is not None:
        return Product.objects.filter(pk=one.product_id).first()
    if one.category_id is not None:
        return Category.objects.filter(pk=one.category_id).first()
    return Collection.objects.filter(pk=one.collection_id).first() if one.collection_id is not None else None


def _is_taken(one: OldAddress) -> bool:
    match one.kind:
        case RedirectKind.PRODUCT:
            return Product.objects.filter(slug=one.old).exists()
        case RedirectKind.CATEGORY:
            return Category.objects.filter(path=one.old).exists()
        case RedirectKind.COLLECTION:
            return Collection.objects.filter(slug=one.old).exists()
    return False
