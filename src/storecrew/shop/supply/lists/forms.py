"""What somebody sends: a supplier's list, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.forms import ActionForm
from storecrew.kernel.tabular.files import ENCODINGS
from storecrew.shop.supply.lists import actions
from storecrew.shop.supply.lists.columns import BREAK, FIELDS
from storecrew.shop.supply.lists.models import OfferList

MOST_BYTES = 2 * 1024**3


class SendForm(ActionForm):
    """A supplier's list."""

    action = actions.send_list
    file = forms.FileField(
        label=_("Their list"), help_text=_("CSV or Excel (.xlsx), as they sent it, in any encoding, up to 2 GB.")
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is copied."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_now("This file is larger than 2 GB. Cut it into several."))
        return file

    def values(self) -> dict[str, Any]:
        """Keep the file, and name it by its digest."""
        file = self.cleaned_data["file"]
        return {"digest": actions.SHELF.keep(file.chunks()).digest, "name": file.name[:255], **self.fixed}


class ColumnsForm(ActionForm):
    """What the columns of a list mean."""

    action = actions.set_columns
    currency = forms.CharField(label=_("Currency of costs without one"), max_length=3)
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        choices=[
            (".", pgettext_lazy("decimal sign", "point 12.50")),
            (",", pgettext_lazy("decimal sign", "comma 12,50")),
        ],
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False, choices=[("", _("as it is found out")), *((one, one) for one in ENCODINGS)]
    )

    def __init__(self, *args: Any, row: OfferList, **kwargs: Any) -> None:
        """Add a choice for each column."""
        initial = {name: getattr(row, name) for name in ("currency", "decimal", "encoding")}
        super().__init__(*args, initial=initial, fixed={"list_id": row.pk}, **kwargs)
        self.columns = [name for name in dict.fromkeys(row.header) if name]
        for place, name in enumerate(self.columns):
            meant = row.mapping.get(name, "")
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=name,
                required=False,
                widget=forms.Select(attrs={"class": "input"}),
                choices=[("", _("leave it out")), *FIELDS.items(), *_break_choices(meant)],
                initial=meant,
            )

    def bound_columns(self) -> list[forms.BoundField]:
        """Return the fields of the columns, in the order of the file."""
        return [self[f"column-{place}"] for place in range(len(self.columns))]

    def values(self) -> dict[str, Any]:
        """Gather the mapping."""
        data = self.cleaned_data
        chosen = {name: data.get(f"column-{place}", "") for place, name in enumerate(self.columns)}
        return {
            "mapping": {name: field for name, field in chosen.items() if field},
            "currency": data["currency"].upper(),
            "decimal": data["decimal"],
            "encoding": data["encoding"],
            **self.fixed,
        }


def _break_choices(meant: str) -> list[tuple[str, str]]:
    """Offer costs from so many pieces on: the usual steps, and the one that the column was taken for."""
    steps = {2, 5, 10, 20, 50, 100, 200, 500, 1000}
    if meant.startswith(BREAK):
        steps.add(int(meant.removeprefix(BREAK)))
    return [(f"{BREAK}{step}", _now("Cost from %(n)d pieces on") % {"n": step}) for step in sorted(steps)]
