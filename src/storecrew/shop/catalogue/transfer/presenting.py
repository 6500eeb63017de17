"""What the pages of an import say."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.kernel.jobs.models import Work
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.dialects import dialect_named
from storecrew.shop.catalogue.transfer.models import Import, ImportState, Outcome
from storecrew.shop.catalogue.transfer.sentences import sentence_of

TONES: Final = {
    ImportState.CHECKING: "half",
    ImportState.CHECKED: "neutral",
    ImportState.RUNNING: "half",
    ImportState.DONE: "good",
    ImportState.STOPPED: "warn",
    ImportState.FAILED: "bad",
}
PREVIEW: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its word."""

    label: str
    value: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """An import as lists and its own page show it."""

    row: Import
    word: str
    tone: str
    kind: str | Promise
    facts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    trouble: str
    open: bool
    position: int
    total: int | None


def slip_of(row: Import, work: Work | None = None) -> Slip:
    """Return what to show of an import; `work` is its present long work, where progress is shown."""
    counts = row.counts if row.applied_to else row.predicted
    is_open = row.state in {ImportState.CHECKING, ImportState.RUNNING}
    return Slip(
        row=row,
        word=row.get_state_display(),
        tone=TONES[ImportState(row.state)],
        kind=_kind(row),
        facts=tuple(_facts(row)),
        figures=tuple(_figures(row, counts)),
        trouble=sentence_of(row.trouble["code"], row.trouble["params"]) if row.trouble else "",
        open=is_open,
        position=work.position if work else 0,
        total=work.total if work else None,
    )


def _kind(row: Import) -> str | Promise:
    try:
        return dialect_named(row.dialect).label
    except KeyError:
        return ""


def _facts(row: Import) -> list[tuple[str, str]]:
    form = row.form
    if not form:
        return []
    facts = [(_("Recognised as"), str(_kind(row)))]
    if form["kind"] == "csv":
        marks = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
        facts += [
            (_("Encoding"), form["encoding"].upper()),
            (_("Between values"), marks.get(form["delimiter"], form["delimiter"])),
        ]
    else:
        facts.append((_("File"), _("Excel workbook")))
    facts.append((_("Decimal sign"), "12,50" if row.choices.get("decimal") == "," else "12.50"))
    facts.append((pgettext("of a file", "Columns"), str(len(row.header))))
    if row.products:
        facts += [
            (pgettext("of a file", "Rows"), str(row.rows + row.broken)),
            (pgettext("of a file", "Products"), str(row.products)),
        ]
    return facts


def _figures(row: Import, counts: dict[str, int]) -> list[Figure]:
    if not row.products and not counts:
        return []
    return [
        Figure(str(Outcome.CREATED.label), counts.get(Outcome.CREATED, 0)),
        Figure(str(Outcome.CHANGED.label), counts.get(Outcome.CHANGED, 0)),
        Figure(str(Outcome.UNCHANGED.label), counts.get(Outcome.UNCHANGED, 0)),
        Figure(
            str(Outcome.REFUSED.label), counts.get(Outcome.REFUSED, 0), "warn" if counts.get(Outcome.REFUSED) else ""
        ),
    ]


def cuts_said(row: Import) -> str:
    """Return what the file does to prices in one sentence; empty when none falls."""
    cuts = row.cuts
    if not cuts or row.state not in {ImportState.CHECKED, ImportState.RUNNING, ImportState.STOPPED}:
        return ""
    was, now = Money(cuts["was"], cuts["currency"]), Money(cuts["was"] - cuts["minor"], cuts["currency"])
    said = ngettext("%(n)d price falls:", "%(n)d prices fall; the deepest cut:", cuts["prices"]) % {"n": cuts["prices"]}
    deepest = _("%(sku)s from %(was)s to %(now)s (line %(line)d).") % {
        "sku": cuts["sku"] or pgettext("product", "one"),
        "was": format_money(was),
        "now": format_money(now),
        "line": cuts["line"],
    }
    return " ".join([said, deepest, _("Some go below cost.") if cuts["below"] else ""]).strip()


def lead_of(row: Import) -> str:
    """Return the one sentence that matters."""
    counts = row.counts if row.state == ImportState.DONE else row.predicted
    moves = counts.get(Outcome.CREATED, 0) + counts.get(Outcome.CHANGED, 0)
    match row.state:
        case ImportState.CHECKED if moves == 0 and not counts.get(Outcome.REFUSED):
            return _("The catalogue says all this already: importing would change nothing.")
        case ImportState.CHECKED if moves == 0:
            return _("Nothing of this file can come in as it is. The reasons stand below.")
        case ImportState.CHECKED:
            return ngettext(
                "%(n)d product would come in or change. Nothing is written yet.",
                "%(n)d products would come in or change. Nothing is written yet.",
                moves,
            ) % {"n": moves}
        case ImportState.DONE:
            return ngettext("%(n)d product came in or changed.", "%(n)d products came in or changed.", moves) % {
                "n": moves
            }
        case ImportState.STOPPED:
            return _("What came in stays. Going on starts where it stopped; nothing is done twice.")
        case ImportState.FAILED:
            return _("The file cannot be read, so nothing was written.")
    return ""


def columns_of(row: Import, *, now: datetime, form: Any) -> list[dict[str, Any]]:
    """Return each column of the file with examples and its field of the form; nothing when the file is gone."""
    rows = preview_of(row, now=now)
    places = {name: place for place, name in reversed(list(enumerate(row.header)))}
    return [
        {
            "name": name,
            "examples": [cells[places[name]] for cells in rows if cells[places[name]]][:2],
            "field": form[f"column-{place}"],
        }
        for place, name in enumerate(form.columns)
    ]


def preview_of(row: Import, *, now: datetime) -> list[list[str]]:
    """Return the first rows of the file, cut short."""
    if not row.form:
        return []
    try:
        found = islice((one for one in intake.opened(row, now=now).rows() if isinstance(one, Row)), PREVIEW)
        return [[cell[:60] for cell in one.cells] for one in found]
    except (Unreadable, OSError):
        return []
