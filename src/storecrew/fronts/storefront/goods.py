"""What pages make of the catalogue's answers: choices, filters and pages as links."""

from dataclasses import dataclass

from storecrew.kernel.money.types import Money


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an option, as a link to the variant that differs in nothing else (or in as little as there is)."""

    name: str
    href: str
    current: bool
    exact: bool
    """False when no variant combines it with the other values chosen."""
    picture: str = ""
    """HTML of a small picture; empty where values are told apart by their names."""
    price: Money | None = None
    """Where it differs from the price of the chosen variant."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option as a row of links."""

    name: str
    chosen: str
    choices: tuple[Choice, ...]
    pictured: bool


@dataclass(frozen=True, slots=True)
class Spec:
    """A line of the facts about a product."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A choice in the filter form."""

    field: str
    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of choices in the filter form."""

    name: str
    values: tuple[FilterValue, ...]
    single: bool = False
    """Only one of its values makes sense at a time."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, as a link that takes it away."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """An order of the list, as a link."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """Pages as links; empty where there is none in that direction. `numbers` has None for a gap."""

    number: int
    before: str
    after: str
    numbers: tuple[tuple[int, str] | None, ...]
