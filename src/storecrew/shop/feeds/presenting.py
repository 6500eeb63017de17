"""What the pages of feeds say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.feeds.models import Arrival
from storecrew.shop.feeds.reads import ChangeView, SourceView, VersionView
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.types import BUSY, HELD_GOOD, Health, Kind, Outcome, Scope, State

TONES: Final = {
    State.WAITING: "half",
    State.MAPPING: "warn",
    State.READING: "half",
    State.HELD: "bad",
    State.APPLYING: "half",
    State.ACCEPTED: "good",
    State.REPLACED: "neutral",
    State.SAME: "neutral",
    State.OVERTAKEN: "neutral",
    State.REFUSED: "neutral",
    State.UNREADABLE: "bad",
    State.STOPPED: "warn",
    State.UNDOING: "half",
    State.UNDONE: "neutral",
}
HEALTH_TONES: Final = {
    Health.FINE: "good",
    Health.NEW: "half",
    Health.SILENT: "warn",
    Health.DEAD: "bad",
    Health.FAILING: "bad",
    Health.HELD: "bad",
    Health.PAUSED: "neutral",
}
OUTCOME_TONES: Final = {
    Outcome.NEW: "good",
    Outcome.SAME: "neutral",
    Outcome.FAILED: "bad",
    Outcome.LATE: "warn",
    Outcome.NONE: "warn",
}
RANKS: Final = {
    Health.HELD: 0,
    Health.DEAD: 1,
    Health.FAILING: 2,
    Health.SILENT: 3,
    Health.NEW: 4,
    Health.FINE: 5,
    Health.PAUSED: 6,
}
GOING: Final = BUSY - {State.STOPPED} | {State.WAITING}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as a list shows it."""

    view: SourceView
    health: str
    tone: str
    kind: str
    usual: str
    rank: tuple[int, str]


def source_row(view: SourceView) -> SourceRow:
    """Return a source with its words."""
    health = Health(view.health)
    rank = (RANKS[health] if not view.waiting else 0, f"{view.supplier} {view.name}")
    return SourceRow(view, str(health.label), HEALTH_TONES[health], str(Kind(view.kind).label), usual(view.gap_s), rank)


def usual(gap_s: int | None) -> str:
    """Return how often something usually comes, roughly."""
    if gap_s is None:
        return ""
    hours = gap_s / 3600
    if hours < 1:
        minutes = max(1, round(gap_s / 60))
        return ngettext("every minute", "every %(n)d minutes", minutes) % {"n": minutes}
    if hours < 36:
        return ngettext("every hour", "every %(n)d hours", round(hours)) % {"n": round(hours)}
    return ngettext("every day", "every %(n)d days", round(hours / 24)) % {"n": round(hours / 24)}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as a list shows it."""

    view: VersionView
    state: str
    tone: str
    scope: str
    said: str


def version_row(view: VersionView) -> VersionRow:
    """Return a version with its words."""
    state = State(view.state)
    return VersionRow(view, str(state.label), TONES[state], str(Scope(view.scope).label), summary(view))


def summary(view: VersionView) -> str:
    """Return in a few words what a file changed."""
    counts = view.counts
    if view.trouble:
        return view.trouble
    parts = [
        ngettext("%(n)d new", "%(n)d new", counts.get("added", 0)) % {"n": counts.get("added", 0)},
        ngettext("%(n)d other quantity", "%(n)d other quantities", counts.get("changed", 0))
        % {"n": counts.get("changed", 0)},
        ngettext("%(n)d other cost", "%(n)d other costs", counts.get("costs", 0)) % {"n": counts.get("costs", 0)},
        ngettext("%(n)d no longer listed", "%(n)d no longer listed", counts.get("delisted", 0))
        % {"n": counts.get("delisted", 0)},
    ]
    shown = [
        part for part, name in zip(parts, ("added", "changed", "costs", "delisted"), strict=True) if counts.get(name)
    ]
    return _(", ").join(shown) if shown else (_("no change") if counts else "")


def figures(counts: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the figures of a version: rows first, then what they change."""
    named = [
        ("rows", pgettext("feeds", "Rows")),
        ("bad", _("In quarantine")),
        ("added", _("New goods")),
        ("changed", _("Other quantity")),
        ("costs", _("Other cost")),
        ("delisted", _("No longer listed")),
        ("unknown", _("Changes of goods we do not buy")),
        ("stocked", _("Goods in stock there")),
    ]
    return [
        (name, int(counts[key])) for key, name in named if key in counts and (counts[key] or key in {"rows", "bad"})
    ]


def headline(view: VersionView, *, holds: bool) -> str:
    """Return the one sentence that matters."""
    match view.state:
        case State.MAPPING:
            return _("Look at its first rows and say what the columns mean; nothing was taken yet.")
        case State.HELD:
            return _("Nothing of it was taken. What was known before stays, and grows older.")
        case State.ACCEPTED if holds:
            return _("This is what holds now.")
        case State.STOPPED:
            return _("Part of its changes is applied, part is not. Go on, or take it back whole.")
        case State.UNREADABLE:
            return _("It cannot be read as a whole, so nothing of it was taken.")
        case State.REFUSED:
            return _("Somebody refused it. Nothing of it was taken.")
        case State.UNDONE:
            return _("What it had changed is as before again.")
    return ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What becomes of a SKU, as a page shows it."""

    sku: str
    line: int
    before: int | None
    after: int | None
    cost_before: str
    cost_after: str
    held: bool
    ours: bool


def change_row(one: ChangeView, currency: str) -> ChangeRow:
    """Return a change with its costs in words."""
    costs = [
        "" if minor is None else format_money(Money(minor, currency)) for minor in (one.cost_before, one.cost_after)
    ]
    return ChangeRow(one.sku, one.line, one.before, one.after, costs[0], costs[1], one.held, one.ours)


def may_go_back(view: VersionView, *, holds: bool) -> bool:
    """Tell whether an earlier version can hold again."""
    return view.state in HELD_GOOD and not holds


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """A time that a source spoke, or was asked in vain."""

    at: datetime
    outcome: str
    tone: str
    why: str
    version_id: int | None


def arrival_row(row: Arrival) -> ArrivalRow:
    """Return an arrival with its words."""
    outcome = Outcome(row.outcome)
    why = sentence_of(row.why["code"], row.why.get("params", {})) if row.why else ""
    return ArrivalRow(row.at, str(outcome.label), OUTCOME_TONES[outcome], why, row.version_id)
