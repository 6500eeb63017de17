"""What this room puts on the lists of those who keep up with suppliers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import active_suppliers
from storecrew.team.suppliers import festivals
from storecrew.team.suppliers.models import (
    Claim,
    Favour,
    FavourState,
    Greeting,
    GreetingState,
    Problem,
    ProblemState,
    Proposal,
    ProposalState,
    Suggestion,
    SuggestionState,
)
from storecrew.team.suppliers.reads.contacting import contacting
from storecrew.team.suppliers.seats import KEEPERS

SEAT = "warehouse"
SHOWN = 10
SOON = timedelta(days=4)
"""So long before the day a greeting is on the list."""
OLD_CLAIM = timedelta(days=14)


@queue.source("suppliers.due")
def due(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers with whom one should speak: to whoever keeps in touch with them, else to the seat that buys."""
    seats = sorted(set(grants_of(actor, now).seats) & KEEPERS, reverse=True)
    mine = [one for one in active_suppliers() if one.keeper_id in {None, actor.person_id}]
    found = sorted(contacting(mine, now).values(), key=lambda one: -one.due.late) if mine and seats else []
    names = {one.supplier_id: one for one in mine}
    for one in [some for some in found if some.due.is_due][:SHOWN]:
        row = names[one.supplier_id]
        facts = {"supplier": row.name, "days": one.due.days, "tier": row.tier.upper()}
        last = (
            ngettext("Last spoken %(n)d day ago", "Last spoken %(n)d days ago", (now - one.last_at).days)
            % {"n": (now - one.last_at).days}
            if one.last_at
            else _("Never spoken yet")
        )
        yield QueueItem(
            key=f"suppliers.due:{row.supplier_id}",
            seat=SEAT if row.keeper_id is None else seats[0],
            title=_("Time to speak with %(supplier)s") % facts,
            why=_("%(last)s; with tier %(tier)s every %(days)d days.") % {**facts, "last": last},
            step=Step(label=_("Note the contact"), url=reverse("suppliers:log", args=[row.supplier_id])),
            url=reverse("suppliers:supplier", args=[row.supplier_id]),
            minutes=10,
            calm=one.due.late < one.due.days,
            subject=f"supplier:{row.supplier_id}",
            version=str(one.due.on),
        )


@queue.source("suppliers.suggestions")
def suggestions(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name complaints that look like one problem."""
    rows = Suggestion.objects.filter(state=SuggestionState.OPEN).select_related("supplier", "variant__product")
    for row in rows.order_by("-low", "-pk")[:SHOWN]:
        facts = {
            "n": row.complained,
            "product": row.variant.product.title,
            "supplier": row.supplier.name,
            "sent": row.sent,
            "low": number_format(100 * row.low, 0),
            "usual": number_format(100 * row.usual, 1),
        }
        yield QueueItem(
            key=f"suppliers.suggestion:{row.pk}",
            seat=SEAT,
            title=_("%(n)d complaints about “%(product)s” of %(supplier)s look like one problem") % facts,
            why=_("%(n)d of %(sent)d orders, at least %(low)s %%; usual are %(usual)s %%.") % facts,
            step=Step(
                label=_("Make them one problem"),
                url=f"{reverse('suppliers:add_problem', args=[row.supplier_id])}?suggestion={row.pk}",
            ),
            url=reverse("suppliers:problems"),
            minutes=10,
            subject=row.subject,
            version=str(row.complained),
        )


@queue.source("suppliers.problems")
def problems(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name problems that wait for us, and those that they should have answered."""
    today = supply.store_day(now)
    waits = [ProblemState.OPEN, ProblemState.ANSWERED, ProblemState.SENT]
    rows = Problem.objects.filter(state__in=waits).select_related("supplier").order_by("due_on", "pk")
    for row in [one for one in rows[:200] if _is_ours(one, today)][:SHOWN]:
        facts = {"supplier": row.supplier.name, "title": row.title, "number": row.number}
        title, why, label, name = {
            ProblemState.OPEN: (
                _("%(supplier)s does not know yet: “%(title)s”"),
                _("It was noted and never sent. They cannot mend what nobody tells them."),
                _("Tell them"),
                "suppliers:send_problem",
            ),
            ProblemState.ANSWERED: (
                _("%(supplier)s has answered: “%(title)s”"),
                _("They offered something or asked back. Buyers with the same trouble wait for it too."),
                _("Read the answer"),
                "suppliers:problem",
            ),
            ProblemState.SENT: (
                _("%(supplier)s has not answered: “%(title)s”"),
                _("The day until which they were asked is over."),
                _("Remind them"),
                "suppliers:send_problem",
            ),
        }[ProblemState(row.state)]
        yield QueueItem(
            key=f"suppliers.problem:{row.pk}",
            seat=SEAT,
            title=title % facts,
            why=why,
            step=Step(label=label, url=reverse(name, args=[row.pk])),
            url=reverse("suppliers:problem", args=[row.pk]),
            minutes=10,
            subject=row.subject,
            version=f"{row.state}:{row.due_on}",
        )


def _is_ours(row: Problem, today: date) -> bool:
    return row.state != ProblemState.SENT or (row.due_on is not None and row.due_on < today)


@queue.source("suppliers.greetings")
def greetings(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name the greetings of the coming days, one job for each occasion and day."""
    today = supply.store_day(now)
    rows = Greeting.objects.filter(state=GreetingState.DRAFT, on__gte=today, on__lte=today + SOON).order_by()
    for one in rows.values("occasion", "on").annotate(n=Count("pk")).order_by("on", "occasion"):
        facts = {"n": one["n"], "what": festivals.WORDS[one["occasion"]], "days": (one["on"] - today).days}
        yield QueueItem(
            key=f"suppliers.greetings:{one['occasion']}:{one['on']}",
            seat=SEAT,
            title=ngettext("%(what)s: %(n)d greeting to write", "%(what)s: %(n)d greetings to write", one["n"]) % facts,
            why=_("In %(days)d days. They are drafted; nothing goes out by itself.") % facts
            if facts["days"]
            else _("Today. They are drafted; nothing goes out by itself."),
            step=Step(
                label=ngettext("Write %(n)d greeting", "Write %(n)d greetings", one["n"]) % facts,
                url=reverse("suppliers:greetings"),
            ),
            minutes=2 * one["n"],
            calm=True,
            version=str(one["n"]),
        )


@queue.source("suppliers.favours")
def favours(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name help that we should have made up for by now."""
    today = supply.store_day(now)
    rows = Favour.objects.filter(state=FavourState.OPEN, owes="we", due_on__lte=today).select_related("supplier")
    for row in rows.order_by("due_on", "pk")[:SHOWN]:
        yield QueueItem(
            key=f"suppliers.favour:{row.pk}",
            seat=SEAT,
            title=_("We owe %(supplier)s one: %(what)s") % {"supplier": row.supplier.name, "what": row.what},
            why=_("They helped when we needed it. The day to make up for it has come."),
            step=Step(label=_("Look at the help"), url=f"{reverse('suppliers:supplier', args=[row.supplier_id])}#help"),
            minutes=10,
            calm=True,
            subject=row.subject,
            version=str(row.due_on),
        )


@queue.source("suppliers.proposals")
def proposals(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers with whom other thresholds are proposed."""
    rows = Proposal.objects.filter(state=ProposalState.OPEN).select_related("supplier").order_by("right", "pk")
    for row in rows[:SHOWN]:
        facts = {"supplier": row.supplier.name, "right": number_format(100 * row.right, 0), "n": row.asked}
        yield QueueItem(
            key=f"suppliers.proposal:{row.pk}",
            seat=SEAT,
            title=_("What %(supplier)s reports is worth something else than it is taken for") % facts,
            why=_("Of what %(n)d orders relied on, %(right)s %% was there.") % facts,
            step=Step(label=_("Look at the thresholds"), url=reverse("suppliers:supplier", args=[row.supplier_id])),
            minutes=3,
            subject=row.subject,
            version=str(row.pk),
        )


@queue.source("suppliers.claims")
def claims(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Tell finance of credits that nobody has taken off an invoice for two weeks, a line a supplier."""
    rows = (
        Claim.objects.filter(agreed_at__lte=now - OLD_CLAIM)
        .exclude(problem__state="dropped")
        .select_related("supplier")
    )
    rows = rows.filter(uses=None).order_by()
    grouped = rows.values("supplier_id", "supplier__name").annotate(n=Count("pk"), first=Min("agreed_at"))
    for one in grouped.order_by("first", "supplier_id")[:SHOWN]:
        facts = {"n": one["n"], "supplier": one["supplier__name"]}
        yield QueueItem(
            key=f"suppliers.claims:{one['supplier_id']}",
            seat="finance",
            title=ngettext(
                "%(n)d credit of %(supplier)s was never taken off an invoice",
                "%(n)d credits of %(supplier)s were never taken off an invoice",
                one["n"],
            )
            % facts,
            why=_("It was agreed two weeks ago or earlier. What nobody takes off is lost."),
            step=Step(label=_("Look at the claims"), url=reverse("suppliers:claims")),
            minutes=5,
            subject=f"supplier:{one['supplier_id']}",
            version=str(one["n"]),
        )
