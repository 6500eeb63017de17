"""The tree of categories."""

from typing import Annotated

from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import markup, texts
from storecrew.shop.catalogue.drafts import Html, Line
from storecrew.shop.catalogue.events import CategoryDeleted, CategoryMoved
from storecrew.shop.catalogue.models import Category, Placement, RedirectKind
from storecrew.shop.catalogue.models.categories import DEEPEST
from storecrew.shop.catalogue.search import index
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.slugs import free_among, slug_of
from storecrew.shop.catalogue.writing import addresses
from storecrew.shop.catalogue.writing.loading import category_of
from storecrew.shop.catalogue.writing.products import default_language

type Name = Annotated[str, Field(min_length=1, max_length=120)]


class CategoryDraft(Input):
    """A new category; `parent_id` None makes a root, an empty `slug` is made from the name."""

    name: Name
    parent_id: int | None = None
    slug: Annotated[str, Field(max_length=120)] = ""
    line: Annotated[str, Field(max_length=200)] = ""
    description: Html = ""
    language: Annotated[str, Field(max_length=12)] = ""
    seo_title: Line = ""
    seo_description: Annotated[str, Field(max_length=500)] = ""
    hidden: bool = False


class CategoryWritten(Output):
    """A category after a change."""

    category_id: int
    path: str
    version: int


@action(
    "catalogue.create_category",
    label=gettext_lazy("Add a category"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def create_category(run: Run, data: CategoryDraft) -> CategoryWritten:
    """Add a category to the tree, behind its siblings."""
    parent = category_of(run, data.parent_id) if data.parent_id is not None else None
    depth = (parent.depth if parent else 0) + 1
    _refuse_too_deep(depth)
    siblings = Category.objects.filter(parent=parent)
    slug = free_among(
        set(siblings.values_list("slug", flat=True)), slug_of(data.slug) or slug_of(data.name) or "category"
    )
    row = Category(
        parent=parent,
        slug=slug,
        path=f"{parent.path}/{slug}" if parent else slug,
        depth=depth,
        position=(siblings.aggregate(last=Max("position"))["last"] or 0) + 1,
        name=data.name,
        line=data.line,
        description=markup.cleaned(data.description),
        language=data.language or default_language(),
        seo_title=data.seo_title,
        seo_description=data.seo_description,
        hidden=data.hidden,
    )
    row.save()
    addresses.take(RedirectKind.CATEGORY, row.path)
    run.changed(row.subject, "name", old=None, new=row.name)
    run.changed(row.subject, "path", old=None, new=row.path)
    return CategoryWritten(category_id=row.pk, path=row.path, version=row.version)


class CategoryEdit(Input):
    """What is None stays as it is."""

    category_id: int
    version: int | None = None
    name: Name | None = None
    line: Annotated[str, Field(max_length=200)] | None = None
    description: Html | None = None
    seo_title: Line | None = None
    seo_description: Annotated[str, Field(max_length=500)] | None = None
    hidden: bool | None = None


@action(
    "catalogue.edit_category",
    label=gettext_lazy("Edit a category"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_category(run: Run, data: CategoryEdit) -> CategoryWritten:
    """Change a category's name, texts or visibility. Its address stays; see move_category."""
    row = category_of(run, data.category_id, version=data.version)
    values = {
        name: getattr(data, name)
        for name in ("name", "line", "seo_title", "seo_description", "hidden")
        if getattr(data, name) is not None
    }
    if data.description is not None:
        values["description"] = markup.cleaned(data.description)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    if changed:
        row.version += 1
        row.save()
        texts.mark_behind("category", row.pk, {name: value for name, value in changed.items() if name != "hidden"})
    if "name" in changed:
        index.refresh(Placement.objects.filter(category=row).values_list("product_id", flat=True))
    return CategoryWritten(category_id=row.pk, path=row.path, version=row.version)


class CategoryMove(Input):
    """Where a category goes: under `parent_id` (None: a root), before the sibling `before_id` (None: last)."""

    category_id: int
    version: int | None = None
    parent_id: int | None = None
    before_id: int | None = None
    slug: Annotated[str, Field(max_length=120)] | None = None
    """Its new part of the address; None keeps it."""


@action(
    "catalogue.move_category",
    label=gettext_lazy("Move a category"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CategoryMoved,),
    previews=True,
)
def move_category(run: Run, data: CategoryMove) -> CategoryWritten:
    """Move a category with all below it, or give it another address. Old addresses redirect."""
    row = category_of(run, data.category_id, version=data.version)
    parent = category_of(run, data.parent_id) if data.parent_id is not None else None
    if parent is not None and (parent.pk == row.pk or parent.path.startswith(f"{row.path}/")):
        raise Refused(_("A category cannot stand below itself."), code="circle")
    slug = row.slug if data.slug is None else slug_of(data.slug)
    if not slug:
        raise InvalidInput({"slug": _("An address needs at least one letter or digit.")})
    path = f"{parent.path}/{slug}" if parent else slug
    if Category.objects.filter(path=path).exclude(pk=row.pk).exists():
        raise InvalidInput({"slug": _("There is a category with this address already.")})
    if path != row.path or (parent.pk if parent else None) != row.parent_id:
        _replant(run, row, parent, slug, path)
    _line_up(row, parent, data.before_id)
    row.refresh_from_db()
    return CategoryWritten(category_id=row.pk, path=row.path, version=row.version)


class CategoryDelete(Input):
    """A category to be deleted."""

    category_id: int
    version: int | None = None


class CategoryGone(Output):
    """What is gone, and how many products stood in it."""

    category_id: int
    path: str
    products: int


@action(
    "catalogue.delete_category",
    label=gettext_lazy("Delete a category"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CategoryDeleted,),
    previews=True,
    destructive=True,
)
def delete_category(run: Run, data: CategoryDelete) -> CategoryGone:
    """Delete a category without children. Its products move up to its parent; its address leads there, or to nothing."""
    row = category_of(run, data.category_id, version=data.version)
    if Category.objects.filter(parent=row).exists():
        raise Refused(
            _("“%(name)s” has categories below it. Move or delete those first.") % {"name": row.name},
            code="has_children",
        )
    placements = Placement.objects.filter(category=row)
    products = list(placements.values_list("product_id", flat=True))
    if row.parent_id is not None:
        beside = Placement.objects.filter(category_id=row.parent_id).values_list("product_id", flat=True)
        moving = placements.exclude(product_id__in=list(beside))
        moving.update(category_id=row.parent_id)
    placements.delete()
    number, path, subject, parent = row.pk, row.path, row.subject, row.parent
    run.changed(subject, "path", old=path, new=None)
    texts.forget("category", [number])
    row.redirects.update(category=parent)
    row.delete()
    addresses.leave(RedirectKind.CATEGORY, path, parent, at=run.now)
    index.refresh(products)
    run.emit(CategoryDeleted(category_id=number, path=path), subject=subject)
    return CategoryGone(category_id=number, path=path, products=len(products))


def _replant(run: Run, row: Category, parent: Category | None, slug: str, path: str) -> None:
    """Rewrite the paths of a category and all below it in one statement, and leave redirects."""
    below = list(Category.objects.select_for_update().filter(path__startswith=f"{row.path}/").order_by("pk"))
    shift = (parent.depth if parent else 0) + 1 - row.depth
    _refuse_too_deep(max([row.depth, *(other.depth for other in below)]) + shift)
    old = row.path
    run.changed(row.subject, "path", old=old, new=path)
    Category.objects.filter(path__startswith=f"{old}/").update(
        path=Concat(Value(path), Substr("path", Length(Value(old)) + 1)), depth=F("depth") + shift
    )
    row.parent, row.slug, row.path, row.depth = parent, slug, path, row.depth + shift
    row.version += 1
    row.save()
    if old != path:
        moved = [(other.path, path + other.path[len(old) :], other) for other in below] + [(old, path, row)]
        addresses.take(RedirectKind.CATEGORY, *(new for _old, new, _other in moved))
        addresses.leave_many(RedirectKind.CATEGORY, [(was, other) for was, _new, other in moved], at=run.now)
        run.emit(CategoryMoved(category_id=row.pk, old_path=old, path=path), subject=row.subject)


def _line_up(row: Category, parent: Category | None, before_id: int | None) -> None:
    siblings = list(Category.objects.filter(parent=parent).exclude(pk=row.pk).order_by("position", "pk"))
    places = [sibling.pk for sibling in siblings]
    siblings.insert(places.index(before_id) if before_id in places else len(siblings), row)
    for position, sibling in enumerate(siblings, 1):
        sibling.position = position
    Category.objects.bulk_update(siblings, ["position"])


def _refuse_too_deep(depth: int) -> None:
    if depth > DEEPEST:
        raise Refused(_("The tree is at most %(n)d levels deep.") % {"n": DEEPEST}, code="too_deep")
