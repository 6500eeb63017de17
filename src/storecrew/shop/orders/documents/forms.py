"""Forms of the papers of orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.orders.documents import actions
from storecrew.shop.orders.documents.models import Document, Letterhead
from storecrew.shop.orders.documents.types import Paper, PaperLine


class CreditForm(ActionForm):
    """Pieces of an invoice that are taken back; none at all takes back whatever stands."""

    action = actions.issue_credit_note
    reason = forms.CharField(label=_("Why"), required=False, max_length=200, help_text=_("Stands on the paper."))

    def __init__(self, *args: Any, invoice: Document, left: dict[int, int], **kwargs: Any) -> None:
        """`left`: how many pieces of each line still stand."""
        super().__init__(*args, **kwargs)
        self.invoice = invoice
        self.lines = [
            row for row in Paper.model_validate(invoice.content).lines if row.line_id and left.get(row.line_id)
        ]
        for row in self.lines:
            most = left[row.line_id or 0]
            self.fields[f"q_{row.line_id}"] = forms.IntegerField(
                label=row.title, required=False, min_value=0, max_value=most, initial=0
            )

    @property
    def rows(self) -> list[tuple[PaperLine, forms.BoundField]]:
        """Return each line with its field."""
        return [(row, self[f"q_{row.line_id}"]) for row in self.lines]

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        found = [(row.line_id, self.cleaned_data.get(f"q_{row.line_id}")) for row in self.lines]
        return {
            "document_id": self.invoice.pk,
            "lines": [{"line_id": pk, "quantity": number} for pk, number in found if number],
            "reason": self.cleaned_data["reason"],
        }


class LetterheadForm(ActionForm):
    """Whose name stands on documents."""

    action = actions.set_letterhead
    name = forms.CharField(label=_("Legal name"), max_length=200)
    lines = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Line by line.")
    )
    tax_number = forms.CharField(label=_("Tax number"), required=False, max_length=60)
    registration = forms.CharField(label=_("Register and number"), required=False, max_length=120)
    contact = forms.CharField(label=_("E-mail, telephone, site"), required=False, max_length=200)
    bank = forms.CharField(label=_("Bank account"), required=False, max_length=200)
    footer = forms.CharField(label=_("Line at the foot"), required=False, max_length=400)
    invoice_prefix = forms.CharField(label=_("Invoices begin with"), max_length=12)
    credit_prefix = forms.CharField(label=_("Credit notes begin with"), max_length=12)
    by_year = forms.BooleanField(label=_("Numbers begin at 1 each year"), required=False)

    def values(self) -> dict[str, Any]:
        """Return the input's values."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return {**clean, "lines": tuple(line.strip() for line in clean["lines"].splitlines() if line.strip())}


def letterhead_values() -> dict[str, Any]:
    """Return what stands in the form."""
    row = Letterhead.objects.filter(pk=1).first() or Letterhead()
    names = [name for name in LetterheadForm.base_fields if name not in {"once", "lines"}]
    return {**{name: getattr(row, name) for name in names}, "lines": "\n".join(row.lines)}
