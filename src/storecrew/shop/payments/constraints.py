"""What to say when the database itself holds one of the rules of payments."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "payments_provider_code_key",
    "payments_provider.code",
    says=_("There is a way to pay with this code already. Choose another code."),
)
sentence(
    "payments_payment_refunded_within_captured",
    says=_("More would go back than has come in. Look at the payment again."),
)
sentence(
    "payments_transaction_once",
    "payments_transaction.provider_id, payments_transaction.kind, payments_transaction.reference",
    says=_("This reference is used by another payment. Look at the statement again."),
)
sentence(
    "payments_transfer_reference_key",
    "payments_transfer.reference",
    says=_("This line of the statement is noted already."),
)
sentence(
    "payments_refund_key_once",
    "payments_refund.payment_id, payments_refund.key",
    says=_("This refund was asked for already, with another amount."),
)
