"""The forms of stock, each for one action."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.door import Action
from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.pages.types import Text
from storecrew.kernel.store.reads import current
from storecrew.shop.stock import actions
from storecrew.shop.stock.actions.adjusting import ADJUSTING
from storecrew.shop.stock.lines import TypedLine, read_lines
from storecrew.shop.stock.models import Place, Reason, Tracing, Warehouse, WarehouseKind

DATE = {"type": "date"}
PLACES: tuple[tuple[str, Text], ...] = tuple(
    (place.value, place.label) for place in (Place.SHELF, Place.DAMAGED, Place.QUALITY, Place.OTHER)
)


def open_warehouses() -> list[tuple[int, str]]:
    """Return the warehouses to choose from, the first one asked in front."""
    rows = Warehouse.objects.filter(closed_at=None).order_by("priority", "pk")
    return list(rows.values_list("pk", "name"))


class LinesField(forms.CharField):
    """Several variants, one a line."""

    def __init__(self, *, signed: bool = False, priced: bool = False, **kwargs: Any) -> None:
        """Take whether pieces may be negative, and whether lines may say what one piece costs."""
        super().__init__(widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}), **kwargs)
        self.signed, self.priced = signed, priced

    def clean(self, value: Any) -> Any:
        """Return the lines that were understood."""
        store = current()
        return read_lines(
            super().clean(value), currency=store.currency if self.priced and store else "", signed=self.signed
        )


class WarehouseForm(ActionForm):
    """A new warehouse."""

    action: ClassVar[Action[Any, Any]] = actions.open_warehouse
    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.CharField(label=_("Short code"), max_length=12, help_text=_("for labels and files, e.g. FS"))
    kind = forms.ChoiceField(label=_("Whose it is"), choices=WarehouseKind.choices)
    cut_off = forms.TimeField(
        label=_("Cut-off"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Orders until then leave the same day."),
    )
    sells = forms.BooleanField(label=_("Orders may take from it"), required=False, initial=True)
    contact = forms.CharField(label=_("Contact"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    country = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=_("two letters, e.g. CN"))
    region = forms.CharField(label=_("Province or state"), max_length=120, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    district = forms.CharField(label=_("District"), max_length=120, required=False)
    line1 = forms.CharField(label=_("Street"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)

    def values(self) -> dict[str, Any]:
        """Return the warehouse with its address in one piece."""
        data = self.cleaned_data
        address = {
            "name": data["contact"],
            **{name: data[name] for name in ("phone", "country", "region", "city", "district", "line1", "postal_code")},
        }
        return {
            "name": data["name"],
            "code": data["code"],
            "kind": data["kind"],
            "cut_off": data["cut_off"],
            "sells": data["sells"],
            "address": {name: text.upper() if name == "country" else text for name, text in address.items() if text},
            **self.fixed,
        }


class EditWarehouseForm(WarehouseForm):
    """A warehouse as it is to be."""

    action: ClassVar[Action[Any, Any]] = actions.edit_warehouse


class BinsForm(ActionForm):
    """New bins, by code."""

    action = actions.add_bins
    codes = forms.CharField(
        label=pgettext_lazy("bins", "Codes"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Separated by spaces or lines, e.g. A-01-1 A-01-2."),
    )

    def values(self) -> dict[str, Any]:
        """Return the codes as a list."""
        return {"codes": tuple(self.cleaned_data["codes"].split()), **self.fixed}


class PolicyForm(ActionForm):
    """How a variant is counted and sold."""

    action = actions.set_policy
    tracked = forms.BooleanField(label=pgettext_lazy("policy", "Count it"), required=False)
    tracing = forms.ChoiceField(label=_("Told apart"), choices=Tracing.choices)
    beyond = forms.ChoiceField(
        label=_("When none are left"),
        choices=(
            ("stop", _("Stop selling")),
            ("some", _("Sell up to a limit")),
            ("on", _("Go on selling")),
        ),
    )
    limit = forms.IntegerField(
        label=_("Limit"), min_value=1, required=False, help_text=_("pieces beyond what lies there")
    )
    ships_on = forms.DateField(
        label=_("Pre-order, ships from"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    low_stock_at = forms.IntegerField(label=_("Tell me when no more are available than"), min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """See that a limit is given where one is meant."""
        data = super().clean() or {}
        if data.get("beyond") == "some" and not data.get("limit"):
            self.add_error("limit", _now("Say how many."))
        return data

    def values(self) -> dict[str, Any]:
        """Return the policy."""
        data = self.cleaned_data
        limit = {"stop": 0, "some": data.get("limit"), "on": None}[data["beyond"]]
        return {
            "tracked": data["tracked"],
            "tracing": data["tracing"],
            "backorder_limit": limit,
            "ships_on": data["ships_on"],
            "low_stock_at": data["low_stock_at"],
            **self.fixed,
        }


class _InWarehouse(ActionForm):
    """Something that happens in one of the warehouses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("warehouse_id", "source_id", "target_id"):
            if name in self.fields:
                self.fields[name].choices = open_warehouses()  # type: ignore[attr-defined]  # a ChoiceField


class AdjustForm(_InWarehouse):
    """Corrections with one reason."""

    action = actions.adjust
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    reason = forms.ChoiceField(
        label=pgettext_lazy("move", "Reason"),
        choices=[(reason.value, reason.label) for reason in Reason if reason in ADJUSTING],
    )
    place = forms.ChoiceField(label=_("Where"), choices=PLACES)
    lines = LinesField(
        label=_("What changes"),
        signed=True,
        help_text=_("One a line: SKU or barcode, then how many more (5) or fewer (-2) lie there than the books say."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def values(self) -> dict[str, Any]:
        """Return the corrections."""
        data = self.cleaned_data
        lines = tuple(
            {"variant_id": line.variant_id, "change": line.quantity, "place": data["place"]} for line in data["lines"]
        )
        return {name: data[name] for name in ("warehouse_id", "reason", "note")} | {"lines": lines}


class SetAsideForm(_InWarehouse):
    """Pieces taken off sale, or brought back."""

    action = actions.set_aside
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1)
    source = forms.ChoiceField(label=pgettext_lazy("place", "From"), choices=PLACES)
    target = forms.ChoiceField(label=pgettext_lazy("place", "To"), choices=PLACES, initial=Place.DAMAGED)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class SafetyForm(_InWarehouse):
    """Pieces kept back from sale."""

    action = actions.set_safety
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    quantity = forms.IntegerField(label=_("Pieces"), min_value=0)


class BundleForm(ActionForm):
    """What a bundle is made of."""

    action = actions.set_bundle
    lines = LinesField(
        label=_("Made of"),
        required=False,
        help_text=_("One a line: SKU or barcode, then how many of it one bundle takes. Empty: no bundle."),
    )

    def values(self) -> dict[str, Any]:
        """Return the components."""
        lines = self.cleaned_data["lines"]
        parts = tuple({"variant_id": line.variant_id, "quantity": line.quantity} for line in lines)
        return {"parts": parts, **self.fixed}


class ReceiveForm(_InWarehouse):
    """Goods that stand at the door unannounced."""

    action: ClassVar[Action[Any, Any]] = actions.receive
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    supplier = forms.CharField(label=_("Supplier"), max_length=120, required=False)
    reference = forms.CharField(label=_("Delivery note"), max_length=80, required=False)
    lines = LinesField(
        label=_("What came"),
        priced=True,
        help_text=_("One a line: SKU or barcode, pieces, and what one cost if you know it."),
    )

    def values(self) -> dict[str, Any]:
        """Return the delivery."""
        return super().values() | {"lines": tuple(_bought(line) for line in self.cleaned_data["lines"])}


class ExpectForm(ReceiveForm):
    """A delivery that is announced."""

    action: ClassVar[Action[Any, Any]] = actions.expect
    expected_on = forms.DateField(
        label=pgettext_lazy("delivery", "Expected"), required=False, widget=forms.DateInput(attrs=DATE)
    )


class SendForm(_InWarehouse):
    """Goods for another warehouse."""

    action = actions.send
    source_id = forms.TypedChoiceField(label=pgettext_lazy("warehouse", "From"), coerce=int)
    target_id = forms.TypedChoiceField(label=pgettext_lazy("warehouse", "To"), coerce=int)
    lines = LinesField(label=_("What goes"), help_text=_("One a line: SKU or barcode, then pieces."))
    reference = forms.CharField(label=_("Waybill"), max_length=80, required=False)
    expected_on = forms.DateField(label=_("There on"), required=False, widget=forms.DateInput(attrs=DATE))

    def values(self) -> dict[str, Any]:
        """Return the transfer."""
        lines = tuple({"variant_id": line.variant_id, "quantity": line.quantity} for line in self.cleaned_data["lines"])
        return super().values() | {"lines": lines}


class TakeOverForm(_InWarehouse):
    """Into which warehouse an import's report goes."""

    action = actions.take_over
    warehouse_id = forms.TypedChoiceField(label=_("Into which warehouse"), coerce=int)


def _bought(line: TypedLine) -> dict[str, Any]:
    return {"variant_id": line.variant_id, "quantity": line.quantity} | ({"cost": line.cost} if line.cost else {})
