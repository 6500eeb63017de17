"""What to say when the database itself holds one of the ledger's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("ledger_account_code_key", "ledger_account.code", says=_("Another account has this code."))
sentence("ledger_account_has_name", says=_("An account needs a name in one of the two languages."))
sentence(
    "ledger_account_purpose_once",
    "ledger_account.purpose",
    says=_("There is an account for this purpose already; there can be only one."),
)
sentence("ledger_entry_balanced", says=_("Debit and credit have to be equal in each currency."))
sentence("ledger_entry_final", says=_("What was booked stays as it is. Reverse the entry and book it anew."))
sentence("ledger_line_one_side", says=_("A line is either debit or credit, and more than zero."))
sentence("ledger_entry_reverses_id_key", "ledger_entry.reverses_id", says=_("This entry was reversed already."))
