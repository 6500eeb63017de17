"""One's own data: take a copy along, ask to be forgotten, stay after all."""

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from storecrew.fronts.account.proofs import proof_of
from storecrew.fronts.account.visits import Visit, form, page
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.customers import actions, packing, privacy
from storecrew.shop.customers import reads as customers
from storecrew.shop.customers.types import PrivacyKind


@page
def data(visit: Visit) -> HttpResponse:
    """Show what can be asked for, what stays and why, and what was asked for already."""
    return _page(visit)


@form
def copy(visit: Visit) -> HttpResponse:
    """Hand out everything that is kept of whoever asks, as a ZIP of JSON; they have proved a moment ago who they are."""
    mine = visit.customer.customer_id
    try:
        _be_sure(visit)
        actions.hand_out(visit.actor, parse(actions.HandOut, {"customer_id": mine}), now=visit.now)
    except ActionError as error:
        return _page(visit, part="copy", error=error)
    found = customers.personal_data(visit.actor, parse(customers.CustomerQuery, {"customer_id": mine}), now=visit.now)
    return FileResponse(packing.packed(found), as_attachment=True, filename=f"customer-{mine}.zip")  # type: ignore[return-value]  # middleware treats both alike


@form
def forget(visit: Visit) -> HttpResponse:
    """Take down the wish to be forgotten; the crew answers it by the day that the law sets."""
    try:
        if visit.request.POST.get("sure") != "on":
            raise InvalidInput({"sure": _("Tick the box: it cannot be undone once we have done it.")})
        _be_sure(visit)
        asked = {"customer_id": visit.customer.customer_id, "kind": PrivacyKind.FORGET}
        actions.ask_privacy(visit.actor, parse(actions.AskPrivacy, asked), now=visit.now)
    except ActionError as error:
        return _page(visit, part="forget", error=error)
    return HttpResponseRedirect(visit.to.mine)


@form
def stay(visit: Visit) -> HttpResponse:
    """Take back the wish to be forgotten."""
    try:
        asked = parse(actions.WithdrawPrivacy, {"customer_id": visit.customer.customer_id})
        actions.withdraw_privacy(visit.actor, asked, now=visit.now)
    except ActionError as error:
        return _page(visit, part="forget", error=error)
    return HttpResponseRedirect(visit.to.mine)


def _be_sure(visit: Visit) -> None:
    """Raise Refused unless whoever is here came in just now or knows the password."""
    if not visit.fresh() and not proof_of(visit):
        raise Refused(_("Write your password, or let us send you a link first."), code="not_sure")


def _page(visit: Visit, *, part: str = "", error: ActionError | None = None) -> HttpResponse:
    wishes = customers.open_requests(visit.customer.customer_id)
    return visit.show(
        "account/data.html",
        _("Your data"),
        "data",
        error=error,
        part=part,
        errors=error.fields if isinstance(error, InvalidInput) else {},
        fresh=visit.fresh(),
        forgetting=next((wish for wish in wishes if wish.kind == PrivacyKind.FORGET), None),
        asked=next((wish for wish in wishes if wish.kind == PrivacyKind.EXPORT), None),
        kept=[part for part in privacy.parts() if part.keeps],
    )
