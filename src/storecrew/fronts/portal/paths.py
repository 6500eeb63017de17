"""Addresses below a link. Every one carries the token: no cookie says who asks."""

from dataclasses import dataclass

OF = {"dropship": "parcels", "purchase": "orders", "problem": "problems"}
"""Kind of an object → the part of the portal in which it stands."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The pages of one link."""

    token: str

    @property
    def home(self) -> str:
        """Return the first page: what waits."""
        return f"/portal/{self.token}/"

    @property
    def speak(self) -> str:
        """Return where another language is chosen."""
        return f"{self.home}speak/"

    @property
    def stock(self) -> str:
        """Return where stock is reported."""
        return f"{self.home}stock/"

    @property
    def goods(self) -> str:
        """Return the list of what is bought from them."""
        return f"{self.home}goods/"

    @property
    def parcels(self) -> str:
        """Return what is to be sent to customers."""
        return f"{self.home}parcels/"

    @property
    def many(self) -> str:
        """Return where many tracking numbers are entered at once."""
        return f"{self.parcels}many/"

    @property
    def orders(self) -> str:
        """Return what was ordered for the store's own shelves."""
        return f"{self.home}orders/"

    @property
    def problems(self) -> str:
        """Return what was wrong with their goods."""
        return f"{self.home}problems/"

    @property
    def money(self) -> str:
        """Return what is owed to them."""
        return f"{self.home}money/"

    def parcel(self, number: int) -> str:
        """Return one drop shipment."""
        return f"{self.parcels}{number}/"

    def order(self, number: int) -> str:
        """Return one purchase order."""
        return f"{self.orders}{number}/"

    def problem(self, number: int) -> str:
        """Return one problem."""
        return f"{self.problems}{number}/"

    def offer(self, number: int) -> str:
        """Return what is agreed for one of their goods."""
        return f"{self.goods}{number}/"

    def of(self, what: str) -> str:
        """Return the page of an object such as `dropship:3`; the first page for anything else."""
        kind, _colon, number = what.partition(":")
        return f"{self.home}{OF[kind]}/{number}/" if kind in OF and number.isdecimal() else self.home
