"""The forms of the shipping pages, each for one action."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.shipping import actions, carriers
from storecrew.shop.shipping.models import Area, MethodKind, PackageForm, PackageKind
from storecrew.shop.shipping.price_rows import PriceRow, read_rows

LANGUAGE_NAMES = dict(settings.LANGUAGES)


def area_lines(areas: Iterable[Area]) -> str:
    """Return the areas that are not whole countries, as the form shows them: one a line."""
    lines = []
    for area in areas:
        if area.region:
            lines.append(f"{area.country} {area.region}")
        elif area.postal_from:
            same = area.postal_from == area.postal_to
            lines.append(f"{area.country} {area.postal_from}" + ("" if same else f"-{area.postal_to}"))
    return "\n".join(lines)


def read_area(line: str) -> dict[str, str]:
    """Return the area that a line means: `US HI`, `US 96701-96898`, `GB BT`; digits make it a postcode."""
    country, _space, rest = line.strip().partition(" ")
    rest = rest.strip()
    if not any(sign.isdigit() for sign in rest) and not (country.upper() == "GB" and 0 < len(rest) <= 2):
        return {"country": country, "region": rest}
    first, _dash, last = rest.replace("–", "-").partition("-")
    return {"country": country, "postal_from": first.strip(), "postal_to": (last or first).strip()}


class _Zone(ActionForm):
    name = forms.CharField(label=gettext_lazy("Name of the zone"), max_length=120)
    everywhere_else = forms.BooleanField(
        label=gettext_lazy("The rest of the world: what no other zone names"), required=False
    )
    areas = forms.CharField(
        label=gettext_lazy("Regions and postcodes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: US HI, US 96701-96898, CN 西藏. Codes are compared by their beginning."),
    )

    def values(self) -> dict[str, Any]:
        """Return the ticked countries and the lines as areas."""
        data = self.cleaned_data
        lines = [line for line in data["areas"].splitlines() if line.strip()]
        countries = self.data.getlist("country") if hasattr(self.data, "getlist") else []
        areas = [{"country": code} for code in countries] + [read_area(line) for line in lines]
        return {"name": data["name"], "everywhere_else": data["everywhere_else"], "areas": areas, **self.fixed}


class NewZoneForm(_Zone):
    """A new zone."""

    action = actions.create_zone


class ZoneForm(_Zone):
    """A zone's name and what belongs to it."""

    action = actions.edit_zone


class _Method(ActionForm):
    kind = forms.ChoiceField(label=gettext_lazy("Price depends on"), choices=MethodKind.choices)
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"), required=False)
    handling_min = forms.IntegerField(label=gettext_lazy("Handling, at least"), min_value=0, max_value=90)
    handling_max = forms.IntegerField(label=gettext_lazy("Handling, at most"), min_value=0, max_value=90)
    transit_min = forms.IntegerField(label=gettext_lazy("On the way, at least"), min_value=0, max_value=90)
    transit_max = forms.IntegerField(label=gettext_lazy("On the way, at most"), min_value=0, max_value=90)
    min_weight = forms.DecimalField(label=gettext_lazy("From, in kg"), min_value=0, required=False)
    max_weight = forms.DecimalField(
        label=gettext_lazy("Up to, in kg"), min_value=0, required=False, help_text=gettext_lazy("One box, weighed.")
    )
    volume_divisor = forms.IntegerField(
        label=gettext_lazy("Volume that counts as 1 kg, in cm³"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("Express 5000, air mail 6000. Empty: only the scales count."),
    )
    package_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only in these boxes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    warehouses = forms.MultipleChoiceField(
        label=gettext_lazy("Only from these warehouses"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, warehouses: Sequence[tuple[str, str]] = (), currency: str, **kwargs: Any) -> None:
        """Take the warehouses to choose from, and the store's currency for the first prices."""
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.currency = currency
        self.fields["carrier"].choices = [("", "–"), *carriers.choices(language)]  # type: ignore[attr-defined]
        kinds = PackageKind.objects.order_by("name", "pk").values_list("pk", "name")
        self.fields["package_kinds"].choices = [(str(pk), name) for pk, name in kinds]  # type: ignore[attr-defined]
        self.fields["warehouses"].choices = list(warehouses)  # type: ignore[attr-defined]
        for code, named in LANGUAGE_NAMES.items():
            label = _("Name in %(language)s") % {"language": named}
            self.fields[f"name_{code}"] = forms.CharField(label=label, max_length=120, required=False)
            label = _("Line below it in %(language)s") % {"language": named}
            self.fields[f"note_{code}"] = forms.CharField(label=label, max_length=200, required=False)
        self.rows: list[PriceRow] = []

    @property
    def words(self) -> list[forms.BoundField]:
        """Return the fields of the texts, language by language."""
        return [self[f"{part}_{code}"] for code in LANGUAGE_NAMES for part in ("name", "note")]

    def clean(self) -> dict[str, Any] | None:
        """Read the rows of prices besides the fields."""
        cleaned = super().clean()
        self.rows, prices, problems = read_rows(self.data, self.data.get("kind", ""))
        for problem in problems:
            self.add_error(None, problem)
        if not prices and not problems:
            self.add_error(None, _("Give it at least one price."))
        self.prices = prices
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the method with its texts and prices."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "names": {code: data[f"name_{code}"] for code in LANGUAGE_NAMES},
            "notes": {code: data[f"note_{code}"] for code in LANGUAGE_NAMES},
            "carrier": data["carrier"],
            "warehouse_ids": [int(number) for number in data["warehouses"]],
            "package_kind_ids": [int(number) for number in data["package_kinds"]],
            "prices": self.prices,
            **{name: data[name] for name in ("handling_min", "handling_max", "transit_min", "transit_max")},
            **self.limits(),
            **self.fixed,
        }

    def limits(self) -> dict[str, Any]:
        """Return weights in grams and the divisor; what is empty is none."""
        data = self.cleaned_data
        return {
            "min_weight_g": int((data["min_weight"] or 0) * 1000),
            "max_weight_g": int(data["max_weight"] * 1000) if data["max_weight"] else None,
            "volume_divisor": data["volume_divisor"],
        }


class NewMethodForm(_Method):
    """A new method of a zone."""

    action = actions.create_method


class MethodForm(_Method):
    """A method as it is."""

    action = actions.edit_method

    def limits(self) -> dict[str, Any]:
        """Return the limits; zero takes one away, since None leaves it as it is."""
        return {name: value or 0 for name, value in super().limits().items()}


class _Kind(ActionForm):
    name = forms.CharField(label=gettext_lazy("Name of the box"), max_length=80)
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=PackageForm.choices)
    length_mm = forms.IntegerField(label=gettext_lazy("Length inside, mm"), min_value=1, max_value=100_000)
    width_mm = forms.IntegerField(label=gettext_lazy("Width inside, mm"), min_value=1, max_value=100_000)
    height_mm = forms.IntegerField(label=gettext_lazy("Height inside, mm"), min_value=1, max_value=100_000)
    tare_g = forms.IntegerField(label=gettext_lazy("Empty weight, g"), min_value=0, initial=0)
    max_weight_g = forms.IntegerField(label=gettext_lazy("Carries up to, g"), min_value=1, required=False)


class NewKindForm(_Kind):
    """A new box."""

    action = actions.create_package_kind


class KindForm(_Kind):
    """A box as it is."""

    action = actions.edit_package_kind
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def values(self) -> dict[str, Any]:
        """Return all of it; what is empty is none."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return {**data, **self.fixed}


class CarrierForm(ActionForm):
    """A carrier of one's own."""

    action = actions.add_carrier
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=32, help_text=gettext_lazy("Small letters, such as town_courier.")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    tracking_url = forms.CharField(
        label=gettext_lazy("Page to follow a parcel"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("{number} stands for the tracking number."),
    )

    def values(self) -> dict[str, Any]:
        """Return the carrier with its name in the reader's language."""
        data = self.cleaned_data
        return {
            "code": data["code"],
            "names": {get_language() or "en": data["name"]},
            "tracking_url": data["tracking_url"],
        }
