"""Collections, by hand and by rule."""

from typing import Annotated

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import markup, rules, texts
from storecrew.shop.catalogue.drafts import Html, Line, Title
from storecrew.shop.catalogue.events import CollectionChanged
from storecrew.shop.catalogue.models import (
    Collection,
    CollectionKind,
    CollectionSort,
    Member,
    Product,
    RedirectKind,
    Rule,
)
from storecrew.shop.catalogue.reads.choosing import members_of
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.slugs import free_slug, slug_of
from storecrew.shop.catalogue.writing import addresses
from storecrew.shop.catalogue.writing.loading import collection_of
from storecrew.shop.catalogue.writing.products import default_language


class RuleDraft(Input):
    """One rule, e.g. `tag is gift`, `price below 10000` (minor units of the store's currency)."""

    field: Annotated[str, Field(max_length=20)]
    relation: Annotated[str, Field(max_length=16)]
    value: Annotated[str, Field(max_length=255)]


type Rules = Annotated[tuple[RuleDraft, ...], Field(max_length=60)]


class CollectionDraft(Input):
    """A new collection; with kind `rule` its rules say what belongs to it."""

    title: Title
    slug: Annotated[str, Field(max_length=120)] = ""
    description: Html = ""
    language: Annotated[str, Field(max_length=12)] = ""
    kind: CollectionKind = CollectionKind.MANUAL
    match_all: bool = True
    rules: Rules = ()
    product_ids: Annotated[tuple[int, ...], Field(max_length=5000)] = ()
    sort: CollectionSort = CollectionSort.MANUAL
    seo_title: Line = ""
    seo_description: Annotated[str, Field(max_length=500)] = ""
    hidden: bool = False


class CollectionWritten(Output):
    """A collection after a change."""

    collection_id: int
    slug: str
    version: int


@action(
    "catalogue.create_collection",
    label=gettext_lazy("Add a collection"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CollectionChanged,),
    previews=True,
)
def create_collection(run: Run, data: CollectionDraft) -> CollectionWritten:
    """Add a collection of products, chosen by hand or by rule."""
    _refuse_bad_rules(data.kind, data.rules)
    row = Collection(
        slug=free_slug(Collection.objects.all(), slug_of(data.slug) or slug_of(data.title) or "collection"),
        title=data.title,
        description=markup.cleaned(data.description),
        language=data.language or default_language(),
        kind=data.kind,
        match_all=data.match_all,
        sort=data.sort,
        position=(Collection.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
        seo_title=data.seo_title,
        seo_description=data.seo_description,
        hidden=data.hidden,
        created_at=run.now,
        updated_at=run.now,
    )
    row.save()
    addresses.take(RedirectKind.COLLECTION, row.slug)
    run.changed(row.subject, "title", old=None, new=row.title)
    _set_rules(run, row, data.rules)
    _add(row, data.product_ids)
    run.emit(CollectionChanged(collection_id=row.pk, slug=row.slug), subject=row.subject)
    return _written(row)


class CollectionEdit(Input):
    """What is None stays as it is. A new `slug` leaves a redirect."""

    collection_id: int
    version: int | None = None
    title: Title | None = None
    slug: Annotated[str, Field(max_length=120)] | None = None
    description: Html | None = None
    match_all: bool | None = None
    rules: Rules | None = None
    sort: CollectionSort | None = None
    seo_title: Line | None = None
    seo_description: Annotated[str, Field(max_length=500)] | None = None
    hidden: bool | None = None


_PLAIN = ("title", "match_all", "sort", "seo_title", "seo_description", "hidden")


@action(
    "catalogue.edit_collection",
    label=gettext_lazy("Edit a collection"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CollectionChanged,),
    previews=True,
)
def edit_collection(run: Run, data: CollectionEdit) -> CollectionWritten:
    """Change a collection's texts, address, order or rules."""
    row = collection_of(run, data.collection_id, version=data.version)
    values = {name: getattr(data, name) for name in _PLAIN if getattr(data, name) is not None}
    if data.description is not None:
        values["description"] = markup.cleaned(data.description)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    if data.slug is not None:
        _rename(run, row, data.slug)
    if data.rules is not None:
        _refuse_bad_rules(CollectionKind(row.kind), data.rules)
        _set_rules(run, row, data.rules)
    if run.changes:
        texts.mark_behind(
            "collection", row.pk, {name: value for name, value in changed.items() if name in texts.FIELDS["collection"]}
        )
        _save(run, row)
    return _written(row)


class CollectionTurn(Input):
    """How a collection is to be filled from now on."""

    collection_id: int
    version: int | None = None
    kind: CollectionKind


@action(
    "catalogue.turn_collection",
    label=gettext_lazy("Fill a collection by hand or by rule"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CollectionChanged,),
    previews=True,
)
def turn_collection(run: Run, data: CollectionTurn) -> CollectionWritten:
    """Fill a collection by hand that was filled by rule, or the other way round.

    What its rules describe now becomes its members; its members do not become rules: until rules are set it is empty.
    """
    row = collection_of(run, data.collection_id, version=data.version)
    if row.kind == data.kind:
        return _written(row)
    if data.kind == CollectionKind.MANUAL:
        found = Product.objects.filter(members_of(row)).order_by("-published_at", "-pk").values_list("pk", flat=True)
        members = tuple(found[:5000])
        Rule.objects.filter(collection=row).delete()
        _add(row, members)
    else:
        Member.objects.filter(collection=row).delete()
    run.changed(row.subject, "kind", old=row.kind, new=data.kind.value)
    row.kind = data.kind
    _save(run, row)
    return _written(row)


class Membership(Input):
    """Products to put into a manual collection, or to take out of it."""

    collection_id: int
    add: Annotated[tuple[int, ...], Field(max_length=5000)] = ()
    remove: Annotated[tuple[int, ...], Field(max_length=5000)] = ()


@action(
    "catalogue.fill_collection",
    label=gettext_lazy("Put products into a collection"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CollectionChanged,),
    previews=True,
)
def fill_collection(run: Run, data: Membership) -> CollectionWritten:
    """Put products into a collection made by hand, at its end, or take them out."""
    row = collection_of(run, data.collection_id)
    _refuse_rule_kind(row)
    gone = Member.objects.filter(collection=row, product__in=data.remove).delete()[0]
    added = _add(row, data.add)
    run.changed(row.subject, "members", old=None, new={"added": added, "removed": gone})
    if added or gone:
        _save(run, row)
    return _written(row)


class Order(Input):
    """The products of a manual collection in their new order; those not named follow as they were."""

    collection_id: int
    version: int | None = None
    product_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=5000)]


@action(
    "catalogue.order_collection",
    label=gettext_lazy("Order a collection"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CollectionChanged,),
)
def order_collection(run: Run, data: Order) -> CollectionWritten:
    """Put the products of a collection made by hand into an order of one's own."""
    row = collection_of(run, data.collection_id, version=data.version)
    _refuse_rule_kind(row)
    places = {number: place for place, number in enumerate(data.product_ids)}
    members = list(Member.objects.filter(collection=row).order_by("position", "pk"))
    before = [member.product_id for member in members]
    members.sort(key=lambda member: places.get(member.product_id, len(places)))
    for position, member in enumerate(members, 1):
        member.position = position
    Member.objects.bulk_update(members, ["position"], batch_size=500)
    after = [member.product_id for member in members]
    if before != after:
        run.changed(row.subject, "order", old=before[:100], new=after[:100])
        _save(run, row)
    return _written(row)


class CollectionDelete(Input):
    """A collection to be deleted."""

    collection_id: int
    version: int | None = None


@action(
    "catalogue.delete_collection",
    label=gettext_lazy("Delete a collection"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(CollectionChanged,),
    previews=True,
    destructive=True,
)
def delete_collection(run: Run, data: CollectionDelete) -> CollectionWritten:
    """Delete a collection. Its products stay; its address says that it is gone (410)."""
    row = collection_of(run, data.collection_id, version=data.version)
    answer = _written(row)
    run.changed(row.subject, "title", old=row.title, new=None)
    run.emit(CollectionChanged(collection_id=row.pk, slug=row.slug), subject=row.subject)
    texts.forget("collection", [row.pk])
    row.redirects.update(collection=None)
    row.delete()
    addresses.leave(RedirectKind.COLLECTION, answer.slug, None, at=run.now)
    return answer


def _written(row: Collection) -> CollectionWritten:
    return CollectionWritten(collection_id=row.pk, slug=row.slug, version=row.version)


def _save(run: Run, row: Collection) -> None:
    row.version += 1
    row.updated_at = run.now
    row.save()
    run.emit(CollectionChanged(collection_id=row.pk, slug=row.slug), subject=row.subject)


def _rename(run: Run, row: Collection, wanted: str) -> None:
    slug = slug_of(wanted)
    if not slug:
        raise InvalidInput({"slug": _("An address needs at least one letter or digit.")})
    if slug == row.slug:
        return
    if Collection.objects.filter(slug=slug).exists():
        raise InvalidInput({"slug": _("There is a collection with this address already.")})
    run.changed(row.subject, "slug", old=row.slug, new=slug)
    addresses.take(RedirectKind.COLLECTION, slug)
    addresses.leave(RedirectKind.COLLECTION, row.slug, row, at=run.now)
    row.slug = slug


def _set_rules(run: Run, row: Collection, drafts: tuple[RuleDraft, ...]) -> None:
    before = [
        [rule.field, rule.relation, rule.value] for rule in Rule.objects.filter(collection=row).order_by("position")
    ]
    after = [[draft.field, draft.relation, draft.value] for draft in drafts]
    if before == after:
        return
    Rule.objects.filter(collection=row).delete()
    Rule.objects.bulk_create(
        Rule(collection=row, position=position, field=draft.field, relation=draft.relation, value=draft.value)
        for position, draft in enumerate(drafts, 1)
    )
    run.changed(row.subject, "rules", old=before, new=after)


def _refuse_bad_rules(kind: CollectionKind, drafts: tuple[RuleDraft, ...]) -> None:
    if kind == CollectionKind.RULE and not drafts:
        raise InvalidInput({"rules": _("A collection by rule needs at least one rule.")})
    if kind == CollectionKind.MANUAL and drafts:
        raise InvalidInput({"rules": _("A collection by hand has no rules.")})
    found = {
        f"rules.{index}": rules.problem_of(draft.field, draft.relation, draft.value)
        for index, draft in enumerate(drafts)
    }
    problems = {path: problem for path, problem in found.items() if problem}
    if problems:
        raise InvalidInput(problems)


def _refuse_rule_kind(row: Collection) -> None:
    if row.kind == CollectionKind.RULE:
        raise Refused(
            _("“%(title)s” is filled by its rules. Change the rules instead.") % {"title": row.title}, code="by_rule"
        )


def _add(row: Collection, product_ids: tuple[int, ...]) -> int:
    known = set(Member.objects.filter(collection=row).values_list("product_id", flat=True))
    exist = set(Product.objects.filter(pk__in=product_ids).values_list("pk", flat=True))
    new = [number for number in dict.fromkeys(product_ids) if number in exist and number not in known]
    last = Member.objects.filter(collection=row).aggregate(last=Max("position"))["last"] or 0
    Member.objects.bulk_create(
        Member(collection=row, product_id=number, position=position) for position, number in enumerate(new, last + 1)
    )
    return len(new)
