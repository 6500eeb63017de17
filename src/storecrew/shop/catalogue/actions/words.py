"""Tags and attributes themselves: their names, and how attributes are shown."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.drafts import Title
from storecrew.shop.catalogue.models import Attribute, AttributeKind, ProductTag, Tag
from storecrew.shop.catalogue.search import index
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing.products import default_language
from storecrew.shop.catalogue.writing.words import tag_key


class RenameTag(Input):
    """A tag's new name; where a tag of that name exists, the two become one."""

    tag_id: int
    name: Title


class TagRenamed(Output):
    """The tag that is left, and how many products carry it."""

    tag_id: int
    name: str
    products: int


@action(
    "catalogue.rename_tag",
    label=gettext_lazy("Rename a tag"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def rename_tag(run: Run, data: RenameTag) -> TagRenamed:
    """Give a tag another name on all products. A name that another tag has makes one tag of the two."""
    tag = Tag.objects.select_for_update().filter(pk=data.tag_id).first()
    if tag is None:
        raise Missing(_("There is no such tag. Load the page again."))
    name = " ".join(data.name.split())
    carriers = list(ProductTag.objects.filter(tag=tag).values_list("product_id", flat=True))
    run.changed(f"tag:{tag.pk}", "name", old=tag.name, new=name)
    other = Tag.objects.filter(key=tag_key(name)).exclude(pk=tag.pk).first()
    if other is not None:
        ProductTag.objects.bulk_create(
            [ProductTag(product_id=number, tag=other) for number in carriers], ignore_conflicts=True
        )
        texts.forget("tag", [tag.pk])
        tag.delete()
        tag = other
    else:
        tag.name, tag.key = name, tag_key(name)
        tag.save()
        texts.mark_behind("tag", tag.pk, {"name": name})
    index.refresh(carriers)
    return TagRenamed(tag_id=tag.pk, name=tag.name, products=ProductTag.objects.filter(tag=tag).count())


class AttributeDraft(Input):
    """An attribute; `code` is stable and names it in imports, addresses and feeds."""

    code: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[a-z0-9][a-z0-9_.\-]*$")]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: AttributeKind = AttributeKind.TEXT
    unit: Annotated[str, Field(max_length=16)] = ""
    filterable: bool = False
    shown: bool = True


class AttributeSet(Output):
    """An attribute after it was set."""

    attribute_id: int
    code: str


@action(
    "catalogue.set_attribute",
    label=gettext_lazy("Set an attribute"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def set_attribute(run: Run, data: AttributeDraft) -> AttributeSet:
    """Add an attribute, or change the one of this code: its name, unit, and whether lists can be filtered by it."""
    if data.unit and data.kind != AttributeKind.NUMBER:
        raise InvalidInput({"unit": _("Only numbers have a unit.")})
    row = Attribute.objects.select_for_update().filter(code=data.code).first()
    if row is None:
        row = Attribute(code=data.code, language=default_language(), position=Attribute.objects.count() + 1)
        row.name = ""
    before = {name: getattr(row, name) for name in ("name", "kind", "unit", "filterable", "shown")}
    for name in before:
        setattr(row, name, getattr(data, name))
    row.save()
    for name, old in before.items():
        run.changed(f"attribute:{row.pk}", name, old=old, new=getattr(row, name))
    texts.mark_behind("attribute", row.pk, {"name": row.name})
    return AttributeSet(attribute_id=row.pk, code=row.code)
