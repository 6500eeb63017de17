"""What to say when the database itself holds one of this room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "orders_document_ordinal_once",
    "orders_documents_document.series, orders_documents_document.ordinal",
    says=_("This number was given out before. Try again."),
)
