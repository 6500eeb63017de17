"""What goes out comes back: an export imported into an empty store makes the same catalogue."""

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.kernel.media.actions import Upload, upload
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.tests.pictures import DRAWING
from storecrew.shop.catalogue.actions.products import create
from storecrew.shop.catalogue.actions.selling import Archive, OneProduct, archive, publish
from storecrew.shop.catalogue.drafts import (
    FactDraft,
    OptionDraft,
    PictureDraft,
    PriceDraft,
    ProductDraft,
    ReportedDraft,
    TextDraft,
    ValueDraft,
    VariantDraft,
)
from storecrew.shop.catalogue.models import Attribute, Category, Picture, Product, Translation
from storecrew.shop.catalogue.transfer.difference import address_of, addresses_of
from storecrew.shop.catalogue.transfer.export import export
from storecrew.shop.catalogue.transfer.models import Import
from storecrew.shop.catalogue.transfer.placing import Places
from storecrew.shop.catalogue.transfer.tests.conftest import Importer, real_file
from storecrew.shop.catalogue.transfer.tests.snapshot import snapshot

# one line of words of several scripts, with all that is awkward in a CSV
_letters = st.characters(
    codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd", "Zs", "Po", "Sc"), exclude_characters="\ufeff\u200b\0"
)
_word = (
    st.text(_letters, min_size=1, max_size=14)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and text[0] not in "'=")
)
_line = st.one_of(_word, st.sampled_from(['A "quoted", thing', "台灯；暖光", "12,50", "Größe|L", "a; b", "-5"]))
_maybe = st.one_of(st.just(""), _line)
_minor = st.integers(0, 10**7)
_html = st.one_of(
    st.just(""), _line, st.sampled_from(["<p>Two<br>lines</p>\n<ul><li>one</li></ul>", "plain\n\ntext & more"])
)


@st.composite
def _prices(draw: st.DrawFn) -> tuple[PriceDraft, ...]:
    codes = draw(st.lists(st.sampled_from(["USD", "EUR", "JPY"]), unique=True, max_size=3))
    return tuple(
        PriceDraft(currency=code, price_minor=draw(_minor), compare_at_minor=draw(st.none() | _minor)) for code in codes
    )


@st.composite
def _variant(draw: st.DrawFn, values: tuple[str, ...], sku: str, pictures: int) -> VariantDraft:
    return VariantDraft(
        values=values,
        sku=sku,
        barcode=draw(st.sampled_from(["", "6901234567892", "ABC 1"])),
        prices=draw(_prices()),
        cost=draw(st.none() | st.builds(dict, minor=_minor, currency=st.just("USD"))),  # type: ignore[arg-type]
        weight_g=draw(st.none() | st.integers(0, 99_999)),
        weight_unit=draw(st.sampled_from(["g", "kg", "oz", "lb"])),
        length_mm=draw(st.none() | st.integers(0, 9_999)),
        requires_shipping=draw(st.booleans()),
        taxable=draw(st.booleans()),
        tax_code=draw(st.sampled_from(["", "P0000000"])),
        hs_code=draw(st.sampled_from(["", "9405.21"])),
        origin=draw(st.sampled_from(["", "CN"])),
        picture=draw(st.none() | st.integers(1, pictures)) if pictures else None,
        reported=draw(
            st.none()
            | st.builds(
                ReportedDraft,
                quantity=st.none() | st.integers(-5, 500),
                tracked=st.booleans(),
                keep_selling=st.booleans(),
                source=st.just("shopify"),
            )
        ),
        extras=draw(st.dictionaries(st.sampled_from(["Variant Fulfillment Service", "Meta: shelf"]), _line)),
    )


@st.composite
def _product(draw: st.DrawFn, number: int) -> ProductDraft:
    names = draw(st.lists(_line, unique_by=str.casefold, max_size=3))
    options = tuple(
        OptionDraft(
            name=name,
            values=tuple(ValueDraft(name=value, swatch=draw(st.sampled_from(["", "#a94f36"]))) for value in values),
        )
        for name in names
        for values in [draw(st.lists(_line, unique_by=str.casefold, min_size=1, max_size=2))]
    )
    combinations: list[tuple[str, ...]] = [()]
    for option in options:
        combinations = [(*row, value.name) for row in combinations for value in option.values]
    pictures = draw(st.integers(0, 3))
    return ProductDraft(
        title=draw(_line),
        description=draw(_html),
        language=draw(st.sampled_from(["en", "zh-hans"])),
        brand=draw(_maybe),
        product_type=draw(_maybe),
        taxonomy=draw(st.sampled_from(["", "Home & Garden > Lighting"])),
        seo_title=draw(_maybe),
        seo_description=draw(_maybe),
        hs_code=draw(st.sampled_from(["", "9405.21"])),
        origin=draw(st.sampled_from(["", "CN"])),
        tags=tuple(draw(st.lists(_word, max_size=3))),
        facts=tuple(draw(st.lists(st.sampled_from(_FACTS), max_size=4))),
        options=options,
        variants=tuple(
            draw(_variant(values, f"SKU-{number}-{place}" if draw(st.booleans()) else "", pictures))
            for place, values in enumerate(combinations)
        ),
        pictures=tuple(
            PictureDraft(source_url=f"https://pictures.example/{number}/{place}.jpg", alt=draw(_maybe))
            for place in range(pictures)
        ),
        texts=(TextDraft(language="de", field="title", text=draw(_word)),),
        extras=draw(
            st.dictionaries(
                st.sampled_from(["Gift card", "Google Shopping / MPN", "Price / International", "SKU"]), _line
            )
        ),
    )


_FACTS = [
    FactDraft(code="material", text="Brass", name="Material"),
    FactDraft(code="material", text="橡木", name="Material"),
    FactDraft(code="custom.care", text='["wash", "iron"]', name="Care"),
    FactDraft(code="custom.fit", text="Loose, long", name="Fit"),
]


def exported(**filters: Any) -> bytes:
    return "".join(export(Product.objects.filter(**filters), currency="USD")).encode()


def emptied() -> None:
    Product.objects.all().delete()
    Translation.objects.all().delete()
    for depth in range(6, 0, -1):
        Category.objects.filter(depth=depth).delete()
    Attribute.objects.all().delete()


def differing(after: Any, before: Any, at: str = "") -> list[str]:
    """Return where two snapshots differ, in words short enough to read."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line for name in before | after for line in differing(after.get(name), before.get(name), f"{at}.{name}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            line
            for place, pair in enumerate(zip(after, before, strict=True))
            for line in differing(*pair, f"{at}.{place}")
        ]
    return [] if after == before else [f"{at}: {after!r} instead of {before!r}"]


def comes_back(importer: Importer) -> Import:
    """Export all, empty the store, import, and compare; then import once more, which must change nothing."""
    before, file = snapshot(), exported()
    emptied()
    row = importer(file)
    assert row.counts["created"] == len(before), list(row.findings.values_list("line", "code", "value"))
    after = snapshot()
    assert after.keys() == before.keys()
    assert [line for slug in before for line in differing(after[slug], before[slug])] == []
    assert importer(file).counts["unchanged"] == len(before)
    return row


@settings(
    max_examples=examples(12),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes: each example is two imports
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_an_exported_catalogue_comes_back_the_same(importer: Importer, data: st.DataObject) -> None:
    emptied()
    for number in range(data.draw(st.integers(1, 3))):
        made = create(importer.actor, data.draw(_product(number)))
        product = Product.objects.get(pk=made.product_id)
        paths = data.draw(
            st.lists(st.sampled_from([("Lamps",), ("Lamps", "Desk > lamps"), ("灯具", "台灯")]), unique=True)
        )
        Places("en").put([(product, tuple(paths))])
        wish = data.draw(st.sampled_from(["draft", "active", "archived"]))
        priced = all(row.prices.filter(currency="USD").exists() for row in product.variants.all())
        if wish == "active" and priced:
            publish(importer.actor, OneProduct(product_id=product.pk))
        if wish == "archived":
            archive(importer.actor, Archive(product_id=product.pk))
    comes_back(importer)


@pytest.mark.parametrize(
    "name", ["woocommerce/sample_products.csv", "spree/db/sample_data/products.csv", "shopify/product-csvs/apparel.csv"]
)
def test_what_came_from_other_systems_comes_back_the_same(importer: Importer, name: str) -> None:
    importer(real_file(name))
    comes_back(importer)


def test_the_header_is_shopifys_current_one(importer: Importer) -> None:
    importer(real_file("shopify/product-csvs/home-and-garden.csv"))
    rows = list(csv.DictReader(io.StringIO(exported().decode())))
    assert list(rows[0])[:9] == [
        "Title",
        "URL handle",
        "Description",
        "Vendor",
        "Product category",
        "Type",
        "Tags",
        "Published on online store",
        "Status",
    ]
    pot = [row for row in rows if row["URL handle"] == "clay-plant-pot"]
    assert [(row["Title"], row["Option1 name"], row["Option1 value"], row["Price"]) for row in pot] == [
        ("Clay Plant Pot", "Size", "Regular", "9.99"),
        ("", "", "Large", "15.99"),
    ]


def test_a_selection_is_exported_alone(importer: Importer) -> None:
    importer(real_file("shopify/product-csvs/home-and-garden.csv"))
    rows = list(csv.DictReader(io.StringIO(exported(slug="cream-sofa").decode())))
    assert {row["URL handle"] for row in rows} == {"cream-sofa"}


def test_a_file_for_excel_begins_with_its_mark(importer: Importer) -> None:
    importer(real_file("shopify/product-csvs/home-and-garden.csv"))
    lines = export(Product.objects.all(), currency="USD", excel=True)
    assert next(lines).startswith("\ufeffTitle,")


def test_a_drawing_goes_out_as_pixels_and_is_known_again_by_either_address(company) -> None:
    kept = upload(company.marketing, Upload(content=DRAWING)).picture
    picture = Picture(asset=Asset.objects.get(pk=kept.asset_id))
    assert address_of(picture, "https://shop.example/") == f"https://shop.example/media/{kept.key}/1200.jpg"
    known = addresses_of(picture)
    assert [address.rpartition("/")[2] for address in known] == ["1200.jpg", "drawing.svg"]
