"""Write whole products from drafts: creating and importing share it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import markup, texts
from storecrew.shop.catalogue.drafts import ProductDraft, TextDraft, VariantDraft
from storecrew.shop.catalogue.events import ProductCreated
from storecrew.shop.catalogue.models import (
    Category,
    Placement,
    Product,
    RedirectKind,
    Translation,
    TranslationOrigin,
    Variant,
)
from storecrew.shop.catalogue.slugs import free_slug, slug_of
from storecrew.shop.catalogue.writing import addresses
from storecrew.shop.catalogue.writing.details import set_drafts
from storecrew.shop.catalogue.writing.pictures import add_pictures
from storecrew.shop.catalogue.writing.touching import finish
from storecrew.shop.catalogue.writing.variants import Combination, arrange
from storecrew.shop.catalogue.writing.words import set_facts, set_tags


def create_product(run: Run, draft: ProductDraft, *, reindex: bool = True) -> Product:
    """Write a new draft product with everything it has. `reindex` False leaves the index to the caller (imports)."""
    product = Product(
        slug=free_slug(Product.objects.all(), slug_of(draft.slug) or slug_of(draft.title) or "product"),
        title=draft.title,
        description=markup.cleaned(draft.description),
        language=draft.language or default_language(),
        brand=draft.brand,
        product_type=draft.product_type,
        taxonomy=draft.taxonomy,
        seo_title=draft.seo_title,
        seo_description=draft.seo_description,
        hs_code=draft.hs_code,
        origin=draft.origin,
        extras=draft.extras,
        created_at=run.now,
        updated_at=run.now,
    )
    product.save()
    addresses.take(RedirectKind.PRODUCT, product.slug)
    run.about(product.subject)
    run.changed(product.subject, "title", old=None, new=product.title)
    run.changed(product.subject, "slug", old=None, new=product.slug)
    place(run, product, draft.categories)
    set_tags(run, product, draft.tags)
    set_facts(run, product, draft.facts)
    pictures = add_pictures(run, product, draft.pictures)
    write_variants(run, product, draft, pictures)
    write_texts(run, product, draft.texts, TranslationOrigin.PERSON)
    if reindex:
        finish(run, product)
    run.emit(ProductCreated(product_id=product.pk, slug=product.slug), subject=product.subject)
    return product


def write_variants(run: Run, product: Product, draft: ProductDraft, pictures: Sequence[int]) -> list[Variant]:
    """Give a product the options and variants of a draft, all details included."""
    drafts = draft.variants or (() if draft.options else (VariantDraft(),))
    combinations = [Combination(variant.values, variant.variant_id) for variant in drafts] or None
    rows = arrange(run, product, draft.options, combinations)
    if drafts:
        set_drafts(run, list(zip(rows, drafts, strict=True)), pictures)
    return rows


def place(run: Run, product: Product, category_ids: Sequence[int]) -> bool:
    """Put a product into these categories, the first being its main one; tells whether anything changed."""
    before = list(
        Placement.objects.filter(product=product).order_by("-main", "pk").values_list("category_id", flat=True)
    )
    wanted = list(dict.fromkeys(category_ids))
    if before == wanted:
        return False
    known = set(Category.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if known != set(wanted):
        raise InvalidInput({"categories": _("There is no such category. Load the page again.")})
    Placement.objects.filter(product=product).exclude(category_id__in=wanted).delete()
    Placement.objects.filter(product=product).update(main=False)
    Placement.objects.bulk_create(
        [Placement(product=product, category_id=number) for number in wanted if number not in before]
    )
    if wanted:
        Placement.objects.filter(product=product, category_id=wanted[0]).update(main=True)
    run.changed(product.subject, "categories", old=before, new=wanted)
    return True


def write_texts(run: Run, product: Product, drafts: Sequence[TextDraft], origin: TranslationOrigin) -> None:
    """Write translations of a product's own texts."""
    for draft in drafts:
        if draft.field not in texts.FIELDS["product"]:
            raise InvalidInput({"texts": _("A product has no text “%(field)s”.") % {"field": draft.field}})
        original = getattr(product, draft.field)
        html = ("product", draft.field) in texts.HTML_FIELDS
        text = markup.cleaned(draft.text) if html else draft.text
        if draft.language == product.language or not original or not text:
            continue
        Translation.objects.update_or_create(
            object_type="product",
            object_id=product.pk,
            language=draft.language,
            field=draft.field,
            defaults={
                "text": text,
                "source_hash": texts.source_hash(original),
                "behind": False,
                "origin": origin,
                "updated_at": run.now,
            },
        )


def default_language() -> str:
    """Return the store's first language. Raises Refused before set-up."""
    return _store()[0]


def store_currency() -> str:
    """Return the store's currency. Raises Refused before set-up."""
    return _store()[1]


def _store() -> tuple[str, str]:
    store = current()
    if store is None:
        raise Refused(_("Set up the store first: its languages and currency are needed."), code="not_set_up")
    return store.languages[0], store.currency
