"""What the rules of these tables say to whoever runs into them."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "buying_invoice_once",
    "buying_invoices_supplierinvoice.supplier_id, buying_invoices_supplierinvoice.number_key",
    says=_("A bill with this number of theirs is here already."),
)
