"""Search over everything: pages to go to, objects by name or number, colleagues and seats."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.fronts.desks.seats import board_of
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import menu, search
from storecrew.kernel.pages.types import Hit
from storecrew.kernel.people.seats import Seat


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to, in the two kinds a reader looks for."""

    go: tuple[Hit, ...]
    act: tuple[Hit, ...]

    def __bool__(self) -> bool:
        return bool(self.go or self.act)


def find(actor: Actor, text: str, now: datetime, *, limit: int = 8) -> Found:
    """Return hits for `text`; for an empty text the pages one may go to."""
    words = " ".join(text.split())
    pages = [hit for hit in places(actor, now) if _matches(hit, words)]
    hits = [*pages, *search.find(actor, words, limit=limit)]
    ordered = sorted(hits, key=lambda hit: -hit.score) if words else hits
    return Found(
        go=tuple(hit for hit in ordered if not hit.act)[: limit * 3],
        act=tuple(hit for hit in ordered if hit.act)[:limit],
    )


def places(actor: Actor, now: datetime) -> Iterator[Hit]:
    """Yield the pages of the reader's menu, and the seats with who is in them."""
    grants = grants_of(actor, now)
    yield Hit(_("Today"), reverse("desks:today"), "today", detail="g t", score=0.9)
    yield Hit(_("Notices"), reverse("desks:notices"), "bell", detail="g n", score=0.6)
    for row in board_of(actor, now, grants):
        who = row.holder.name if row.holder else _("nobody yet")
        yield Hit(str(Seat(row.seat).label), reverse("desks:seat", args=[row.seat]), f"seat-{row.seat}", who, score=1.0)
    held = [seat for seat in Seat if seat in grants.seats]
    items = {item.url_name: item for seat in held for item in menu.of_seat(seat)}
    items |= {item.url_name: item for item in menu.of_house(owner=grants.owner)}
    for item in items.values():
        url = menu.address(item)
        if url:
            yield Hit(str(item.label), url, item.icon, score=0.7)


def pieces(title: str, words: str) -> Iterable[tuple[str, bool]]:
    """Return the title in pieces, each with whether it is what was looked for."""
    at = title.casefold().find(words.casefold()) if words else -1
    if at < 0:
        return [(title, False)]
    return [(title[:at], False), (title[at : at + len(words)], True), (title[at + len(words) :], False)]


def _matches(hit: Hit, words: str) -> bool:
    return all(word in f"{hit.title} {hit.detail}".casefold() for word in words.casefold().split())
