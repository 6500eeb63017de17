"""What people send: a file of orders, what its columns mean, and a shop that is to tell us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.orders.transfer import intake
from storecrew.shop.orders.transfer.actions import add_source, begin_import, check_import
from storecrew.shop.orders.transfer.dialects import MAPPED
from storecrew.shop.orders.transfer.dialects.columns import FIELDS
from storecrew.shop.orders.transfer.models import Batch

MOST_BYTES = 2 * 1024**3


class UploadForm(ActionForm):
    """A file of orders."""

    action = begin_import
    file = forms.FileField(
        label=_("File of orders"),
        help_text=_("CSV, XLSX or JSON, up to 2 GB: from Shopify or WooCommerce, or a table of your own."),
    )
    takes_open = forms.BooleanField(
        label=_("Orders that are still to be sent are sent from here: they take stock"), required=False
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is copied."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 2 GB. Cut it into several."))
        return file

    def values(self) -> dict[str, Any]:
        """Keep the file, and name it by its digest."""
        file = self.cleaned_data["file"]
        kept = intake.SHELF.keep(file.chunks())
        name, takes_open = file.name[:255], self.cleaned_data["takes_open"]
        return {"digest": kept.digest, "size": kept.size, "name": name, "takes_open": takes_open}


class ReadingForm(ActionForm):
    """How a file is to be read, and what its columns mean."""

    action = check_import
    currency = forms.CharField(label=_("Currency of amounts without one"), max_length=3)
    zone = forms.CharField(label=_("Time zone of times without one"), max_length=60)
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        choices=[
            (".", pgettext_lazy("decimal sign", "point 12.50")),
            (",", pgettext_lazy("decimal sign", "comma 12,50")),
        ],
    )
    day_first = forms.BooleanField(label=_("3/4/2026 is the third of April"), required=False)
    before = forms.CharField(
        label=_("Before their numbers"),
        max_length=12,
        required=False,
        help_text=_("So that they cannot be taken for orders of this store."),
    )
    takes_open = forms.BooleanField(
        label=_("Orders that are still to be sent are sent from here: they take stock"), required=False
    )

    def __init__(self, *args: Any, row: Batch, **kwargs: Any) -> None:
        """Add a choice for each column of a table."""
        names = ("currency", "zone", "decimal", "day_first", "takes_open")
        initial = {name: row.choices.get(name) for name in names} | {"before": row.choices.get("prefix")}
        super().__init__(*args, initial=initial, fixed={"import_id": row.pk}, **kwargs)
        self.is_table = row.dialect == MAPPED.name
        self.columns = [name for name in dict.fromkeys(row.header) if name] if self.is_table else []
        mapping = row.choices.get("mapping") or {}
        for place, name in enumerate(self.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=name,
                widget=forms.Select(attrs={"class": "input"}),
                required=False,
                choices=[("", _("leave it out")), *FIELDS.items()],
                initial=mapping.get(name, ""),
            )

    def values(self) -> dict[str, Any]:
        """Gather the mapping."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("column-") and name not in {"once", "before"}
        }
        data["prefix"] = self.cleaned_data["before"]
        if self.is_table:
            chosen = {name: self.cleaned_data.get(f"column-{place}", "") for place, name in enumerate(self.columns)}
            data["mapping"] = {name: field for name, field in chosen.items() if field}
        return {**data, "as_table": self.is_table, **self.fixed}


class SourceForm(ActionForm):
    """A shop whose webhooks are to tell us of its orders."""

    action = add_source
    name = forms.CharField(label=_("What you call this shop"), max_length=80)
    system = forms.ChoiceField(
        label=_("What it runs on"), choices=[("shopify", "Shopify"), ("woocommerce", "WooCommerce")]
    )
    domain = forms.CharField(
        label=_("Its address"),
        max_length=200,
        required=False,
        help_text=_("Such as lamps.myshopify.com. Messages of another shop are then not believed."),
    )
    secret = forms.CharField(
        label=_("Its secret"),
        max_length=200,
        required=False,
        help_text=_("As the other system shows it. Empty: one is made, to be given to it."),
    )
    takes_open = forms.BooleanField(
        label=_("Orders that are still to be sent are sent from here: they take stock"), required=False
    )
