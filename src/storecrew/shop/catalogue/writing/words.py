"""Tags and attributes of products."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from django.db.models import Max

from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.drafts import FactDraft
from storecrew.shop.catalogue.models import Attribute, AttributeKind, AttributeValue, Product, ProductTag, Tag


def tag_key(name: str) -> str:
    """Return the name of a tag as it is compared: without case and outer blanks."""
    return " ".join(name.casefold().split())


def tags_named(names: Iterable[str]) -> list[Tag]:
    """Return the tags of these names in order; missing ones are made. Two to four queries."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(tag_key(name), " ".join(name.split()))
    wanted.pop("", None)
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
    new = [Tag(key=key, name=name) for key, name in sorted(wanted.items()) if key not in known]
    if new:
        Tag.objects.bulk_create(new, ignore_conflicts=True)
        known = {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
    return [known[key] for key in wanted]


def set_tags(run: Run, product: Product, names: Sequence[str]) -> bool:
    """Make these the tags of a product; tells whether anything changed."""
    before = list(
        ProductTag.objects.filter(product=product)
        .select_related("tag")
        .order_by("tag__name")
        .values_list("tag__name", flat=True)
    )
    tags = tags_named(names)
    after = sorted(tag.name for tag in tags)
    if sorted(before) == after:
        return False
    ProductTag.objects.filter(product=product).exclude(tag__in=tags).delete()
    ProductTag.objects.bulk_create([ProductTag(product=product, tag=tag) for tag in tags], ignore_conflicts=True)
    run.changed(product.subject, "tags", old=sorted(before), new=after)
    return True


def set_facts(run: Run, product: Product, facts: Sequence[FactDraft]) -> bool:
    """Make these the attribute values of a product, in order; tells whether anything changed.

    A value that stays where it was keeps its row, and with it its translations.
    """
    attributes = _attributes(facts, product.language)
    rows = {(row.attribute_id, row.position): row for row in AttributeValue.objects.filter(product=product)}
    before = [[row.attribute_id, row.text] for row in rows.values()]
    after: list[list[object]] = []
    count: dict[int, int] = {}
    for fact in facts:
        attribute = attributes[fact.code]
        position = count.get(attribute.pk, 0)
        count[attribute.pk] = position + 1
        after.append([attribute.pk, fact.text])
        _set_fact(product, attribute, position, fact.text, rows.pop((attribute.pk, position), None))
    if rows:
        texts.forget("attribute_value", [row.pk for row in rows.values()])
        AttributeValue.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    if sorted(map(str, before)) == sorted(map(str, after)):
        return False
    run.changed(product.subject, "attributes", old=before, new=after)
    return True


def _set_fact(product: Product, attribute: Attribute, position: int, text: str, row: AttributeValue | None) -> None:
    if row is None:
        row = AttributeValue(product=product, attribute=attribute, position=position)
    elif row.text == text:
        return
    else:
        texts.mark_behind("attribute_value", row.pk, {"text": text})
    row.text = text
    row.number = _number(text) if attribute.kind == AttributeKind.NUMBER else None
    row.save()


def _attributes(facts: Sequence[FactDraft], language: str) -> dict[str, Attribute]:
    codes = list(dict.fromkeys(fact.code for fact in facts))
    known = {row.code: row for row in Attribute.objects.filter(code__in=codes)}
    names = {fact.code: fact.name for fact in facts if fact.name}
    last = Attribute.objects.aggregate(last=Max("position"))["last"] or 0
    for code in codes:
        if code not in known:
            last += 1
            known[code] = Attribute.objects.create(
                code=code,
                name=names.get(code, code.rpartition(".")[2].replace("_", " ")),
                language=language,
                position=last,
            )
    return known


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**13 else None
