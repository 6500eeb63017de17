"""Cash on delivery: whoever brings the parcel takes the money, and passes it on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages.types import Text
from storecrew.shop.payments.providers.interface import Account, Capabilities, Deal, Field, Offer
from storecrew.shop.payments.types import Next


class Cash:
    """Money at the door. It comes in when somebody says that it was collected."""

    kind = "cash"
    label: Text = gettext_lazy("Cash on delivery")
    offer: Offer = "cash"
    capabilities = Capabilities(flow="instructions", captures_parts=True)
    fields: Sequence[Field] = (
        Field("countries", gettext_lazy("Countries"), gettext_lazy("Such as CN or CN HK; empty: all."), required=False),
        Field(
            "currencies",
            gettext_lazy("Currencies"),
            gettext_lazy("Such as CNY or CNY USD; empty: all."),
            required=False,
        ),
        Field(
            "most",
            gettext_lazy("Up to"),
            gettext_lazy("In the store's currency; above it, it is not offered. Empty: without limit."),
            required=False,
        ),
    )

    def words(self, account: Account) -> tuple[str, str]:
        """Return name and line for shoppers."""
        return _("Cash on delivery"), _("You pay whoever brings the parcel.")

    def instructions(self, account: Account, deal: Deal) -> Next:
        """Return what to have ready at the door."""
        text = _("Have %(amount)s ready when the parcel comes.") % {"amount": format_money(deal.amount)}
        return Next(kind="instructions", text=text)
