"""The cells of the bulk grid: which there are, how each is read from text, shown as text, and written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.store.choices import countries
from storecrew.shop.catalogue import barcodes
from storecrew.shop.catalogue.models import Price, Product, ProductTag, Variant
from storecrew.shop.catalogue.writing.details import set_details
from storecrew.shop.catalogue.writing.prices import NewPrice, set_prices
from storecrew.shop.catalogue.writing.touching import set_fields
from storecrew.shop.catalogue.writing.words import set_tags

PRODUCT_FIELDS: Final = {
    "title": gettext_lazy("Title"),
    "brand": gettext_lazy("Brand"),
    "product_type": gettext_lazy("Kind of product"),
    "tags": gettext_lazy("Tags"),
    "seo_title": gettext_lazy("Title for search engines"),
    "seo_description": gettext_lazy("Description for search engines"),
    "hs_code": gettext_lazy("Customs number"),
    "origin": gettext_lazy("Country of origin"),
}
VARIANT_FIELDS: Final = {
    "sku": gettext_lazy("SKU"),
    "barcode": gettext_lazy("Barcode"),
    "price": gettext_lazy("Price"),
    "compare_at": gettext_lazy("Compare-at price"),
    "cost": gettext_lazy("Cost"),
    "weight_g": gettext_lazy("Weight, g"),
}
_LONGEST = {"title": 255, "brand": 120, "product_type": 160, "seo_title": 255, "seo_description": 500, "sku": 100}


class Cell(Input):
    """One cell. `field` is one of the grid's; prices carry their currency (`price:CNY`, `compare_at:USD`, `cost:CNY`)."""

    product_id: int
    variant_id: int | None = None
    field: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=2000)] = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Which fields of which products changed, and the cells that would undo it."""

    products: Mapping[int, tuple[str, ...]]
    reverse: tuple[Cell, ...]


class _Unreadable(Exception):
    """Text that a cell cannot take; the message is for whoever typed it."""


def write(run: Run, products: Sequence[Product], cells: Sequence[Cell], *, language: str | None) -> Done:
    """Write cells of locked products; all or nothing. Raises InvalidInput naming each bad cell (`cells.3`)."""
    rows = {product.pk: product for product in products}
    variants = {
        variant.pk: variant for variant in Variant.objects.filter(product__in=rows, retired_at=None).order_by("pk")
    }
    prices = {
        (price.variant_id, price.currency): price
        for price in Price.objects.filter(variant__in=[cell.variant_id for cell in cells if cell.variant_id])
    }
    work = _Work(rows, variants, prices, language)
    problems: dict[str, str] = {}
    for index, cell in enumerate(cells):
        try:
            work.take(cell)
        except (_Unreadable, MoneyError) as problem:
            problems[f"cells.{index}"] = str(problem)
    if problems:
        raise InvalidInput(problems)
    return work.write(run)


class _Work:
    """What the cells ask for, gathered before anything is written."""

    def __init__(
        self,
        products: Mapping[int, Product],
        variants: Mapping[int, Variant],
        prices: Mapping[tuple[int, str], Price],
        language: str | None,
    ) -> None:
        self.products, self.variants, self.prices, self.language = products, variants, prices, language
        self.fields: dict[int, dict[str, object]] = {}
        self.tags: dict[int, list[str]] = {}
        self.details: dict[int, dict[str, object]] = {}
        self.new_prices: dict[tuple[int, str], NewPrice] = {}
        self.reverse: list[Cell] = []
        self.touched: dict[int, list[str]] = {}

    def take(self, cell: Cell) -> None:
        """Read one cell; raises _Unreadable or MoneyError."""
        if cell.variant_id is None:
            self._take_product(self.products[cell.product_id], cell)
            return
        variant = self.variants.get(cell.variant_id)
        if variant is None or variant.product_id != cell.product_id:
            raise _Unreadable(_("This variant does not exist any more. Load the page again."))
        field, _colon, currency = cell.field.partition(":")
        if field in {"price", "compare_at", "cost"} and not is_currency(currency):
            raise _Unreadable(_("There is no such column."))
        take = {"price": self._take_price, "compare_at": self._take_price, "cost": self._take_cost}.get(field)
        if take is not None:
            take(variant, cell, field, currency)
        elif field in {"sku", "barcode", "weight_g"}:
            self._take_detail(variant, cell)
        else:
            raise _Unreadable(_("There is no such column."))

    def write(self, run: Run) -> Done:
        """Write what was gathered."""
        held = _tags_of(list(self.tags))
        for number, values in self.fields.items():
            set_fields(run, self.products[number], values)
        for number, names in self.tags.items():
            before = held.get(number, [])
            if set_tags(run, self.products[number], names):
                self._note(number, None, "tags", ", ".join(before))
        set_details(run, [(self.variants[number], values) for number, values in self.details.items()])
        set_prices(run, self.new_prices.values())
        return Done(
            {number: tuple(dict.fromkeys(names)) for number, names in self.touched.items()}, tuple(self.reverse)
        )

    def _take_product(self, product: Product, cell: Cell) -> None:
        field, text = cell.field, " ".join(cell.text.split())
        if field not in PRODUCT_FIELDS:
            raise _Unreadable(_("There is no such column."))
        if field == "tags":
            self.tags[product.pk] = [name.strip() for name in cell.text.replace("，", ",").split(",") if name.strip()]
            return
        value = _CHECKS.get(field, _as_it_is)(text)
        if len(value) > _LONGEST.get(field, 255):
            raise _Unreadable(_("This is too long; at most %(n)d characters.") % {"n": _LONGEST.get(field, 255)})
        if getattr(product, field) != value:
            self.fields.setdefault(product.pk, {})[field] = value
            self._note(product.pk, None, field, getattr(product, field))

    def _take_detail(self, variant: Variant, cell: Cell) -> None:
        text = cell.text.strip()
        values: dict[str, object]
        if cell.field == "weight_g":
            values = {"weight_g": _weight(text)}
        elif cell.field == "barcode":
            code = barcodes.plain(text)
            values = {"barcode": code, "barcode_state": _barcode_state(code)}
        else:
            if len(text) > _LONGEST["sku"]:
                raise _Unreadable(_("This is too long; at most %(n)d characters.") % {"n": _LONGEST["sku"]})
            values = {"sku": text}
        old = getattr(variant, cell.field)
        if old != values[cell.field]:
            self.details.setdefault(variant.pk, {}).update(values)
            self._note(variant.product_id, variant.pk, cell.field, "" if old is None else str(old))

    def _take_cost(self, variant: Variant, cell: Cell, field: str, currency: str) -> None:
        money = self._money(cell.text, currency)
        old = shown(variant.cost_minor, variant.cost_currency)
        values = {"cost_minor": money, "cost_currency": "" if money is None else currency}
        if (variant.cost_minor, variant.cost_currency) != (values["cost_minor"], values["cost_currency"]):
            self.details.setdefault(variant.pk, {}).update(values)
            self._note(variant.product_id, variant.pk, f"cost:{variant.cost_currency or currency}", old)

    def _take_price(self, variant: Variant, cell: Cell, field: str, currency: str) -> None:
        """Set the price or the compare-at price; the other of the two stays, also when both are in the same edit."""
        money = self._money(cell.text, currency)
        key = (variant.pk, currency)
        current = self.prices.get(key)
        new = self.new_prices.get(key) or NewPrice(
            variant,
            currency,
            current.price_minor if current else None,
            current.compare_at_minor if current else None,
        )
        old = (current.price_minor if field == "price" else current.compare_at_minor) if current else None
        if field == "price":
            new = NewPrice(variant, currency, money, new.compare_at_minor)
        else:
            new = NewPrice(variant, currency, new.price_minor, money)
        if old != money:
            self.new_prices[key] = new
            self._note(variant.product_id, variant.pk, cell.field, shown(old, currency))

    def _money(self, text: str, currency: str) -> int | None:
        if not text.strip():
            return None
        money = parse_money(text, currency, language=self.language)
        if money.minor < 0:
            raise _Unreadable(_("A price cannot be negative."))
        return money.minor

    def _note(self, product_id: int, variant_id: int | None, field: str, old: str) -> None:
        self.reverse.append(Cell(product_id=product_id, variant_id=variant_id, field=field, text=old))
        self.touched.setdefault(product_id, []).append(field.partition(":")[0])


def shown(minor: int | None, currency: str) -> str:
    """Return an amount as the grid shows it: a plain number with the currency's decimals, empty for none."""
    if minor is None:
        return ""
    return format_amount(Money(minor, currency), "en").replace(",", "").replace("\u2212", "-")


def _tags_of(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = ProductTag.objects.filter(product__in=ids).order_by("tag__name").values_list("product_id", "tag__name")
    for number, name in rows:
        found.setdefault(number, []).append(name)
    return found


def _weight(text: str) -> int | None:
    """Read a weight: grams, or with a unit behind it."""
    plain = text.lower().replace(" ", "").replace(",", "")
    if not plain:
        return None
    for unit, grams in (
        ("kg", Decimal(1000)),
        ("lb", Decimal("453.59237")),
        ("oz", Decimal("28.349523125")),
        ("g", Decimal(1)),
    ):
        if plain.endswith(unit):
            plain, factor = plain.removesuffix(unit), grams
            break
    else:
        factor = Decimal(1)
    try:
        weight = Decimal(plain) * factor
    except InvalidOperation as error:
        raise _Unreadable(_("Write the weight in grams, or with its unit, such as 1.2 kg.")) from error
    if not weight.is_finite() or not 0 <= weight <= 2_000_000_000:
        raise _Unreadable(_("Write the weight in grams, or with its unit, such as 1.2 kg."))
    return int(weight.to_integral_value())


def _barcode_state(code: str) -> str:
    right = barcodes.mistyped(code)
    if right is not None:
        raise _Unreadable(
            _("The barcode %(code)s should end with %(digit)d. Look for a typing mistake.")
            % {"code": code, "digit": right}
        )
    return barcodes.judge(code)


def _as_it_is(text: str) -> str:
    return text


def _title(text: str) -> str:
    if not text:
        raise _Unreadable(_("A product needs a title."))
    return text


def _origin(text: str) -> str:
    if text and text.upper() not in countries():
        raise _Unreadable(_("Use the two letters of a country, such as CN."))
    return text.upper()


def _tariff(text: str) -> str:
    if text and (not text.replace(".", "").isdigit() or len(text) > 16):
        raise _Unreadable(_("A customs number has only digits and dots, such as 9405.21."))
    return text


_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {"title": _title, "origin": _origin, "hs_code": _tariff}
