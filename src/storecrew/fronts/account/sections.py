"""The account's menu. Other fronts and rooms of this floor add an entry, in the `ready` of their app:

    @sections.section("wishes", order=25)
    def wishes(visit: Visit) -> Entry | None:
        return Entry(_("Wish list"), f"{visit.site.to.base}/account/wishes/", count=3)

Asked on every page of the account, for whoever is signed in; None shows nothing. The page behind it is made with `visits`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from storecrew.fronts.account.visits import Visit


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. `count` stands beside the title where it is not 0."""

    title: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as the menu shows it; `name` is that of its section, by which pages say where they are."""

    name: str
    entry: Entry


type Maker = Callable[[Visit], Entry | None]

_makers: dict[str, tuple[int, Maker]] = {}


def section(name: str, *, order: int = 100) -> Callable[[Maker], Maker]:
    """Register an entry of the account's menu. Entries go by order, then name; the house's own stand at 10, 20, … 80."""

    def decorate(maker: Maker) -> Maker:
        known = _makers.get(name)
        if known is not None and known[1].__qualname__ != maker.__qualname__:
            raise ValueError(f"section {name} is registered twice")
        _makers[name] = (order, maker)
        return maker

    return decorate


def menu(visit: Visit) -> tuple[Listed, ...]:
    """Return the menu of whoever is signed in."""
    ordered = sorted((order, name, maker) for name, (order, maker) in _makers.items())
    made = ((name, maker(visit)) for _order, name, maker in ordered)
    return tuple(Listed(name, entry) for name, entry in made if entry is not None)
