"""Money that another system took: noted here so that an order's sums are true, never asked for by us."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.pages.types import Text
from storecrew.shop.payments.providers.interface import Account, Capabilities, Deal, Field, Offer
from storecrew.shop.payments.types import Next

OUTSIDE = "outside"


class Outside:
    """Payments of imported orders. Shoppers are never offered it; refunds are paid where the money lies, by hand."""

    kind = OUTSIDE
    label: Text = gettext_lazy("Taken by another system")
    offer: Offer = "transfer"
    capabilities = Capabilities(flow="instructions", sets_up=False)
    fields: Sequence[Field] = ()

    def words(self, account: Account) -> tuple[str, str]:
        """Return name and line, as far as anybody reads them."""
        return _("Taken by another system"), ""

    def instructions(self, account: Account, deal: Deal) -> Next:
        """Return nothing to do: it has been paid."""
        return Next(kind="nothing")
