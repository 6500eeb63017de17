"""What the pages of lists show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.translation import get_language, pgettext_lazy

from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.media import reads as media
from storecrew.kernel.media.types import Picture
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text, Tone
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.table import recognise, records
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.supply.lists.actions import SHELF
from storecrew.shop.supply.lists.models import How, ListState, Match, MatchState, OfferList

TONES: Mapping[str, Tone] = {
    ListState.MAPPING: Tone.WARN,
    ListState.CHECKING: Tone.HALF,
    ListState.CHECKED: Tone.WARN,
    ListState.RUNNING: Tone.HALF,
    ListState.DONE: Tone.GOOD,
    ListState.STOPPED: Tone.NEUTRAL,
}
BECAME: Mapping[str, Text] = {
    "new": pgettext_lazy("offers of a list", "New"),
    "changed": pgettext_lazy("offers of a list", "Changed"),
    "same": pgettext_lazy("offers of a list", "As before"),
    "open": pgettext_lazy("offers of a list", "To be decided"),
    "rejected": pgettext_lazy("offers of a list", "None of ours"),
    "refused": pgettext_lazy("offers of a list", "Left out"),
}
FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """A list as far as it is."""

    row: OfferList
    word: Text
    tone: Tone
    open: bool
    """Being read just now."""
    position: int
    figures: tuple[tuple[Text, int, str], ...]
    """What becomes of its rows: name, number, tone."""
    trouble: str
    work_id: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the store's goods that a row may be."""

    variant_id: int
    face: Face
    picture: Picture | None
    percent: int


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A row of a list, and what it may be, or is."""

    row: Match
    supplier: str
    cost: Money | None
    choices: tuple[Choice, ...]
    chosen: Choice | None
    how: Text


def slip_of(row: OfferList) -> Slip:
    """Return how far a list is."""
    work = Work.objects.filter(pk=row.work_id or 0).first()
    failed = work is not None and work.state == WorkState.FAILED
    state = ListState.STOPPED if failed else ListState(row.state)
    counts = (work.summary if work is not None else row.counts) or row.counts
    figures = tuple(
        (name, counts[code], {"refused": "warn", "open": "warn"}.get(code, ""))
        for code, name in BECAME.items()
        if counts.get(code)
    )
    going = state in {ListState.CHECKING, ListState.RUNNING}
    return Slip(
        row=row,
        word=state.label,
        tone=TONES[state],
        open=going,
        position=work.position if work else 0,
        figures=figures,
        trouble=work.error if work is not None and failed else "",
        work_id=row.work_id,
    )


def first_rows(row: OfferList) -> list[list[str]]:
    """Return the first rows of a file, as they stand there; none when it is gone or cannot be read."""
    try:
        path = SHELF.path_of(row.digest)
        form, header = recognise(path, encoding=row.encoding)
        return [list(one.cells) for one in islice(records(path, form, header), FIRST_ROWS) if isinstance(one, Row)]
    except (Unreadable, OSError):
        return []


def examples(row: OfferList, rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return what stands in each column of the first rows."""
    found: dict[str, str] = {}
    for place, name in enumerate(row.header):
        if name and name not in found:
            found[name] = " · ".join(
                dict.fromkeys(cells[place] for cells in rows if place < len(cells) and cells[place])
            )
    return found


def lines_of(rows: Sequence[Match], now: datetime) -> list[MatchLine]:
    """Return rows of lists with the look of what they may be; a bounded number of questions for all of them."""
    ids = {pk for row in rows for pk, _sure in row.candidates} | {row.variant_id for row in rows if row.variant_id}
    faces = catalogue.faces(ids, get_language() or "en", now=now)
    assets = {face.picture.asset_id for face in faces.values() if face.picture and face.picture.asset_id}
    pictures = media.pictures(assets)

    def choice(variant_id: int, sure: float) -> Choice:
        face = faces[variant_id]
        asset_id = face.picture.asset_id if face.picture else None
        return Choice(variant_id, face, pictures.get(asset_id or 0), min(99, round(sure * 100)))

    return [
        MatchLine(
            row=row,
            supplier=row.supplier.name,
            cost=_cost(row),
            choices=tuple(choice(pk, sure) for pk, sure in row.candidates if pk in faces),
            chosen=choice(row.variant_id, row.confidence)
            if row.variant_id in faces and row.state in {MatchState.SURE, MatchState.ACCEPTED}
            else None,
            how=How(row.how).label,
        )
        for row in rows
    ]


def _cost(row: Match) -> Money | None:
    minor, currency = row.said.get("cost_minor"), row.said.get("currency")
    return Money(minor, currency) if minor is not None and currency else None
