"""Addresses of bag, checkout and orders, in the language of the page."""

from dataclasses import dataclass
from urllib.parse import quote

from storecrew.fronts.storefront.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths below the site's origin, beside those of the storefront (`shop`)."""

    shop: Addresses

    @property
    def cart(self) -> str:
        """Return the bag's address."""
        return f"{self.shop.base}/cart/"

    @property
    def add(self) -> str:
        """Return where something is put into the bag."""
        return f"{self.cart}add/"

    @property
    def change(self) -> str:
        """Return where the bag is changed."""
        return f"{self.cart}change/"

    @property
    def code(self) -> str:
        """Return where a coupon code is given or taken away."""
        return f"{self.cart}code/"

    @property
    def checkout(self) -> str:
        """Return the checkout's address."""
        return f"{self.shop.base}/checkout/"

    @property
    def wallet(self) -> str:
        """Return where a wallet's key asks and orders."""
        return f"{self.checkout}wallet/"

    @property
    def account(self) -> str:
        """Return the buyer's account, which is a front of its own."""
        return f"{self.shop.base}/account/"

    @property
    def sign_in(self) -> str:
        """Return where a buyer signs in before going on with the checkout."""
        return f"{self.account}sign-in/?next={quote(self.checkout, safe='')}"

    def order(self, token: str) -> str:
        """Return the page of an order."""
        return f"{self.shop.base}/order/{quote(token)}/"

    def pay(self, token: str) -> str:
        """Return where an order is paid."""
        return f"{self.order(token)}pay/"

    def cancel(self, token: str) -> str:
        """Return where a buyer cancels an order."""
        return f"{self.order(token)}cancel/"

    def change_address(self, token: str) -> str:
        """Return where a buyer has an order sent elsewhere."""
        return f"{self.order(token)}address/"

    def review(self, token: str) -> str:
        """Return where a buyer reviews what was sent."""
        return f"{self.order(token)}review/"

    def parcel(self, token: str, ordinal: int) -> str:
        """Return the page of one parcel of an order."""
        return f"{self.order(token)}parcel/{ordinal}/"

    @property
    def find(self) -> str:
        """Return where a buyer asks for the link of an order."""
        return f"{self.shop.base}/order/find/"
