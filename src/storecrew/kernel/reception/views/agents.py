"""Pages of agents: the list, a new one with its key, limits, a new key, and the switch that stops it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.answers import act, page, sent
from storecrew.kernel.people import actions, reads
from storecrew.kernel.people.actions.agents import AgentKey, RotateKey, StopAgent
from storecrew.kernel.people.rows import AgentRow
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind
from storecrew.kernel.reception.desk import shown
from storecrew.kernel.reception.forms import AgentForm, LimitsForm
from storecrew.kernel.reception.views.asking import demand
from storecrew.kernel.store import reads as store


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the programs that act for people."""
    rows = reads.agents(actor_of(request), reads.AgentQuery()).items
    return render(request, "reception/agents.html", {"agents": [shown(row) for row in rows]})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a program that acts for the reader; its key is shown once."""
    demand(request, actions.create_agent)
    actor = actor_of(request)
    held = grants_of(actor, timezone.now()).seats
    mine = [seat for seat, hold in held.items() if hold.kind != TenureKind.COVER]
    form = AgentForm(request.POST or None, seats=mine, currency=_currency())
    if request.method == "POST":
        answer = form.run(actor)
        if isinstance(answer, AgentKey):
            return _key(request, answer)
    return page(request, "reception/agent_new.html", {"form": form, "mine": mine})


@require_http_methods(["GET", "POST"])
def agent(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Show one program: its human, seat, rights, limits and what it used today; change its limits."""
    row = _row(request, agent_id)
    actor = actor_of(request)
    grants = grants_of(actor, timezone.now())
    form = LimitsForm(
        request.POST or None,
        fixed={"agent_id": agent_id},
        currency=row.currency or _currency(),
        initial={"shadow": row.shadow, "day_count": row.day_count, "amount": _whole(row)},
    )
    answer = None
    if request.method == "POST":
        then = reverse("reception:agent", args=[agent_id])
        answer = sent(request, form, then=then, done=_("The new limits count from its next step."))
    mine = row.acts_for == actor.person_id
    context = {
        "row": row,
        "used": shown(row),
        "form": form,
        "mine": mine,
        "may_adjust": mine or grants.owner,
        "may_stop": mine or grants.owner or Seat.IT in grants.seats,
    }
    return answer or page(request, "reception/agent.html", context)


@require_POST
def rotate(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Give a program a new key and show it once."""
    return _key(request, actions.rotate_agent_token(actor_of(request), RotateKey(agent_id=agent_id)))


@require_POST
def stop(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Stop a program."""
    data = StopAgent(agent_id=agent_id, reason=request.POST.get("reason", "")[:200])
    then = reverse("reception:agent", args=[agent_id])
    return act(request, actions.stop_agent, data, then=then, done=_("Stopped. Its next step is refused."))


def _key(request: HttpRequest, key: AgentKey) -> HttpResponse:
    row = _row(request, key.agent_id)
    address = request.build_absolute_uri("/mcp")
    response = render(request, "reception/agent_key.html", {"key": key, "row": row, "address": address})
    response["Cache-Control"] = "no-store"
    return response


def _row(request: HttpRequest, agent_id: int) -> AgentRow:
    rows = reads.agents(actor_of(request), reads.AgentQuery(agent_id=agent_id)).items
    if not rows:
        raise Missing
    return rows[0]


def _whole(row: AgentRow) -> object:
    if row.day_amount_minor is None:
        return None
    digits = minor_digits(row.currency)
    return f"{row.day_amount_minor / 10**digits:.{digits}f}"


def _currency() -> str:
    profile = store.current()
    return profile.currency if profile else ""
