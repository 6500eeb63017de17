"""What rooms above show on an order's page: parts of it, happenings on its timeline, and when it is expected now.

    @page.panel("fulfilment.parcels", order=10)
    def parcels(actor, order_id, now): return Panel(title=_("Parcels"), template="fulfilment/of_order.html", context={…})

    @page.timeline("fulfilment.parcels")
    def beats(actor, order_id, now): yield Beat(at=…, title=_("Parcel %(n)s left") % …, detail="SF1234", kind="system")

    @page.expected("fulfilment.parcels")
    def rows(order_id, now): yield Expected(name=_("Parcel 1"), detail=…, first=…, likely=…, last=…, holds=0.98)

A source that fails is logged and left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Panel, Text


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that happened to an order, or is going to (`todo`); `who` did it, empty for the system."""

    at: datetime
    title: Text
    detail: Text = ""
    url: str = ""
    kind: Literal["person", "agent", "system", "bad", "todo"] = "system"
    who: Text = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """When a part of an order is expected now, against what was promised. None: not known; `holds`: chance of the promise."""

    name: Text
    detail: Text = ""
    first: date | None = None
    likely: date | None = None
    last: date | None = None
    holds: float | None = None
    arrived_on: date | None = None


type PanelSource = Callable[[Actor, int, datetime], Panel | None]
type BeatSource = Callable[[Actor, int, datetime], Iterable[Beat]]
type ExpectedSource = Callable[[int, datetime], Iterable[Expected]]
type BuyerPage = Callable[[str], str]

_panels: dict[str, tuple[int, PanelSource]] = {}
_beats: dict[str, BeatSource] = {}
_expected: dict[str, ExpectedSource] = {}
_buyer_page: list[BuyerPage] = []


def panel(name: str, *, order: int = 100) -> Callable[[PanelSource], PanelSource]:
    """Register a part of the page; None leaves it out. `wide` panels stand in the main column."""

    def decorate(function: PanelSource) -> PanelSource:
        if name in _panels and _panels[name][1] is not function:
            raise ValueError(f"panel {name} is registered twice")
        _panels[name] = (order, function)
        return function

    return decorate


def timeline(name: str) -> Callable[[BeatSource], BeatSource]:
    """Register happenings of an order; they may lie in the future."""

    def decorate(function: BeatSource) -> BeatSource:
        if _beats.get(name, function) is not function:
            raise ValueError(f"timeline source {name} is registered twice")
        _beats[name] = function
        return function

    return decorate


def expected(name: str) -> Callable[[ExpectedSource], ExpectedSource]:
    """Register when parts of an order are expected now: one row each on the ruler of its page."""

    def decorate(function: ExpectedSource) -> ExpectedSource:
        if _expected.get(name, function) is not function:
            raise ValueError(f"source of expectations {name} is registered twice")
        _expected[name] = function
        return function

    return decorate


def buyer_page(function: BuyerPage) -> BuyerPage:
    """Name the one function that knows under which address the token of a buyer's link opens the order."""
    _buyer_page[:] = [function]
    return function


def address_for_buyer(token: str) -> str:
    """Return where a token opens its order; empty while no front serves it."""
    return _buyer_page[0](token) if _buyer_page else ""


def panels_of(actor: Actor, order_id: int, now: datetime) -> list[Panel]:
    """Return the parts that rooms add, in their order."""
    found: list[Panel] = []
    for name, (_order, ask) in sorted(_panels.items(), key=lambda item: (item[1][0], item[0])):
        found += tolerate(f"order panel {name}", partial(_one, ask, actor, order_id, now))
    return found


def beats_of(actor: Actor, order_id: int, now: datetime) -> list[Beat]:
    """Return what rooms have to tell of an order."""
    found: list[Beat] = []
    for name, ask in _beats.items():
        found += tolerate(f"order timeline {name}", partial(ask, actor, order_id, now))
    return found


def expected_of(order_id: int, now: datetime) -> list[Expected]:
    """Return when the parts of an order are expected."""
    found: list[Expected] = []
    for name, ask in _expected.items():
        found += tolerate(f"order expectations {name}", partial(ask, order_id, now))
    return found


def _one(ask: PanelSource, actor: Actor, order_id: int, now: datetime) -> list[Panel]:
    panel = ask(actor, order_id, now)
    return [panel] if panel is not None else []
