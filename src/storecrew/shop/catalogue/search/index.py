"""Keep the index equal to the products: written in the same transaction as they are, many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from storecrew.shop.catalogue import markup
from storecrew.shop.catalogue.models import (
    AttributeValue,
    OptionValue,
    Placement,
    Product,
    ProductTag,
    Translation,
    Variant,
)
from storecrew.shop.catalogue.search.models import Gram, Posting, Word
from storecrew.shop.catalogue.search.words import folded, grams_of, words_of
from storecrew.shop.catalogue.writing.many import insert

NUMBER, TITLE, KIND, CHOICE, FACT, TEXT = 40, 30, 12, 8, 6, 2
"""How much a word says of a product by where it stands: in its SKU, title, kind and tags, options, facts, description."""
WORDS_OF_DESCRIPTION = 400

type Found = dict[tuple[str, str], int]
"""(word, language) → weight."""


def refresh(product_ids: Iterable[int]) -> None:
    """Index these products anew. A fixed number of queries for every few hundred of them."""
    ids = sorted(set(product_ids))
    for start in range(0, len(ids), 200):
        _refresh(ids[start : start + 200])


def forget(product_ids: Iterable[int]) -> None:
    """Take products out of the index."""
    Posting.objects.filter(product_id__in=list(product_ids)).delete()


def _refresh(ids: list[int]) -> None:
    found: dict[int, Found] = defaultdict(dict)
    for product_id, language, text, weight in _texts(ids):
        for word in words_of(text, singles=weight >= KIND):
            key = (word, language)
            found[product_id][key] = max(found[product_id].get(key, 0), weight)
    words = _words({word for product in found.values() for word, _ in product})
    Posting.objects.filter(product_id__in=ids).delete()
    insert(
        Posting,
        ("product_id", "word_id", "language", "weight"),
        (
            (product_id, words[word], language, weight)
            for product_id in sorted(found)
            for (word, language), weight in found[product_id].items()
        ),
    )


def _words(texts: set[str]) -> dict[str, int]:
    """Return the ids of words; new ones are added with their grams, in order, so that writers cannot block each other."""
    known = _known(texts)
    new = sorted(texts - set(known))
    if not new:
        return known
    Word.objects.bulk_create([Word(text=text) for text in new], ignore_conflicts=True, batch_size=2000)
    added = _known(set(new))
    grams = [Gram(gram=gram, word_id=added[text]) for text in new for gram in sorted(grams_of(text))]
    Gram.objects.bulk_create(grams, ignore_conflicts=True, batch_size=2000)
    return known | added


def _known(texts: set[str]) -> dict[str, int]:
    ordered = sorted(texts)
    rows: dict[str, int] = {}
    for start in range(0, len(ordered), 5000):
        rows |= dict(Word.objects.filter(text__in=ordered[start : start + 5000]).values_list("text", "pk"))
    return rows


def _texts(ids: list[int]) -> Iterator[tuple[int, str, str, int]]:
    """Yield (product, language, text, weight) of everything that can be searched for."""
    languages: dict[int, str] = {}
    for product in Product.objects.filter(pk__in=ids).only(
        "language", "title", "product_type", "brand", "description", "slug"
    ):
        languages[product.pk] = product.language
        yield product.pk, product.language, product.title, TITLE
        yield product.pk, product.language, product.product_type, KIND
        yield product.pk, "", product.brand, KIND
        yield product.pk, product.language, _beginning(product.description), TEXT
    yield from _translated(
        "product", {number: number for number in ids}, {"title": TITLE, "product_type": KIND, "description": TEXT}
    )
    yield from _numbers(ids)
    yield from _related(ids, languages)


def _numbers(ids: list[int]) -> Iterator[tuple[int, str, str, int]]:
    variants = Variant.objects.filter(product_id__in=ids, retired_at=None).values_list("product_id", "sku", "barcode")
    for product_id, sku, barcode in variants:
        yield product_id, "", sku, NUMBER
        yield product_id, "", barcode, NUMBER


def _related(ids: list[int], languages: dict[int, str]) -> Iterator[tuple[int, str, str, int]]:
    sources = (
        (
            "tag",
            "name",
            KIND,
            ProductTag.objects.filter(product_id__in=ids).values_list("product_id", "tag_id", "tag__name"),
        ),
        (
            "category",
            "name",
            KIND,
            Placement.objects.filter(product_id__in=ids).values_list("product_id", "category_id", "category__name"),
        ),
        (
            "option_value",
            "name",
            CHOICE,
            OptionValue.objects.filter(option__product_id__in=ids).values_list("option__product_id", "pk", "name"),
        ),
        (
            "attribute_value",
            "text",
            FACT,
            AttributeValue.objects.filter(product_id__in=ids).values_list("product_id", "pk", "text"),
        ),
    )
    for kind, field, weight, rows in sources:
        owners: dict[int, list[int]] = defaultdict(list)
        for product_id, number, text in rows:
            owners[number].append(product_id)
            yield product_id, languages.get(product_id, ""), text, weight
        translations = Translation.objects.filter(object_type=kind, field=field, object_id__in=list(owners))
        for number, language, text in translations.values_list("object_id", "language", "text"):
            for product_id in owners[number]:
                yield product_id, language, text, weight


def _translated(kind: str, owners: dict[int, int], fields: dict[str, int]) -> Iterator[tuple[int, str, str, int]]:
    rows = Translation.objects.filter(object_type=kind, object_id__in=list(owners), field__in=list(fields))
    for number, language, field, text in rows.values_list("object_id", "language", "field", "text"):
        yield owners[number], language, _beginning(text) if field == "description" else text, fields[field]


def _beginning(html: str) -> str:
    """Return the plain beginning of a description: long texts must not drown the index."""
    return " ".join(folded(markup.plain(html)).split(" ")[:WORDS_OF_DESCRIPTION])[: WORDS_OF_DESCRIPTION * 8]
