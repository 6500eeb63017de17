"""Bank transfer: the shopper writes a code on it, we find it on the statement."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages.types import Text
from storecrew.shop.payments.providers.interface import Account, Capabilities, Deal, Field, Offer
from storecrew.shop.payments.types import Line, Next


class BankTransfer:
    """Money by bank transfer. It comes in when somebody matches it with the statement."""

    kind = "transfer"
    label: Text = gettext_lazy("Bank transfer")
    offer: Offer = "transfer"
    capabilities = Capabilities(flow="instructions", captures_parts=True)
    fields: Sequence[Field] = (
        Field("holder", gettext_lazy("Account holder"), gettext_lazy("As the bank writes it.")),
        Field("account", gettext_lazy("Account number or IBAN")),
        Field("bank", gettext_lazy("Bank"), gettext_lazy("Name and branch, as payers have to write it.")),
        Field("bic", gettext_lazy("BIC or SWIFT code"), gettext_lazy("For payers abroad."), required=False),
        Field(
            "currencies",
            gettext_lazy("Currencies"),
            gettext_lazy("Such as CNY or CNY USD; empty: all."),
            required=False,
        ),
    )

    def words(self, account: Account) -> tuple[str, str]:
        """Return name and line for shoppers."""
        return _("Bank transfer"), _("We keep your things for you until the money is here, usually in 1 to 3 days.")

    def instructions(self, account: Account, deal: Deal) -> Next:
        """Return where to send how much, with the code to write on it."""
        said = account.settings
        lines = [
            Line(label=_("Amount"), value=format_money(deal.amount)),
            Line(label=_("Write on it"), value=deal.code),
            Line(label=pgettext("transfer", "To"), value=said.get("holder", "")),
            Line(label=_("Account"), value=said.get("account", "")),
            Line(label=_("Bank"), value=said.get("bank", "")),
        ]
        if said.get("bic"):
            lines.append(Line(label="BIC", value=said["bic"]))
        text = _("Send exactly this amount and write %(code)s on it, so that we find it.") % {"code": deal.code}
        return Next(kind="instructions", text=text, lines=tuple(lines))
