"""State facts about many products at once; attributes that do not exist yet are made."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from django.db.models import Max

from storecrew.shop.catalogue.models import Attribute, AttributeKind, AttributeValue, Product
from storecrew.shop.catalogue.transfer.draft import FactDraft


def state_facts(stated: Sequence[tuple[Product, Sequence[FactDraft]]]) -> None:
    """Write the facts of products that have none yet."""
    languages = {fact.code: product.language for product, facts in reversed(stated) for fact in facts}
    attributes = _attributes((fact for _, facts in stated for fact in facts), languages)
    AttributeValue.objects.bulk_create(
        (
            AttributeValue(
                product=product,
                attribute=attributes[fact.code],
                position=position,
                text=text,
                number=_number(text) if attributes[fact.code].kind == AttributeKind.NUMBER else None,
            )
            for product, facts in stated
            for fact in facts
            for position, text in enumerate(value for value in fact.values if value)
        ),
        batch_size=500,
    )


def _attributes(facts: Iterable[FactDraft], languages: dict[str, str]) -> dict[str, Attribute]:
    names: dict[str, str] = {}
    for fact in facts:
        names.setdefault(fact.code, fact.name)
    known = {row.code: row for row in Attribute.objects.filter(code__in=names)}
    missing = [code for code in names if code not in known]
    if missing:
        last = Attribute.objects.aggregate(last=Max("position"))["last"] or 0
        rows = [
            Attribute(code=code, name=names[code] or code, language=languages[code], position=min(last + place, 32_000))
            for place, code in enumerate(missing, 1)
        ]
        known |= {row.code: row for row in Attribute.objects.bulk_create(rows)}
    return known


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**13 else None
