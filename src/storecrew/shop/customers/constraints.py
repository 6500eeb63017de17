"""What to say when the database itself holds one of the room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "customers_customer_email_once",
    "customers_customer.email",
    says=_("Another customer has this e-mail address. Merge the two if they are one person."),
)
sentence(
    "customers_customer_once_per_source",
    "customers_customer.source, customers_customer.outside_id",
    says=_("This customer of the other system is here already."),
)
sentence(
    "customers_address_once",
    "customers_address.customer_id, customers_address.fingerprint",
    says=_("This address is in the book already."),
)
sentence(
    "customers_tag_once", "customers_customertag.customer_id, customers_customertag.tag_id", says=_("It has this tag.")
)
sentence(
    "customers_privacy_asked_once",
    "customers_privacyrequest.customer_id, customers_privacyrequest.kind",
    says=_("This was asked for already and is on the list."),
)
sentence(
    "customers_merge_gone_once", "customers_merge.gone_id", says=_("This customer was merged into another one already.")
)
