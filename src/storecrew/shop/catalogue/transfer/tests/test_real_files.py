"""Product files of other systems come in completely: what is counted here is counted again straight from the files."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from storecrew.shop.catalogue.models import Category, Picture, Price, Product, Translation, Variant
from storecrew.shop.catalogue.transfer.models import Import, ImportFinding, Origin
from storecrew.shop.catalogue.transfer.tests.conftest import Importer, real_file

pytestmark = pytest.mark.once  # that reading them comes out the same; writing is tried on both databases elsewhere
type Counts = Callable[[], tuple[int, int, int]]
GEAR = "CatalogSampleData/fixtures/SimpleProduct"
VIDEOS = "DownloadableSampleData/fixtures"

type Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def refused(row: Import) -> list[tuple[int, str]]:
    return list(ImportFinding.objects.filter(of=row, phase="run", refused=True).values_list("line", "code"))


def nothing_changes(importer: Importer, path: Path, counts: Counts) -> None:
    before = counts()
    again = importer(path)
    assert again.counts == {"created": 0, "changed": 0, "unchanged": again.products, "refused": 0}
    assert counts() == before


@pytest.mark.parametrize("name", ["apparel.csv", "home-and-garden.csv"])
def test_shopify_files_come_in_completely(importer: Importer, counts: Counts, name: str) -> None:
    path = real_file(f"shopify/product-csvs/{name}")
    rows = rows_of(path)
    products = {row["Handle"] for row in rows}
    variants = [row for row in rows if row["Option1 Value"]]
    pictures = {
        (row["Handle"], source) for row in rows for source in (row["Image Src"], row["Variant Image"]) if source
    }
    row = importer(path)
    assert refused(row) == []
    assert counts() == (len(products), len(variants), len(pictures))
    assert row.predicted == row.counts == {"created": len(products), "changed": 0, "unchanged": 0, "refused": 0}
    assert set(Product.objects.values_list("slug", flat=True)) == products
    assert set(Product.objects.values_list("status", flat=True)) == {"active"}
    first = rows[0]
    assert Price.objects.get(variant__product__slug=first["Handle"], variant__position=1).price_minor == round(
        float(first["Variant Price"]) * 100
    )
    nothing_changes(importer, path, counts)


def test_the_woocommerce_file_comes_in_completely(importer: Importer, counts: Counts) -> None:
    path = real_file("woocommerce/sample_products.csv")
    rows = rows_of(path)
    products = [row for row in rows if row["Type"] != "variation"]
    variations = [row for row in rows if row["Type"] == "variation"]
    parents = {row["Parent"] for row in variations}
    owner = {row["SKU"]: row["Parent"] or row["SKU"] for row in rows}
    pictures = {(owner[row["SKU"]], url.strip()) for row in rows for url in row["Images"].split(",") if url.strip()}
    row = importer(path)
    assert refused(row) == []
    assert counts() == (len(products), len(variations) + len(products) - len(parents), len(pictures))
    hoodie = Product.objects.get(title="Hoodie")
    assert [option.name for option in hoodie.options.all()] == ["Color", "Logo"]
    assert hoodie.variants.count() == sum(row["Parent"] == "cc-hoodie" for row in rows)
    red = Price.objects.get(variant__sku="cc-hoodie-red")
    assert (red.price_minor, red.compare_at_minor) == (4200, 4500)
    assert Category.objects.filter(path="clothing/hoodies", parent__path="clothing").count() == 1
    nothing_changes(importer, path, counts)


@pytest.mark.parametrize("name", ["spree/db/sample_data/products.csv", "spree/spec/fixtures/files/products_import.csv"])
def test_spree_files_come_in_completely(importer: Importer, counts: Counts, name: str) -> None:
    path = real_file(name)
    rows = rows_of(path)
    by_slug: dict[str, Rows] = defaultdict(list)
    for row in rows:
        by_slug[row["slug"]].append(row)
    variants = sum(max(1, len([row for row in group if row["option1_value"]])) for group in by_slug.values())
    columns = [column for column in rows[0] if column.startswith("image") and column.endswith("_src")]
    pictures = {(row["slug"], row[column]) for row in rows for column in columns if row[column]}
    row_ = importer(path)
    assert refused(row_) == []
    assert counts() == (len(by_slug), variants, len(pictures))
    buyable = [row for row in rows if row["option1_value"]] + [g[0] for g in by_slug.values() if len(g) == 1]
    skus = {row["sku"] for row in buyable}
    in_euros = {row["sku"] for row in rows if row["currency"] == "EUR" and row["sku"] in skus}
    assert Price.objects.filter(currency="EUR").count() == len(in_euros)
    nothing_changes(importer, path, counts)


@pytest.mark.parametrize("folder", ["spree/db/sample_data", "spree/spec/fixtures/files"])
def test_spree_translations_go_to_the_products_that_are_there(importer: Importer, folder: str) -> None:
    end = "_import.csv" if "fixtures" in folder else ".csv"
    products, texts = real_file(f"{folder}/products{end}"), real_file(f"{folder}/product_translations{end}")
    importer(products)
    titled = {
        row["slug"]: any(item["name"] for item in rows_of(products) if item["slug"] == row["slug"])
        for row in rows_of(texts)
    }
    rows = [row for row in rows_of(texts) if titled[row["slug"]]]
    row_ = importer(texts)
    assert refused(row_) == []
    titles = Translation.objects.filter(object_type="product", field="title")
    assert titles.count() == len(rows)
    assert importer(texts).counts["unchanged"] == row_.products


def test_translations_without_their_products_are_refused(importer: Importer) -> None:
    texts = real_file("spree/db/sample_data/product_translations.csv")
    row = importer(texts)
    assert row.counts["refused"] == len({row["slug"] for row in rows_of(texts)})
    assert {code for _, code in refused(row)} == {"no_such_product"}


def test_magentos_configurable_products_come_in_completely(importer: Importer, counts: Counts) -> None:
    path = real_file("magento/ConfigurableSampleData/fixtures/products.csv.gz")
    rows = rows_of(path)
    parents = [row for row in rows if row["product_type"] == "configurable"]
    parent_of = {}
    for row in parents:
        for part in row["configurable_variations"].split("|"):
            parent_of[part.split(",")[0].removeprefix("sku=")] = row["sku"]
    simple = [row for row in rows if row["product_type"] == "simple"]
    pictures = {
        (parent_of.get(row["sku"], row["sku"]), name)
        for row in rows
        for name in [row["base_image"], *row["additional_images"].split(",")]
        if name
    }
    row = importer(path)
    assert refused(row) == []
    alone = [item for item in simple if item["sku"] not in parent_of]
    assert counts() == (len(parents) + len(alone), len(simple), len(pictures))
    assert set(Variant.objects.values_list("sku", flat=True)) == {item["sku"] for item in simple}
    assert Category.objects.filter(path="men/tops/tees").exists()
    nothing_changes(importer, path, counts)


@pytest.mark.parametrize(
    ("products", "pictures"),
    [
        (f"{GEAR}/products_gear_bags.csv", f"{GEAR}/images_gear_bags.csv"),
        (f"{GEAR}/products_gear_watches.csv", f"{GEAR}/images_gear_watches.csv"),
        (f"{GEAR}/products_gear_fitness_equipment.csv", ""),
        (f"{GEAR}/products_gear_fitness_equipment_ball.csv", ""),
        (f"{GEAR}/products_gear_fitness_equipment_strap.csv", ""),
        ("BundleSampleData/fixtures/yoga_bundle.csv", "BundleSampleData/fixtures/images_yoga_bundle.csv"),
        (
            "GroupedProductSampleData/fixtures/yoga_grouped.csv",
            "GroupedProductSampleData/fixtures/images_yoga_grouped.csv",
        ),
        (f"{VIDEOS}/products_training_video_download.csv", f"{VIDEOS}/images_products_training_video.csv"),
    ],
)
def test_magentos_fixture_files_come_in_completely(
    importer: Importer, counts: Counts, products: str, pictures: str
) -> None:
    path = real_file(f"magento/{products}")
    skus = {row["sku"] for row in rows_of(path)}
    row = importer(path)
    assert refused(row) == []
    assert counts() == (len(skus), len(skus), 0)
    nothing_changes(importer, path, counts)
    if pictures:
        listed = rows_of(real_file(f"magento/{pictures}"))
        importer(real_file(f"magento/{pictures}"))
        assert Picture.objects.count() == len({(row["sku"], row["image"]) for row in listed if row["sku"] in skus})
        nothing_changes(importer, real_file(f"magento/{pictures}"), counts)


def test_all_of_magentos_gear_fits_together_with_its_picture_list(importer: Importer) -> None:
    folder = "magento/CatalogSampleData/fixtures/SimpleProduct"
    for name in ("", "_ball", "_strap"):
        importer(real_file(f"{folder}/products_gear_fitness_equipment{name}.csv"))
    listed = rows_of(real_file(f"{folder}/images_gear_fitness_equipment.csv"))
    row = importer(real_file(f"{folder}/images_gear_fitness_equipment.csv"))
    assert refused(row) == []
    assert Picture.objects.count() == len({(item["sku"], item["image"]) for item in listed})


def test_a_chinese_table_of_listings_comes_in_by_guessing_its_columns(importer: Importer) -> None:
    path = real_file("cn_cosmetics_1111/cosmetic.csv.gz")
    rows = rows_of(path)[:1_000]
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig").splitlines()[: len(rows) + 1]
    row = importer("\n".join(text).encode("gb18030"), drafts_only=True)
    assert row.choices["mapping"] == {"title": "title", "price": "price", "店名": "brand"}
    assert Product.objects.count() == len({item["title"].strip() for item in rows})
    assert Origin.objects.filter(source="mapped").count() == Product.objects.count()
