"""What other rooms may hold of the store."""

from storecrew.kernel.actions.types import Output


class Profile(Output):
    """The store as everybody may see it. `languages`: the first is the storefront's default."""

    name: str
    country: str
    currency: str
    languages: tuple[str, ...]
    time_zone: str
