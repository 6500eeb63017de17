"""Pages of seats: the board of eight plates, one seat's guide, and giving, sharing, covering, handing over, ending."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import Grants, grants_of
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.answers import act, page, sent
from storecrew.kernel.people import actions, reads, standing
from storecrew.kernel.people.actions.handovers import HandedOver
from storecrew.kernel.people.actions.tenures import EndTenure
from storecrew.kernel.people.guides import guide_of
from storecrew.kernel.people.rows import SeatRow
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.reception.forms import CoverForm, HandoverForm, SeatForm, ShareForm, SignForm
from storecrew.kernel.reception.views.asking import crew, demand


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the eight plates: who holds, shares and covers each."""
    found = reads.board(actor_of(request), reads.BoardQuery())
    return render(request, "reception/board.html", {"board": found, "owner": _grants(request).owner})


@require_GET
def seat(request: HttpRequest, seat: str) -> HttpResponse:
    """Show what a seat is for, how its days go, who sits in it and who did."""
    which, actor = _seat(seat), actor_of(request)
    plate = _plate(request, which)
    grants = _grants(request)
    context = {
        "seat": which,
        "guide": guide_of(which),
        "plate": plate,
        "owner": grants.owner,
        "mine": which in grants.seats,
        "holder": plate.holder is not None and plate.holder.person_id == actor.person_id,
        "history": reads.history(actor, reads.HistoryQuery(seat=which)).items,
    }
    return render(request, "reception/seat.html", context)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, seat: str) -> HttpResponse:
    """Give a vacant seat to somebody, or let somebody share one that is held."""
    which = _seat(seat)
    demand(request, actions.grant_seat)
    plate = _plate(request, which)
    kind = ShareForm if plate.holder else SeatForm
    form = kind(request.POST or None, fixed={"seat": which})
    sitting = [row.person_id for row in (plate.holder, *plate.sharers) if row]
    form.fields["person_id"].offer(crew(request), but=sitting)  # type: ignore[attr-defined]  # PeopleField
    answer = None
    if request.method == "POST":
        answer = sent(request, form, then=_url(which), done=_("The seat is theirs from the moment you chose."))
    return answer or page(request, "reception/give.html", {"form": form, "seat": which, "plate": plate})


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest, seat: str) -> HttpResponse:
    """Name somebody who stands in for a while."""
    which, actor = _seat(seat), actor_of(request)
    plate = _plate(request, which)
    sitting = [row.person_id for row in (plate.holder, *plate.sharers) if row]
    form = CoverForm(request.POST or None, fixed={"seat": which}, initial={"covered_id": actor.person_id})
    people = crew(request)
    form.fields["covered_id"].offer([row for row in people if row.person_id in sitting])  # type: ignore[attr-defined]  # PeopleField
    form.fields["person_id"].offer(people, but=sitting)  # type: ignore[attr-defined]  # PeopleField
    done = _("The cover is in place. It ends by itself.")
    answer = sent(request, form, then=_url(which), done=done) if request.method == "POST" else None
    return answer or page(request, "reception/cover.html", {"form": form, "seat": which, "plate": plate})


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, seat: str) -> HttpResponse:
    """Pass a seat on, and show the receipt."""
    which = _seat(seat)
    plate = _plate(request, which)
    if plate.holder is None:
        raise Missing(_("Nobody holds this seat; it can be given."))
    form = HandoverForm(request.POST or None, fixed={"seat": which, "from_id": plate.holder.person_id})
    form.fields["to_id"].offer(crew(request), but=[plate.holder.person_id])  # type: ignore[attr-defined]  # PeopleField
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, HandedOver):
            messages.success(request, _("Handed over. This is the receipt; both sides sign it."))
            return redirect("reception:handover", answer.handover_id)
    lies = standing.desk(actor_of(request), standing.DeskQuery(seat=which, person_id=plate.holder.person_id))
    context = {"form": form, "seat": which, "plate": plate, "sections": lies.sections}
    return page(request, "reception/hand_over.html", context)


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Show a receipt, and take the signature of those concerned."""
    actor = actor_of(request)
    receipt = reads.handover(actor, reads.HandoverQuery(handover_id=handover_id))
    form = SignForm(request.POST or None, fixed={"handover_id": handover_id})
    if request.method == "POST":
        then = reverse("reception:handover", args=[handover_id])
        answer = sent(request, form, then=then, done=_("Signed."))
        if answer:
            return answer
    mine = any(row.person_id == actor.person_id and row.at is None for row in receipt.signatures)
    return page(request, "reception/handover.html", {"receipt": receipt, "form": form, "mine": mine})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, seat: str, tenure_id: int) -> HttpResponse:
    """Take somebody out of a seat, after saying what that means."""
    which, actor = _seat(seat), actor_of(request)
    rows = reads.history(actor, reads.HistoryQuery(seat=which)).items
    row = next((one for one in rows if one.tenure_id == tenure_id), None)
    if row is None:
        raise Missing
    if request.method == "POST":
        return act(
            request, actions.end_tenure, EndTenure(tenure_id=tenure_id), then=_url(which), done=_("The seat is left.")
        )
    return render(request, "reception/end.html", {"row": row, "seat": which})


def _seat(code: str) -> Seat:
    try:
        return Seat(code)
    except ValueError:
        raise Http404 from None


def _plate(request: HttpRequest, which: Seat) -> SeatRow:
    plates = reads.board(actor_of(request), reads.BoardQuery()).seats
    return next(plate for plate in plates if plate.seat == which)


def _grants(request: HttpRequest) -> Grants:
    return grants_of(actor_of(request), timezone.now())


def _url(which: Seat) -> str:
    return reverse("reception:seat", args=[which])
