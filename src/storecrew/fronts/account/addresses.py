"""Addresses of the account, in the language of the page."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from storecrew.fronts.storefront.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths below the site's origin, beside those of the storefront (`shop`)."""

    shop: Addresses

    @property
    def account(self) -> str:
        """Return the account's own address."""
        return f"{self.shop.base}/account/"

    @property
    def bag(self) -> str:
        """Return the bag's address."""
        return f"{self.shop.base}/cart/"

    @property
    def regions(self) -> str:
        """Return where forms ask for the places below others."""
        return f"{self.shop.base}/checkout/regions/"

    @property
    def find(self) -> str:
        """Return where whoever bought as a guest asks for the link of an order."""
        return f"{self.shop.base}/order/find/"

    @property
    def orders(self) -> str:
        """Return the list of orders."""
        return f"{self.account}orders/"

    @property
    def book(self) -> str:
        """Return the address book."""
        return f"{self.account}addresses/"

    @property
    def details(self) -> str:
        """Return the page of name, e-mail and password."""
        return f"{self.account}details/"

    @property
    def devices(self) -> str:
        """Return the list of signed-in browsers."""
        return f"{self.account}devices/"

    @property
    def letters(self) -> str:
        """Return the page of letters and consents."""
        return f"{self.account}letters/"

    @property
    def mine(self) -> str:
        """Return the page of one's own data."""
        return f"{self.account}data/"

    @property
    def register(self) -> str:
        """Return where an account is opened."""
        return f"{self.account}register/"

    def sign_in(self, then: str = "") -> str:
        """Return where to sign in; `then`: the page of the store that follows."""
        return f"{self.account}sign-in/" + (f"?{urlencode({'next': then})}" if then else "")

    def enter(self, token: str) -> str:
        """Return the page of a link by mail."""
        return f"{self.account}enter/{quote(token)}/"

    def address(self, address_id: int) -> str:
        """Return the page of an address of the book."""
        return f"{self.book}{address_id}/"

    def order(self, token: str) -> str:
        """Return the page of an order."""
        return f"{self.shop.base}/order/{quote(token)}/"
