"""The frame around every console page: who is here, where they are, what they can go to."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from storecrew.kernel.actions.grants import Grants, grants_of
from storecrew.kernel.actions.types import Actor, nobody
from storecrew.kernel.pages import menu
from storecrew.kernel.pages.notices import unread_count
from storecrew.kernel.pages.types import MenuItem, Text
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.store.reads import current

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
YEAR = 365 * 24 * 3600
SEAT_COOKIE = "seat"
"""The seat whose home was opened last: a page that several seats share is shown under it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar."""

    label: Text
    icon: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SeatEntry:
    """One seat of the reader's in the sidebar; `rooms` is filled for the seat they are in."""

    seat: Seat
    url: str
    current: bool
    inside: bool
    cover: bool
    count: int | None
    rooms: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything `pages/base.html` needs besides the page itself."""

    store_name: str
    theme: str
    html_lang: str
    language: str
    person_name: str
    initial: str
    owner: bool
    signed_in: bool
    seats: tuple[SeatEntry, ...]
    house: tuple[Entry, ...]
    tabs: tuple[Entry, ...]
    here: str
    today_count: int | None
    unread: int
    all_seats: tuple[Seat, ...] = tuple(Seat)


def build(request: HttpRequest | None) -> Shell:
    """Return the frame for a request; without one (an error outside of any page) the frame of a stranger."""
    now = timezone.now()
    actor: Actor = getattr(request, "actor", None) or nobody()
    grants = grants_of(actor, now)
    name = _person_name(request) if grants.signed_in else ""
    counts = job_counts(actor) if grants.signed_in else {}
    inside = grants.owner or grants.seats  # who is in no seat yet is a guest: nothing of the house would open
    house = _entries(menu.of_house(owner=grants.owner), request) if inside else ()
    return Shell(
        store_name=store_name(),
        theme=theme_of(request),
        html_lang=_html_lang(),
        language=get_language() or "en",
        person_name=name,
        initial=initial(name),
        owner=grants.owner,
        signed_in=grants.signed_in,
        seats=_seats(request, grants, counts),
        house=house,
        tabs=_tabs(request, grants),
        here=request.path if request else "",
        today_count=sum(counts.values()) if counts else None,
        unread=unread_count(actor) if grants.signed_in else 0,
    )


def theme_of(request: HttpRequest | None) -> str:
    """Return `auto`, `light` or `dark` as the reader chose it."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto") if request else "auto"
    return chosen if chosen in THEMES else "auto"


def initial(name: str) -> str:
    """Return what a person's chop shows: the surname's character in Chinese, else the first letter."""
    return name.strip()[:1].upper()


def store_name() -> str:
    """Return the store's name, and the product's own before set-up."""
    store = current()
    return store.name if store else "Storecrew"


def remember_counts(actor: Actor, counts: dict[str, int]) -> None:
    """Keep how many jobs each seat has, for the sidebar of the pages that do not compute the queue."""
    cache.set(_counts_key(actor), counts, timeout=300)


def job_counts(actor: Actor) -> dict[str, int]:
    """Return the jobs of each seat as last computed; empty when that is more than five minutes ago."""
    counts: dict[str, int] = cache.get(_counts_key(actor)) or {}
    return counts


def _counts_key(actor: Actor) -> str:
    return f"pages.jobs.{actor.ref}"


def _seats(request: HttpRequest | None, grants: Grants, counts: dict[str, int]) -> tuple[SeatEntry, ...]:
    held = [seat for seat in Seat if seat in grants.seats]
    rooms = {seat: _entries(menu.of_seat(seat), request) for seat in held}
    path = request.path if request else ""
    homes = {seat: f"/crew/seat/{seat}/" for seat in held}
    inside = next((seat for seat in held if path.startswith(homes[seat])), None)
    if inside is None and request is not None:
        # the director shares most pages with the seat whose daily work they are
        matching = sorted(_with_current(held, rooms), key=lambda seat: seat is Seat.DIRECTOR)
        last = request.COOKIES.get(SEAT_COOKIE, "")
        inside = next(
            (seat for seat in matching if seat == last),
            matching[0] if matching else None,
        )
    if inside is None and len(held) == 1:
        inside = held[0]
    return tuple(
        SeatEntry(
            seat=seat,
            url=homes[seat],
            current=path == homes[seat],
            inside=seat == inside,
            cover=grants.seats[seat].kind == "cover",
            count=counts.get(seat) if counts else None,
            rooms=rooms[seat] if seat == inside else (),
        )
        for seat in held
    )


def _with_current(held: list[Seat], rooms: dict[Seat, tuple[Entry, ...]]) -> list[Seat]:
    return [seat for seat in held if any(entry.current for entry in rooms[seat])]


def _entries(items: list[MenuItem], request: HttpRequest | None) -> tuple[Entry, ...]:
    placed = [(item, menu.address(item)) for item in items]
    path = request.path if request else ""
    # the longest address that the path starts with is where the reader is: /crew/catalogue/import/ is not "Products"
    here = max((url for _, url in placed if url and path.startswith(url)), key=len, default="")
    return tuple(Entry(item.label, item.icon, url, url == here) for item, url in placed if url)


def _tabs(request: HttpRequest | None, grants: Grants) -> tuple[Entry, ...]:
    items = {item.url_name: item for seat in Seat if seat in grants.seats for item in menu.of_seat(seat)}
    best = sorted(items.values(), key=lambda item: (not item.tab, item.order, item.url_name))[:3]
    return _entries(best, request)


def _person_name(request: HttpRequest | None) -> str:
    user: Any = getattr(request, "user", None)
    return str(getattr(user, "name", "") or "")


def _html_lang() -> str:
    language = get_language() or "en"
    primary, _, script = language.partition("-")
    return f"{primary}-{script.title()}" if script else primary
