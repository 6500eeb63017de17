"""What this room's audited fields are called, the tones of its states, and sentences that several pages share."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Tone
from storecrew.kernel.pages.wording import Word
from storecrew.team.suppliers.cadence import Due
from storecrew.team.suppliers.measures.formula import Unit
from storecrew.team.suppliers.models import (
    Asked,
    Fault,
    FavourState,
    GreetingState,
    Level,
    ProblemState,
    ProposalState,
    SuggestionState,
)

TONES: Final[Mapping[str, Tone]] = {
    ProblemState.OPEN: Tone.WARN,
    ProblemState.SENT: Tone.HALF,
    ProblemState.ANSWERED: Tone.WARN,
    ProblemState.AGREED: Tone.HALF,
    ProblemState.SETTLED: Tone.GOOD,
    ProblemState.DROPPED: Tone.NEUTRAL,
}
LEVELS: Final[Mapping[str, Tone]] = {Level.FREE: Tone.GOOD, Level.WARN: Tone.WARN, Level.BLOCK: Tone.BAD}
TRENDS: Final = {
    "better": (pgettext_lazy("trend", "better"), Tone.GOOD),
    "worse": (pgettext_lazy("trend", "worse"), Tone.BAD),
    "unclear": (pgettext_lazy("trend", "cannot be told"), Tone.NEUTRAL),
}
GOOD_FROM: Final = 80
WARN_FROM: Final = 60
FEW_DAYS: Final = 10

wording.register(
    "problem",
    {
        "title": _("What is wrong, in short"),
        "text": _("What is wrong"),
        "state": Word(pgettext_lazy("problem", "State"), values=dict(ProblemState.choices)),
        "fault": Word(pgettext_lazy("problem", "Fault"), values=dict(Fault.choices)),
        "asked": Word(pgettext_lazy("problem", "Asked for"), values=dict(Asked.choices)),
        "asked_minor": _("Credit asked for"),
        "agreed": Word(_("Agreed on"), values=dict(Asked.choices)),
        "quantity": pgettext_lazy("problem", "Pieces"),
        "due_on": _("Answer until"),
        "lot": pgettext_lazy("problem", "Lot"),
        "variant_id": Word(pgettext_lazy("problem", "Variant"), value_of="variant"),
        "case": pgettext_lazy("problem", "Complaint"),
        "photo": pgettext_lazy("problem", "Picture"),
        "claim": _("Claim"),
        "claim_left": _("Left of the claim"),
    },
)
wording.register(
    "suggestion",
    {
        "complained": pgettext_lazy("suggestion", "Complaints"),
        "state": Word(pgettext_lazy("suggestion", "State"), values=dict(SuggestionState.choices)),
    },
)
wording.register("greeting", {"state": Word(pgettext_lazy("greeting", "State"), values=dict(GreetingState.choices))})
wording.register(
    "favour",
    {
        "what": pgettext_lazy("favour", "Help"),
        "state": Word(pgettext_lazy("favour", "State"), values=dict(FavourState.choices)),
    },
)
wording.register(
    "threshold_proposal",
    {
        "values": _("Thresholds"),
        "state": Word(pgettext_lazy("proposal", "State"), values=dict(ProposalState.choices)),
    },
)
wording.register("rhythm", {"days": _("Days between contacts"), "greets": _("Greetings are drafted")})
wording.register(
    "yardstick",
    {
        "weights": _("Weights"),
        "marks": _("Full and no points from"),
        "days": _("Days that count"),
        "warn_below": _("Warn below"),
        "block_below": _("Stop orders below"),
        "complaints_days": _("Days of complaints"),
        "complaints_least": _("Complaints, at least"),
    },
)


def value_said(value: float | None, unit: str) -> str:
    """Return a measure's number with its unit; "–" where there is none."""
    if value is None:
        return "–"
    if unit == Unit.SHARE:
        return f"{number_format(100 * value, 1)} %"
    rounded = number_format(value, 1 if value < FEW_DAYS else 0)
    if unit == Unit.HOURS:
        return _now("%(n)s h") % {"n": rounded}
    return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": rounded}


def due_said(due: Due) -> tuple[str, Tone]:
    """Return when one should speak next, in a few words."""
    if due.late > 0:
        return ngettext("%(n)d day late", "%(n)d days late", due.late) % {"n": due.late}, Tone.WARN
    if due.late == 0:
        return _now("today"), Tone.WARN
    return ngettext("in %(n)d day", "in %(n)d days", -due.late) % {"n": -due.late}, Tone.NEUTRAL


def score_tone(points: float | None) -> Tone:
    """Return the tone of a score."""
    if points is None:
        return Tone.NEUTRAL
    return Tone.GOOD if points >= GOOD_FROM else Tone.WARN if points >= WARN_FROM else Tone.BAD
