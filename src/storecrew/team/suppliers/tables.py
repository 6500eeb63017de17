"""The tables: all suppliers, and all problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.supply.reads.people import partners
from storecrew.shop.supply.types import SupplierView
from storecrew.team.suppliers.consequences import newest_scores, standings_of
from storecrew.team.suppliers.models import LIVE, Fault, Level, Problem, ProblemState
from storecrew.team.suppliers.reads.contacting import Contacting, contacting, spend, tiers_by_spend
from storecrew.team.suppliers.wording import LEVELS, TONES, due_said, score_tone


@dataclass(frozen=True, slots=True)
class Line:
    """A supplier in the overview."""

    pk: int
    view: SupplierView
    contact: Contacting
    points: float | None
    level: str
    open: int
    spent: Money | None
    would_be: str

    @property
    def name(self) -> str:
        """Return the supplier's name."""
        return self.view.name

    @property
    def tier(self) -> str:
        """Return the tier."""
        return self.view.tier

    @property
    def rank(self) -> float:
        """Return what scores are ordered by: no score comes first."""
        return -1.0 if self.points is None else self.points

    @property
    def due_on(self) -> date:
        """Return when one should speak again."""
        return self.contact.due.on

    @property
    def last_s(self) -> float:
        """Return when one spoke last, as seconds; never comes first."""
        return self.contact.last_at.timestamp() if self.contact.last_at else 0.0

    @property
    def silent_days(self) -> int:
        """Return for how many days our last word was not answered."""
        return self.contact.waiting.days if self.contact.waiting else -1

    @property
    def spent_minor(self) -> int:
        """Return what was bought, in minor units of the store's currency."""
        return self.spent.minor if self.spent else 0


def overview_rows(now: datetime) -> list[Line]:
    """Return everybody one buys from. A fixed number of questions, and one for each calendar."""
    everybody = partners()
    ids = [one.supplier_id for one in everybody]
    contacts, scores, follows = contacting(everybody, now), newest_scores(ids), standings_of(ids)
    rows = Problem.objects.filter(state__in=LIVE).order_by().values_list("supplier_id").annotate(n=Count("pk"))
    open_ = dict(rows)
    spent = spend(now)
    would_be = tiers_by_spend(spent, ids)
    return [
        Line(
            pk=one.supplier_id,
            view=one,
            contact=contacts[one.supplier_id],
            points=scores[one.supplier_id].points if one.supplier_id in scores else None,
            level=follows[one.supplier_id].level.value,
            open=open_.get(one.supplier_id, 0),
            spent=spent.get(one.supplier_id),
            would_be=would_be[one.supplier_id],
        )
        for one in everybody
    ]


def overview_table() -> Table:
    """Return the table of suppliers."""
    return Table(
        name="suppliers.overview",
        label=_("Keeping up with suppliers"),
        columns=(
            Column("name", _("Supplier"), lambda row: row.name, sort="name", link=_url, sub=lambda row: row.view.code),
            Column("tier", _("Tier"), lambda row: row.tier.upper(), sort="tier", phone=False),
            Column("score", pgettext_lazy("suppliers", "Score"), _score, kind=Kind.STATUS, sort="rank"),
            Column("due", _("Speak again"), _due, kind=Kind.STATUS, sort="due_on"),
            Column(
                "last",
                pgettext_lazy("contact", "Spoke last"),
                lambda row: row.contact.last_at,
                kind=Kind.MOMENT,
                sort="last_s",
                phone=False,
            ),
            Column("silent", _("Says nothing"), _silent, kind=Kind.STATUS, sort="silent_days", phone=False),
            Column("open", _("Open problems"), lambda row: row.open or None, kind=Kind.NUMBER, sort="open"),
            Column(
                "spent",
                _("Bought in a year"),
                lambda row: row.spent,
                kind=Kind.MONEY,
                sort="spent_minor",
                phone=False,
                shown=False,
            ),
            Column("level", _("When ordering"), _level, kind=Kind.STATUS, sort="level", phone=False),
        ),
        sort="due",
        filters=(
            Filter("tier", _("Tier"), lambda rows, value: [r for r in rows if r.tier == value], _tiers()),
            Filter("which", _("Which"), _which, WHICH),
        ),
        search=lambda rows, text: [row for row in rows if text.casefold() in f"{row.name} {row.view.code}".casefold()],
        search_hint=_("Name, short code"),
        views=(
            View("all", _("All")),
            View("due", _("To speak with"), "which=due"),
            View("silent", _("Say nothing"), "which=silent"),
            View("open", _("With problems"), "which=open"),
            View("warned", _("Warned of"), "which=warned"),
        ),
        empty=Empty(
            title=_("No suppliers yet"),
            text=_("When one last spoke with each, what is open, and how well they do stands here."),
            url=reverse("supply:add"),
            label=_("Add a supplier"),
        ),
    )


WHICH: tuple[tuple[str, Text], ...] = (
    ("due", _("time to speak")),
    ("silent", _("our last word was not answered")),
    ("open", _("problems are open")),
    ("warned", _("warned of, or stopped")),
)


SHORT: Mapping[str, Text] = {
    Level.WARN: pgettext_lazy("ordering", "warned"),
    Level.BLOCK: pgettext_lazy("ordering", "stopped"),
}


def _tiers() -> tuple[tuple[str, str], ...]:
    return (("a", "A"), ("b", "B"), ("c", "C"))


def _which(rows: list[Line], value: str) -> list[Line]:
    tests: dict[str, Callable[[Line], bool]] = {
        "due": lambda row: row.contact.due.is_due,
        "silent": lambda row: row.contact.waiting is not None,
        "open": lambda row: row.open > 0,
        "warned": lambda row: row.level != Level.FREE,
    }
    return [row for row in rows if tests[value](row)] if value in tests else []


def _url(row: Line) -> str:
    return reverse("suppliers:supplier", args=[row.pk])


def _score(row: Line) -> tuple[Text, Tone]:
    if row.points is None:
        return _("not enough data"), Tone.NEUTRAL
    return f"{row.points:.0f}", score_tone(row.points)


def _due(row: Line) -> tuple[Text, Tone]:
    return due_said(row.contact.due)


def _silent(row: Line) -> tuple[Text, Tone] | None:
    waiting = row.contact.waiting
    return (_now("for %(n)d days") % {"n": waiting.days}, Tone.WARN) if waiting else None


def _level(row: Line) -> tuple[Text, Tone] | None:
    return (SHORT[row.level], LEVELS[row.level]) if row.level in SHORT else None


def problem_rows() -> QuerySet[Any]:
    """Return problems with how many complaints each has."""
    return Problem.objects.select_related("supplier", "variant__product").annotate(n_cases=Count("cases"))


def problems_table() -> Table:
    """Return the table of problems."""
    return Table(
        name="suppliers.problems",
        label=_("Problems with goods"),
        columns=(
            Column(
                "title",
                pgettext_lazy("suppliers", "Problem"),
                lambda row: row.title,
                link=lambda row: reverse("suppliers:problem", args=[row.pk]),
                sub=lambda row: f"{row.number} · {row.supplier.name}",
                sort="title",
            ),
            Column(
                "state",
                pgettext_lazy("problem", "State"),
                lambda row: (row.get_state_display(), TONES[row.state]),
                kind=Kind.STATUS,
                sort="state",
            ),
            Column("fault", pgettext_lazy("problem", "Fault"), lambda row: row.get_fault_display(), phone=False),
            Column(
                "product",
                _("Product"),
                lambda row: row.variant.product.title if row.variant else "",
                sub=lambda row: row.lot,
                phone=False,
            ),
            Column("cases", _("Complaints"), lambda row: row.n_cases or None, kind=Kind.NUMBER, sort="n_cases"),
            Column("asked", pgettext_lazy("problem", "Asked for"), lambda row: row.get_asked_display(), phone=False),
            Column("due", _("Answer until"), lambda row: row.due_on, kind=Kind.DAY, sort="due_on"),
            Column("raised", _("Noted"), lambda row: row.raised_at, kind=Kind.MOMENT, sort="raised_at", phone=False),
        ),
        sort="-raised",
        filters=(
            Filter(
                "state", pgettext_lazy("problem", "State"), _in_state, (("live", _("not over")), *ProblemState.choices)
            ),
            Filter("supplier", _("Supplier"), lambda rows, value: _of(rows, value), _suppliers),
            Filter(
                "fault", pgettext_lazy("problem", "Fault"), lambda rows, value: rows.filter(fault=value), Fault.choices
            ),
        ),
        search=lambda rows, text: rows.filter(_named(text)),
        search_hint=_("Number, words, supplier, lot"),
        views=(
            View("live", pgettext_lazy("problems", "Open"), "state=live"),
            View("answered", _("To be decided"), "state=answered"),
            View("all", _("All")),
        ),
        empty=Empty(
            title=_("No problems noted"),
            text=_(
                "Several complaints about one thing become one problem of its supplier, with pictures and what it cost."
            ),
        ),
    )


def _in_state(rows: Any, value: str) -> Any:
    return rows.filter(state__in=LIVE) if value == "live" else rows.filter(state=value)


def _of(rows: Any, value: str) -> Any:
    return rows.filter(supplier=int(value)) if value.isdigit() else rows.none()


def _suppliers() -> list[tuple[str, str]]:
    return [(str(one.supplier_id), one.name) for one in partners()]


def _named(text: str) -> Q:
    which = Q(title__icontains=text) | Q(supplier__name__icontains=text) | Q(lot__iexact=text)
    digits = text.upper().removeprefix("SP-")
    return which | Q(pk=int(digits)) if digits.isdigit() else which
