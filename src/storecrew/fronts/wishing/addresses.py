"""Addresses of wish lists, in the language of the page."""

from dataclasses import dataclass
from urllib.parse import quote

from storecrew.fronts.storefront.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths below the site's origin, beside those of the storefront (`shop`)."""

    shop: Addresses

    @property
    def wishes(self) -> str:
        """Return one's own list."""
        return f"{self.shop.base}/wishes/"

    @property
    def add(self) -> str:
        """Return where something is put on the list."""
        return f"{self.wishes}add/"

    @property
    def remove(self) -> str:
        """Return where something is taken off."""
        return f"{self.wishes}remove/"

    @property
    def move(self) -> str:
        """Return where things are put into the bag."""
        return f"{self.wishes}move/"

    @property
    def settings(self) -> str:
        """Return where sharing and letters are turned on and off."""
        return f"{self.wishes}settings/"

    @property
    def notice(self) -> str:
        """Return where somebody asks to hear that something is back."""
        return f"{self.wishes}notice/"

    def shared(self, link: str) -> str:
        """Return a list that others look at."""
        return f"{self.wishes}of/{quote(link)}/"

    def stop(self, link: str) -> str:
        """Return where a letter's link ends."""
        return f"{self.wishes}stop/{quote(link)}/"

    @property
    def cart(self) -> str:
        """Return the bag's address."""
        return f"{self.shop.base}/cart/"
