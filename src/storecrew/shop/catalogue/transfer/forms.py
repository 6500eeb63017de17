"""What people send: a file, and how it is to be read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.tabular.files import ENCODINGS
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.actions import begin_import, check_import
from storecrew.shop.catalogue.transfer.dialects import DIALECTS
from storecrew.shop.catalogue.transfer.dialects.mapped import FIELDS, Mapped
from storecrew.shop.catalogue.transfer.models import Import


class UploadForm(ActionForm):
    """A file of products, and perhaps a ZIP with their pictures."""

    action = begin_import
    file = forms.FileField(
        label=_("Product file"),
        help_text=_("CSV or XLSX, up to 2 GB: from Shopify, WooCommerce, Spree or Magento, or a table of your own."),
    )
    zip = forms.FileField(
        label=_("ZIP with pictures"),
        required=False,
        help_text=_("For pictures that the file names without an address. Those with one are fetched."),
    )
    drafts_only = forms.BooleanField(label=_("Put nothing on sale yet: all new products are drafts"), required=False)

    def clean_file(self) -> Any:
        """Refuse what is too large before it is copied."""
        file = self.cleaned_data["file"]
        if file.size > intake.MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 2 GB. Cut it into several."))
        return file

    def values(self) -> dict[str, Any]:
        """Keep the files, and name them by their digests."""
        file, pictures = self.cleaned_data["file"], self.cleaned_data.get("zip")
        kept = intake.keep(file.chunks())
        return {
            "digest": kept.digest,
            "size": kept.size,
            "name": file.name[:255],
            "pictures_digest": intake.keep(pictures.chunks()).digest if pictures else "",
            "drafts_only": self.cleaned_data["drafts_only"],
        }


class ReadingForm(ActionForm):
    """How a file is to be read, and the mapping of its columns."""

    action = check_import
    dialect = forms.ChoiceField(label=_("What kind of file it is"))
    encoding = forms.ChoiceField(label=_("Encoding"))
    delimiter = forms.ChoiceField(
        label=_("What stands between the values"),
        choices=[
            (",", pgettext_lazy("delimiter", "comma ,")),
            (";", pgettext_lazy("delimiter", "semicolon ;")),
            ("\t", pgettext_lazy("delimiter", "tab")),
            ("|", pgettext_lazy("delimiter", "bar |")),
        ],
    )
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        choices=[
            (".", pgettext_lazy("decimal sign", "point 12.50")),
            (",", pgettext_lazy("decimal sign", "comma 12,50")),
        ],
    )
    weight_unit = forms.ChoiceField(
        label=_("Weights without a unit are in"), choices=[(unit, unit) for unit in ("kg", "g", "lb", "oz")]
    )
    any_currency = forms.BooleanField(
        label=_("Take prices as they stand, whatever currency the file names"), required=False
    )
    by_type = forms.BooleanField(label=_("Make a category of each product type"), required=False)
    drafts_only = forms.BooleanField(label=_("Put nothing on sale yet: all new products are drafts"), required=False)

    def __init__(self, *args: Any, row: Import, **kwargs: Any) -> None:
        """Add a choice for each column of the file."""
        choices = row.choices
        initial = {
            "dialect": row.dialect,
            "encoding": row.form.get("encoding", ""),
            "delimiter": row.form.get("delimiter", ","),
            "decimal": choices.get("decimal") or ".",
            "weight_unit": choices.get("weight_unit") or "kg",
            **{name: choices.get(name, False) for name in ("any_currency", "by_type", "drafts_only")},
        }
        super().__init__(*args, initial=initial, fixed={"import_id": row.pk}, **kwargs)
        self.fields["dialect"].choices = [(dialect.name, dialect.label) for dialect in DIALECTS]  # type: ignore[attr-defined]
        known = ENCODINGS if initial["encoding"] in {*ENCODINGS, ""} else (*ENCODINGS, initial["encoding"])
        self.fields["encoding"].choices = [(name, name.upper()) for name in known]  # type: ignore[attr-defined]
        if row.form.get("kind") == "xlsx":
            del self.fields["encoding"], self.fields["delimiter"]
        self.columns = [name for name in dict.fromkeys(row.header) if name]
        mapping = choices.get("mapping") or {}
        for place, name in enumerate(self.columns):
            field = forms.ChoiceField(
                label=name,
                widget=forms.Select(attrs={"class": "input"}),
                required=False,
                choices=[("", _("leave it out")), *FIELDS.items()],
                initial=mapping.get(name, ""),
            )
            self.fields[f"column-{place}"] = field

    def values(self) -> dict[str, Any]:
        """Gather the mapping."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("column-") and name != "once"
        }
        if data["dialect"] == Mapped.name:
            chosen = {name: self.cleaned_data.get(f"column-{place}", "") for place, name in enumerate(self.columns)}
            data["mapping"] = {name: field for name, field in chosen.items() if field}
        return {**data, **self.fixed}
