"""The forms of the product's page, each for one action."""

from collections.abc import Sequence
from itertools import product as cross
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.pages.types import Text
from storecrew.shop.catalogue import actions
from storecrew.shop.catalogue.models import Attribute, AttributeKind, Category, Product
from storecrew.shop.catalogue.slugs import slug_of
from storecrew.shop.catalogue.writing.options import Choice


def split_words(text: str) -> tuple[str, ...]:
    """Return the parts of a list written with commas of either width."""
    return tuple(part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip())


class NewForm(ActionForm):
    """The little that a product needs to begin with."""

    action = actions.create
    title = forms.CharField(label=_("Title"), max_length=255)
    brand = forms.CharField(label=_("Brand"), max_length=120, required=False)
    product_type = forms.CharField(label=_("Kind of product"), max_length=160, required=False)
    price = forms.CharField(label=_("Price"), max_length=40, required=False)
    sku = forms.CharField(label=_("SKU"), max_length=100, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take the store's currency, in which the price is read."""
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["price"].help_text = currency

    def clean_price(self) -> int | None:
        """Read the price in minor units."""
        text = self.cleaned_data["price"].strip()
        if not text:
            return None
        try:
            return parse_money(text, self.currency).minor
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """Return a product with one variant."""
        data = self.cleaned_data
        prices = ({"currency": self.currency, "price_minor": data["price"]},) if data["price"] is not None else ()
        return {
            "title": data["title"],
            "brand": data["brand"],
            "product_type": data["product_type"],
            "variants": ({"sku": data["sku"], "prices": prices},),
        }


class DetailsForm(ActionForm):
    """What a product says of itself."""

    action = actions.edit
    title = forms.CharField(label=_("Title"), max_length=255)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Plain paragraphs, or HTML."),
    )
    brand = forms.CharField(label=_("Brand"), max_length=120, required=False)
    product_type = forms.CharField(label=_("Kind of product"), max_length=160, required=False)
    tags = forms.CharField(label=_("Tags"), max_length=2000, required=False, help_text=_("Separated by commas."))
    category = forms.ChoiceField(label=_("Main category"), required=False)
    also = forms.MultipleChoiceField(label=_("Also in"), required=False, widget=forms.CheckboxSelectMultiple)
    hs_code = forms.CharField(label=_("Customs number"), max_length=16, required=False)
    origin = forms.CharField(
        label=_("Country of origin"), max_length=2, required=False, help_text=_("Two letters, such as CN.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the categories of the tree."""
        super().__init__(*args, **kwargs)
        choices = [
            (str(row.pk), f"{'\u2003' * (row.depth - 1)}{row.name}") for row in Category.objects.order_by("path")
        ]
        self.fields["category"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["also"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """Return every text, the empty ones too: what is emptied here is to be empty."""
        data = self.cleaned_data
        plain = ("title", "description", "brand", "product_type", "hs_code", "origin")
        wanted = [data["category"], *data["also"]] if data["category"] else data["also"]
        return {
            **{name: data[name] for name in plain},
            "tags": split_words(data["tags"]),
            "categories": tuple(dict.fromkeys(int(number) for number in wanted)),
            **self.fixed,
        }


class FactsForm(ActionForm):
    """What a product states, one line each: `Material: stoneware`. A new name makes a new attribute."""

    action = actions.edit
    facts = forms.CharField(
        label=_("Attributes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, such as Material: stoneware."),
    )

    def clean_facts(self) -> tuple[dict[str, str], ...]:
        """Read the lines; each name is that of an attribute, or becomes one."""
        known = {name.casefold(): code for code, name in Attribute.objects.values_list("code", "name")}
        codes = set(known.values())
        found = []
        for line in self.cleaned_data["facts"].splitlines():
            name, colon, text = (part.strip() for part in line.replace("：", ":", 1).partition(":"))
            if not line.strip():
                continue
            if not colon or not name or not text:
                raise forms.ValidationError(_("Write “%(line)s” as name: value.") % {"line": line.strip()[:60]})
            code = name if name in codes else known.get(name.casefold()) or slug_of(name) or name[:120]
            found.append({"code": code, "name": name[:120], "text": text})
        return tuple(found)

    def values(self) -> dict[str, Any]:
        """Return all lines: one that was taken out is to go."""
        return {"facts": self.cleaned_data["facts"], **self.fixed}


def facts_of(product: Product) -> str:
    """Return what a product states, as the form shows it."""
    rows = product.attribute_values.select_related("attribute")
    ordered = rows.order_by("attribute__position", "attribute_id", "position")
    return "\n".join(f"{row.attribute.name}: {row.text}" for row in ordered)


class AttributeForm(ActionForm):
    """An attribute: a new one, or the one of this code."""

    action = actions.set_attribute
    code = forms.CharField(
        label=_("Code"),
        max_length=120,
        help_text=_("Lower case, such as material. It names it in imports and addresses."),
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of value"), choices=AttributeKind.choices)
    unit = forms.CharField(label=_("Unit"), max_length=16, required=False)
    filterable = forms.BooleanField(label=_("Customers can filter by it"), required=False)
    shown = forms.BooleanField(label=_("Shown on the product's page"), required=False)

    def values(self) -> dict[str, Any]:
        """Return everything, unticked boxes too."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"} | self.fixed


class RenameTagForm(ActionForm):
    """Another name for a tag."""

    action = actions.rename_tag
    name = forms.CharField(
        label=_("Name"),
        max_length=255,
        help_text=_("It changes on all products. If another tag has this name already, the two become one."),
    )


class SeoForm(ActionForm):
    """What search engines are told."""

    action = actions.edit
    seo_title = forms.CharField(label=_("Title"), max_length=255, required=False, help_text=_("Empty: the product's."))
    seo_description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("120 to 160 letters, or 60 to 80 Chinese signs."),
    )

    def values(self) -> dict[str, Any]:
        """Return both, also when they are empty."""
        return {name: self.cleaned_data[name] for name in ("seo_title", "seo_description")} | self.fixed


class ScheduleForm(ActionForm):
    """When a product goes on sale and off again."""

    action = actions.schedule
    publish_at = forms.DateTimeField(
        label=_("On sale from"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )
    unpublish_at = forms.DateTimeField(
        label=_("Off sale from"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )

    def values(self) -> dict[str, Any]:
        """Return both moments, also when they are empty."""
        return {name: self.cleaned_data[name] for name in ("publish_at", "unpublish_at")} | self.fixed


class RenameForm(ActionForm):
    """A new address."""

    action = actions.rename
    slug = forms.CharField(label=_("Address"), max_length=120, help_text=_("The old one will lead here."))


class OptionsForm(ActionForm):
    """Up to three options with their values, one input each; an emptied one is taken away."""

    action = actions.set_options
    SPARE = 2

    def __init__(self, *args: Any, choices: Sequence[Choice], combos: set[tuple[int, ...]], **kwargs: Any) -> None:
        """Make the inputs for what there is, and a few empty ones. `combos` are the value ids of existing variants."""
        super().__init__(*args, **kwargs)
        self.choices, self.combos = choices, combos
        for index in range(3):
            choice = choices[index] if index < len(choices) else None
            self._text(f"name_{index}", choice.option.name if choice else "", _("Option %(n)d") % {"n": index + 1})
            values = choice.values if choice else ()
            for place in range(len(values) + self.SPARE):
                value = values[place] if place < len(values) else None
                self._text(f"value_{index}_{place}", value.name if value else "", _("Value"))
                self._text(f"swatch_{index}_{place}", value.swatch if value else "", _("Colour"), most=7)

    def rows(self) -> list[dict[str, Any]]:
        """Return what the template draws: for each option its name and pairs of value and colour."""
        return [
            {
                "name": self[f"name_{index}"],
                "values": [
                    (self[f"value_{index}_{place}"], self[f"swatch_{index}_{place}"])
                    for place in range(self._places(index))
                ],
            }
            for index in range(3)
        ]

    def values(self) -> dict[str, Any]:
        """Return the options; every combination, unless some were left out on purpose before."""
        options = []
        for index in range(3):
            name = self.cleaned_data[f"name_{index}"]
            values = self._values(index)
            if name and values:
                options.append({"name": name, "was": self._was(index), "values": values})
        return {"options": tuple(options), "variants": self._variants(options), **self.fixed}

    def _values(self, index: int) -> tuple[dict[str, str], ...]:
        found = []
        known = self.choices[index].values if index < len(self.choices) else ()
        for place in range(self._places(index)):
            name = self.cleaned_data[f"value_{index}_{place}"]
            if name:
                was = known[place].code if place < len(known) else ""
                found.append({"name": name, "swatch": self.cleaned_data[f"swatch_{index}_{place}"], "was": was})
        return tuple(found)

    def _variants(self, options: list[dict[str, Any]]) -> tuple[dict[str, Any], ...] | None:
        """Return None for every combination; else those that exist, and all that a new value makes possible."""
        whole = 1
        for choice in self.choices:
            whole *= len(choice.values)
        if not self.choices or len(self.combos) == whole or len(options) != len(self.choices):
            return None
        names = [{value["was"]: value["name"] for value in option["values"] if value["was"]} for option in options]
        codes = [{value.pk: value.code for value in choice.values} for choice in self.choices]
        kept = []
        for combo in sorted(self.combos):
            row = [names[place].get(codes[place].get(number, ""), "") for place, number in enumerate(combo)]
            if all(row):
                kept.append(tuple(row))
        new = {value["name"] for option in options for value in option["values"] if not value["was"]}
        every = cross(*(tuple(value["name"] for value in option["values"]) for option in options))
        kept += [row for row in every if set(row) & new]
        return tuple({"values": row} for row in kept)

    def _was(self, index: int) -> str:
        return self.choices[index].option.code if index < len(self.choices) else ""

    def _places(self, index: int) -> int:
        return (len(self.choices[index].values) if index < len(self.choices) else 0) + self.SPARE

    def _text(self, name: str, initial: str, label: Text, *, most: int = 255) -> None:
        self.fields[name] = forms.CharField(label=str(label), max_length=most, required=False, initial=initial)


def details_of(product: Product) -> dict[str, Any]:
    """Return the present values of a product for its form."""
    placed = [
        str(number) for number in product.placements.order_by("-main", "pk").values_list("category_id", flat=True)
    ]
    tags = product.product_tags.order_by("tag__name").values_list("tag__name", flat=True)
    plain = ("title", "description", "brand", "product_type", "hs_code", "origin")
    return {name: getattr(product, name) for name in plain} | {
        "tags": ", ".join(tags),
        "category": placed[0] if placed else "",
        "also": placed[1:],
    }
