"""Drop shipments as whoever packs them needs to see them: by when, where to, what; and tracking numbers as they are written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.portal import tables
from storecrew.fronts.portal.tables import Table
from storecrew.fronts.portal.wording import PARCEL_STATES
from storecrew.kernel.pages import formats
from storecrew.kernel.tabular.decode import Row
from storecrew.shop.addresses.types import Address
from storecrew.shop.dropships.types import DropView
from storecrew.shop.shipping import carriers

FORGOTTEN: Final = timedelta(days=30)
"""After so long nobody who packed a parcel needs to know where it went."""
LONGEST: Final = 60
_TELEPHONE: Final = re.compile(r"(86)?1[3-9][0-9]{9}")
"""A mobile number in China: the buyer's stands in such tables too."""
OVER: Final = frozenset({"refused", "cancelled", "moved"})


def word_of(view: DropView) -> tuple[str, str]:
    """Return how it stands in the supplier's words, with a tone."""
    if stopping(view):
        return str(PARCEL_STATES["stop"][0]), "bad"
    word, tone = PARCEL_STATES.get(view.state, (view.word, ""))
    return str(word), "bad" if view.late and tone != "good" else tone


def stopping(view: DropView) -> bool:
    """Tell whether they were asked to stop and have not said yet that they did."""
    return view.cancel_asked_at is not None and view.cancel_agreed_at is None and view.state in {"cancelled", "moved"}


def answerable(view: DropView) -> bool:
    """Tell whether there is something to say about it: yes, no, packed, sent."""
    return view.state in {"sent", "acknowledged", "packed", "part_shipped"}


def shows_address(view: DropView, now: datetime) -> bool:
    """Tell whether they need to know where it goes: as long as something is to be sent, and a while after it was."""
    if view.state in OVER:
        return False
    return answerable(view) or view.shipped_at is None or now - view.shipped_at < FORGOTTEN


def until(view: DropView, now: datetime) -> str:
    """Return by when what is next, in few words: the answer once that is overdue, else the parcel; empty where nobody said."""
    if view.state == "sent" and view.ack_by is not None and (view.ship_by is None or view.ack_by < now <= view.ship_by):
        return _("answer until %(at)s") % {"at": _short(view.ack_by)}
    if not answerable(view) or view.ship_by is None:
        return ""
    return _("send until %(at)s") % {"at": _short(view.ship_by)}


def unsent(view: DropView, now: datetime) -> bool:
    """Tell whether it should have left by now; what only lacks an answer can still leave in time."""
    return answerable(view) and view.ship_by is not None and view.ship_by < now


def label_language(to: Address | None, spoken: str) -> str:
    """Return the language of an address on a parcel: carriers in China read Chinese, whoever packs."""
    return "zh-hans" if to is not None and to.country == "CN" else spoken


def inside(view: DropView) -> str:
    """Return what it is, in one line."""
    first = next((line for line in view.lines if line.open), view.lines[0] if view.lines else None)
    pieces = view.open or sum(line.wanted for line in view.lines)
    said = ngettext("%(n)d piece", "%(n)d pieces", pieces) % {"n": pieces}
    return f"{said} · {first.title}" if first else said


def days_ahead(now: datetime, ship_by: datetime | None) -> list[tuple[str, str]]:
    """Return days that can be promised by one touch: today, tomorrow, the day it is due."""
    today = localtime(now).date()
    found = {today: _("today"), today + timedelta(days=1): _("tomorrow")}
    if ship_by is not None and (due := localtime(ship_by).date()) > today:
        found.setdefault(due, formats.day(due))
    return [(day.isoformat(), word) for day, word in sorted(found.items())]


def _short(at: datetime) -> str:
    local = localtime(at)
    return f"{formats.day(local)} {local:%H:%M}"


def day_of(text: str) -> date | None:
    """Return a day as a form sends it; None for nothing. Raises ValueError."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Found:
    """A tracking number that was read, for a drop shipment. `carrier` empty: nobody's form."""

    line: int
    view: DropView
    number: str
    carrier: str


@dataclass(slots=True)
class Numbers:
    """Many tracking numbers, as understood: what can be told, and what is left out and why."""

    found: list[Found] = field(default_factory=list)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)


def guess(number: str) -> str:
    """Return whose number it is; empty where its form tells nothing."""
    known = carriers.recognise(number)
    return known[0].carrier if known else ""


def numbers(table: Table, views: Iterable[DropView], language: str) -> Numbers:
    """Return a table of our numbers and tracking numbers, with carriers where one names them."""
    known = _known(views)
    keyed = tables.column_like(table, lambda cell: _folded(cell) in known)
    answer = Numbers()
    if keyed < 0:
        answer.wrong = [(row.line, _text(row), _("No number of ours that is still to be sent.")) for row in table.rows]
        return answer
    tracked = tables.column_like(table, _like_a_number, but=frozenset({keyed}), least=0.01)
    named = {_folded(name): code for code, name in carriers.choices(language)}
    for row in table.rows:
        _read(row, keyed, tracked, known, named, answer, names=row is table.rows[0])
    return answer


def _read(
    row: Row,
    keyed: int,
    tracked: int,
    known: Mapping[str, DropView],
    named: Mapping[str, str],
    answer: Numbers,
    *,
    names: bool,
) -> None:
    cells = [cell.strip() for cell in row.cells]
    view = known.get(_folded(cells[keyed])) if keyed < len(cells) else None
    number = carriers.normal(cells[tracked])[:LONGEST] if 0 <= tracked < len(cells) else ""
    if view is None:
        if any(map(_a_number, cells)) or not names:  # else it names the columns
            answer.wrong.append((row.line, _text(row), _("No number of ours that is still to be sent.")))
    elif not number:
        answer.wrong.append((row.line, _text(row), _("There is no tracking number in this line.")))
    elif any(one.number == number for one in answer.found):
        answer.wrong.append((row.line, _text(row), _("This tracking number stands in an earlier line.")))
    else:
        said = next((named[_folded(cell)] for cell in cells if _folded(cell) in named), "")
        answer.found.append(Found(row.line, view, number, said or guess(number)))


def _known(views: Iterable[DropView]) -> dict[str, DropView]:
    """Return drop shipments by their number, and by that of the order where that is one alone."""
    found: dict[str, DropView] = {}
    orders: dict[str, list[DropView]] = {}
    for view in views:
        found[_folded(view.number)] = view
        orders.setdefault(_folded(view.order), []).append(view)
    return {number: some[0] for number, some in orders.items() if len(some) == 1} | found


def _like_a_number(cell: str) -> float:
    """Tell how much a cell looks like a tracking number: a carrier's own form surely, a telephone number not at all."""
    if not _a_number(cell) or _TELEPHONE.fullmatch(carriers.normal(cell)):
        return 0.0
    return 1.0 if any(not one.weak for one in carriers.recognise(cell)) else 0.5


def _a_number(cell: str) -> bool:
    plain = carriers.normal(cell)
    return 6 <= len(plain) <= LONGEST and plain.isalnum() and sum(sign.isdigit() for sign in plain) >= 5


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _text(row: Row) -> str:
    return " ".join(cell for cell in row.cells if cell.strip())[:200]


def carrier_choices(language: str) -> Sequence[tuple[str, str]]:
    """Return carriers as a form offers them."""
    return carriers.choices(language)
