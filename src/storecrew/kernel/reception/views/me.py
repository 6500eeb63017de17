"""Pages of oneself: profile, browser sessions, keys of one's own scripts."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel import limits
from storecrew.kernel.actions.errors import SignedOut
from storecrew.kernel.limits import Rate
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.answers import act, page, sent
from storecrew.kernel.people import actions, new_addresses, reads, standing
from storecrew.kernel.people.actions.address import ConfirmAddress
from storecrew.kernel.people.actions.profile import EndSessions, Key, RevokeToken
from storecrew.kernel.reception.devices import device_of
from storecrew.kernel.reception.forms import KeyForm, NewAddressForm, ProfileForm

ADDRESS_TRIES = Rate(10, 3600)


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show and change how others see the reader and how the console speaks to them."""
    who = request.user
    if not who.is_authenticated:
        raise SignedOut
    initial = {"name": who.name, "language": who.language, "time_zone": who.time_zone}
    form = ProfileForm(request.POST or None, initial=initial)
    answer = sent(request, form, then=reverse("reception:me"), done=_("Noted.")) if request.method == "POST" else None
    grants = standing.my_grants(actor_of(request), standing.MyGrantsQuery())
    return answer or page(request, "reception/me.html", {"form": form, "who": who, "grants": grants})


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Ask to sign in with another address."""
    who = request.user
    if not who.is_authenticated:
        raise SignedOut
    form = NewAddressForm(request.POST or None)
    if request.method == "POST":
        if not limits.hit("new_address", str(who.pk), ADDRESS_TRIES).allowed:
            form.add_error(None, _("Too many tries. Wait a few minutes."))
        else:
            done = _("Look into the mailbox of the new address: the link there makes it yours.")
            answer = sent(request, form, then=reverse("reception:me"), done=done)
            if answer:
                return answer
    return page(request, "reception/address.html", {"form": form, "who": who})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Let the new address hold; asked by a button, since programs that look at mails follow links too."""
    row = new_addresses.find(token)
    if row is None:
        return render(request, "reception/address_dead.html", status=410)
    if request.method == "POST":
        done = _("You sign in with %(address)s from now on.") % {"address": row.email}
        data = ConfirmAddress(token=token)
        return act(request, actions.confirm_address, data, then=reverse("reception:me"), done=done)
    return page(request, "reception/address_confirm.html", {"address": row.email})


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the reader is signed in; end some or all others."""
    who = request.user
    if not who.is_authenticated:
        raise SignedOut
    open_ones = UserSession.objects.purge_and_list(who)
    here = request.session.session_key
    if request.method == "POST":
        wanted = {int(value) for value in request.POST.getlist("session") if value.isdigit()}
        others = [row.pk for row in open_ones if row.session_key != here]
        chosen = tuple(pk for pk in others if pk in wanted or "all" in request.POST)
        data = EndSessions(sessions=chosen)
        done = _("Those devices are signed out.")
        return act(request, actions.end_sessions, data, then=reverse("reception:sessions"), done=done)
    rows = [
        {
            "pk": row.pk,
            "device": device_of(row.user_agent),
            "ip": row.ip,
            "seen": row.last_seen_at,
            "here": row.session_key == here,
        }
        for row in sorted(open_ones, key=lambda row: row.last_seen_at, reverse=True)
    ]
    return render(request, "reception/sessions.html", {"sessions": rows})


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys of the reader's own scripts; a new one is shown once."""
    form = KeyForm(request.POST or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, Key):
            response = render(request, "reception/key.html", {"key": answer})
            response["Cache-Control"] = "no-store"
            return response
    rows = reads.my_tokens(actor_of(request), reads.TokensQuery()).items
    return page(request, "reception/keys.html", {"form": form, "keys": rows})


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Make a key worthless."""
    data = RevokeToken(token_id=token_id)
    return act(request, actions.revoke_token, data, then=reverse("reception:keys"), done=_("The key is worthless now."))
