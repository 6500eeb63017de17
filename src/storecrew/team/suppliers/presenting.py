"""What these pages show, put together from a few questions each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from storecrew.kernel.pages import links
from storecrew.kernel.pages.charts import Interval, Line, Series
from storecrew.kernel.pages.types import Link, Text, Tone
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import contacts_of, offered_by
from storecrew.shop.supply.types import ContactView, SupplierView
from storecrew.team.suppliers import festivals, story
from storecrew.team.suppliers.cadence import common_day
from storecrew.team.suppliers.facts.clocks import Clocks
from storecrew.team.suppliers.measures.formula import Unit
from storecrew.team.suppliers.models import (
    LIVE,
    Asked,
    Fault,
    Favour,
    FavourState,
    Greeting,
    GreetingState,
    Level,
    Outcome,
    Problem,
    ProblemState,
    Proposal,
    ProposalState,
    Reply,
    Suggestion,
    SuggestionState,
    Touch,
)
from storecrew.team.suppliers.reads.contacting import contacting, spend, tiers_by_spend
from storecrew.team.suppliers.reads.problems import claims, find, views_of
from storecrew.team.suppliers.reads.scorecard import MeasureView, history, scorecard_of
from storecrew.team.suppliers.types import ReplyView
from storecrew.team.suppliers.wording import LEVELS, TONES, TRENDS, due_said, score_tone, value_said
from storecrew.team.suppliers.writing.letters import address_of, said
from storecrew.team.suppliers.yardstick import current_yardstick

CHANNELS = {
    "phone": _lazy("Telephone"),
    "wechat": _lazy("WeChat"),
    "whatsapp": "WhatsApp",
    "dingtalk": _lazy("DingTalk"),
    "qq": "QQ",
    "telegram": "Telegram",
    "line": "LINE",
    "other": "",
}
TOLD_BACK = timedelta(days=365)
SHOWN = 8
LATELY = timedelta(days=30)
ANSWER_IN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number on the scorecard, as it is written and drawn."""

    view: MeasureView
    value: str
    between: str
    interval: Interval | None
    marks: str
    trend: Text
    trend_tone: Tone
    before: str


def page_of(row: SupplierView, now: datetime, *, topic: str) -> dict[str, Any]:
    """Return what stands on a supplier's page."""
    contact = contacting([row], now)[row.supplier_id]
    card = scorecard_of(row.supplier_id, now)
    word, tone = due_said(contact.due)
    spent = spend(now)
    would_be = tiers_by_spend(spent, supply.suppliers_by_id({*spent, row.supplier_id})).get(row.supplier_id, row.tier)
    favours = list(
        Favour.objects.filter(supplier=row.supplier_id).select_related("contact").order_by("-on", "-pk")[: 2 * SHOWN]
    )
    return {
        "subject": f"supplier:{row.supplier_id}",
        "contact": contact,
        "due_word": word,
        "due_tone": tone,
        "card": card,
        "score_tone": score_tone(card.points),
        "level_word": Level(card.level).label,
        "level_tone": LEVELS[card.level],
        "measures": [_measure(one) for one in card.measures],
        "chart": score_chart(row.supplier_id),
        "beats": story.told(row.supplier_id, now - TOLD_BACK, topic=topic),
        "people": _people(row.supplier_id),
        "problems": [
            (one, TONES[one.state])
            for one in views_of(
                Problem.objects.filter(supplier=row.supplier_id, state__in=LIVE).order_by("-pk")[:SHOWN], now
            )
        ],
        "owed_by_us": [one for one in favours if one.state == FavourState.OPEN and one.owes == "we"],
        "owed_to_us": [one for one in favours if one.state == FavourState.OPEN and one.owes == "they"],
        "even": [one for one in favours if one.state != FavourState.OPEN][:SHOWN],
        "claims": claims(row.supplier_id),
        "proposal": Proposal.objects.filter(supplier=row.supplier_id, state=ProposalState.OPEN).first(),
        "taken": Proposal.objects.filter(supplier=row.supplier_id, state=ProposalState.TAKEN).first(),
        "spent": spent.get(row.supplier_id),
        "would_be": would_be if would_be != row.tier and spent.get(row.supplier_id) else "",
    }


def _measure(one: MeasureView) -> Measure:
    word, tone = TRENDS.get(one.trend, ("", Tone.NEUTRAL))
    between = f"{value_said(one.low, one.unit)} – {value_said(one.high, one.unit)}" if one.value is not None else ""
    return Measure(
        view=one,
        value=value_said(one.value, one.unit),
        between=between,
        interval=_interval(one, between),
        marks=_("100 points from %(full)s, none from %(none)s")
        % {"full": value_said(one.full, one.unit), "none": value_said(one.none, one.unit)},
        trend=word,
        trend_tone=tone,
        before=value_said(one.before, one.unit) if one.before is not None else "",
    )


def _interval(one: MeasureView, between: str) -> Interval | None:
    if one.value is None or one.low is None or one.high is None:
        return None
    end = 1.0 if one.unit == Unit.SHARE and one.more_is_better else max(one.none, one.high) * 1.05
    return Interval(
        say=f"{one.label}: {value_said(one.value, one.unit)} ({between})",
        estimate=one.value,
        low=one.low,
        high=one.high,
        start=min(one.none, one.low) if one.more_is_better else 0.0,
        end=end,
        goal=(one.full + one.none) / 2,
        more_is_better=one.more_is_better,
        form=lambda value: value_said(float(value), one.unit),
    )


def score_chart(supplier_id: int) -> Line | None:
    """Return the kept scores as a line; None while there are fewer than three."""
    found = history(supplier_id)
    if len(found) < 3:  # noqa: PLR2004  two points are no trend
        return None
    values = [float(row.points or 0) for row in found]
    facts = {"first": f"{values[0]:.0f}", "last": f"{values[-1]:.0f}"}
    return Line(
        title=_("Score over time"),
        say=_("From %(first)s to %(last)s points.") % facts,
        labels=[date_format(row.on, "SHORT_DATE_FORMAT") for row in found],
        series=[Series(_("Score"), values)],
        unit=_("points"),
        from_zero=True,
        floor=float(current_yardstick().warn_below) or None,
        floor_name=_("warned below"),
    )


def _people(supplier_id: int) -> list[tuple[ContactView, str, Touch | None]]:
    """Return who works there, with their birthday and the last words."""
    people = contacts_of([supplier_id]).get(supplier_id, ())
    last: dict[int, Touch] = {}
    ids = [one.contact_id for one in people]
    for row in Touch.objects.filter(supplier=supplier_id, contact__in=ids).order_by("at", "pk"):
        last[row.contact_id or 0] = row
    return [(one, _born(one), last.get(one.contact_id)) for one in people]


def _born(one: ContactView) -> str:
    if one.birthday is None:
        return ""
    return date_format(datetime(2024, *one.birthday), "MONTH_DAY_FORMAT")  # noqa: DTZ001  a leap year has every day


@dataclass(frozen=True, slots=True)
class Grouped:
    """Complaints that look like one problem."""

    row: Suggestion
    face: Face | None
    cases: Sequence[Link]
    share: float


def suggestions(now: datetime) -> list[Grouped]:
    """Return the complaints that look like a problem and that nobody has looked at."""
    found = list(Suggestion.objects.filter(state=SuggestionState.OPEN).select_related("supplier").order_by("-found_at"))
    faces = catalogue.faces([row.variant_id for row in found], get_language() or "en", now=now)
    names = links.link_many([subject for row in found for subject in row.subjects])
    return [
        Grouped(
            row,
            faces.get(row.variant_id),
            [names[subject] for subject in row.subjects if subject in names][:SHOWN],
            row.complained / row.sent if row.sent else 0.0,
        )
        for row in found
    ]


def rule() -> dict[str, Any]:
    """Return the numbers of the rule, for the sentence that states it."""
    stick = current_yardstick()
    return {"rule_days": stick.complaints_days, "rule_least": stick.complaints_least}


def first_draft(row: Suggestion, supplier: SupplierView, now: datetime) -> dict[str, Any]:
    """Return what a problem made of complaints begins with, in the supplier's language."""
    face = catalogue.faces([row.variant_id], supplier.language, now=now).get(row.variant_id)
    with translation.override(supplier.language):
        facts = {
            "title": face.title if face else "",
            "fault": str(Fault(row.fault).label),
            "n": row.complained,
            "sent": row.sent,
        }
        title = _("%(title)s: %(fault)s") % facts
        text = (
            _("%(n)d of %(sent)d buyers complained about it lately. What happened, and how do we make it good?") % facts
        )
    return {
        "title": title,
        "text": text,
        "fault": row.fault,
        "variant_id": row.variant_id,
        "lot": row.lot,
        "asked": Asked.CREDIT.value,
        "due_on": supply.store_day(now + ANSWER_IN),
    }


def goods_of(supplier_id: int, now: datetime, *, also: int | None = None) -> list[tuple[str, str]]:
    """Return what a supplier offers, for a choice."""
    ids = set(offered_by(supplier_id)) | ({also} if also else set())
    faces = catalogue.faces(ids, get_language() or "en", now=now)
    named = [
        (str(pk), " · ".join(part for part in (face.title, *face.options, face.sku) if part))
        for pk, face in faces.items()
    ]
    return sorted(named, key=lambda one: one[1])


def problem(row: Problem, now: datetime) -> dict[str, Any]:
    """Return what stands on the page of a problem."""
    view = find(row.pk, now)
    assert view is not None  # noqa: S101  it was just read
    names = links.link_many([*(case.subject for case in view.cases), *(one.by for one in view.replies), row.raised_by])
    people = {one.contact_id: one.name for one in contacts_of([row.supplier_id]).get(row.supplier_id, ())}
    face = catalogue.faces([row.variant_id], get_language() or "en", now=now).get(row.variant_id or 0)
    return {
        "row": row,
        "supplier_ref": f"supplier:{row.supplier_id}",
        "view": view,
        "tone": TONES[row.state],
        "face": face,
        "cases": [(case, names.get(case.subject)) for case in view.cases],
        "replies": [(one, _spoke(one, names, people, row)) for one in reversed(view.replies)],
        "photos": list(row.photos.select_related("asset").order_by("pk")),
        "step": _step(row),
        "to_copy": to_copy(row, now) if row.state in {ProblemState.OPEN, ProblemState.SENT} else "",
        "raised_by": names.get(row.raised_by),
    }


def _spoke(one: ReplyView, names: dict[str, Link], people: dict[int, str], row: Problem) -> str:
    if one.contact_id in people:
        return people[one.contact_id or 0]
    if one.by.startswith("supplier:"):
        return row.supplier.name
    return names[one.by].name if one.by in names else ""


def _step(row: Problem) -> str:
    """Return the one next step of a problem: its name on the page."""
    return {
        ProblemState.OPEN: "send",
        ProblemState.SENT: "answer",
        ProblemState.ANSWERED: "agree",
        ProblemState.AGREED: "settle",
        ProblemState.DROPPED: "again",
    }.get(ProblemState(row.state), "")


def to_copy(row: Problem, now: datetime) -> str:
    """Return the text to pass on by hand, in the language of whoever is asked first."""
    people = contacts_of([row.supplier_id]).get(row.supplier_id, ())
    return said(row, people[0].language if people else row.supplier.language, now)


def last_offer(row: Problem) -> dict[str, Any]:
    """Return what they offered last, else what was asked."""
    offer = Reply.objects.filter(problem=row, outcome=Outcome.OFFER).order_by("-pk").first()
    if offer is None:
        return {"made_good": row.asked, "amount": str(row.asked_amount.amount) if row.asked_amount else ""}
    view = find(row.pk)
    amount = (
        next((one.amount for one in reversed(view.replies) if one.outcome == Outcome.OFFER), None) if view else None
    )
    return {"made_good": offer.offered, "amount": str(amount.amount) if amount else ""}


@dataclass(frozen=True, slots=True)
class Draft:
    """A greeting to write. `best`: the last day before it on which both work, None where that is the day itself."""

    row: Greeting
    word: Text
    address: str
    others: Sequence[str]
    best: Any
    days: int


def greetings(now: datetime) -> dict[str, Any]:
    """Return the greetings to write, the next day first, and what went out lately."""
    today = supply.store_day(now)
    rows = list(
        Greeting.objects.filter(state=GreetingState.DRAFT, on__gte=today - timedelta(days=2))
        .select_related("supplier", "contact")
        .order_by("on", "supplier__name", "pk")
    )
    ids = {row.supplier_id for row in rows}
    people = {one.contact_id: one for some in contacts_of(ids).values() for one in some}
    clocks = Clocks(ids)
    drafts = []
    for row in rows:
        person = people.get(row.contact_id)
        if person is None:
            continue
        best = common_day(row.on, ours=clocks.ours, theirs=clocks.of(row.supplier_id), step=-1)
        others = [f"{CHANNELS.get(one.kind, one.kind)} {one.address}" for one in person.channels if one.kind != "email"]
        drafts.append(
            Draft(
                row,
                festivals.WORDS[row.occasion],
                address_of(person),
                others,
                best if today <= best < row.on else None,
                (row.on - today).days,
            )
        )
    done = Greeting.objects.exclude(state=GreetingState.DRAFT).filter(done_at__gte=now - LATELY)
    return {
        "drafts": drafts,
        "done": [
            (row, festivals.WORDS[row.occasion])
            for row in done.select_related("supplier", "contact").order_by("-done_at")[:20]
        ],
    }
