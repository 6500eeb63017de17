"""The test bank's own pages: choose a card, and answer the card's bank when it asks back. Plain forms, no script.

They belong to the other side: they touch the bank's memory only, never ours.
"""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storecrew.kernel.money.types import Money
from storecrew.shop.payments.models import Provider
from storecrew.shop.payments.providers.test.adapter import server
from storecrew.shop.payments.providers.test.cards import CARDS, REASONS
from storecrew.shop.payments.providers.test.happening import Declined, Unknown

app_name = "test_bank"


@never_cache
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the cards; with a chosen one, pay, go on to its bank, or say why it was declined."""
    found = _intent(ref)
    if request.method == "POST":
        if request.POST.get("give_up"):
            return _back(request, found)
        try:
            found = server().confirm(ref, card=request.POST.get("card", ""), now=timezone.now())
        except Unknown:
            return _page(request, "pay", found, 422)
        except Declined:
            return _back(request, found)
        if found.get("challenge"):
            return _see(reverse("test_bank:challenge", args=[ref]))
    if found["state"] not in {"waiting", "failed"} or (request.method == "POST" and found["state"] != "failed"):
        return _back(request, found)
    return _page(request, "pay", found, 200)


@never_cache
@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, ref: str) -> HttpResponse:
    """Let the holder say that it is really him, as the bank of a card with 3-D Secure asks."""
    found = _intent(ref)
    if not found.get("challenge"):
        return _see(reverse("test_bank:pay", args=[ref]))
    if request.method == "POST":
        try:
            found = server().answer_challenge(ref, passed=request.POST.get("answer") == "yes", now=timezone.now())
        except Declined:
            return _back(request, found)
        return _back(request, found) if found["state"] != "failed" else _page(request, "pay", found, 200)
    return _page(request, "challenge", found, 200)


def _intent(ref: str) -> dict[str, object]:
    if not Provider.objects.filter(kind="test").exists():
        raise Http404
    try:
        return dict(server().intent(ref))
    except Unknown:
        raise Http404 from None


def _page(request: HttpRequest, name: str, found: dict[str, object], status: int) -> HttpResponse:
    decline = str(found["decline"])
    context = {
        "ref": found["ref"],
        "amount": Money(int(str(found["amount"])), str(found["currency"])),
        "description": found.get("description", ""),
        "cards": list(CARDS.values()),
        "chosen": found["card"] or "tok_pays",
        "why": REASONS.get(decline, "") if decline else "",
        "back": _address(request, found),
    }
    return render(request, f"payments/test_bank/{name}.html", context, status=status)


def _back(request: HttpRequest, found: dict[str, object]) -> HttpResponse:
    return _see(_address(request, found))


def _address(request: HttpRequest, found: dict[str, object]) -> str:
    """Return where the shop wanted its customer back, with how it went; only ever an address of this site."""
    wanted = str(found.get("return_url") or "/")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        wanted = "/"
    sign = "&" if "?" in wanted else "?"
    return f"{wanted}{sign}{urlencode({'paid_by': 'test-bank', 'state': found['state']})}"


def _see(url: str) -> HttpResponse:
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer


urlpatterns = [
    path("<str:ref>/", pay, name="pay"),
    path("<str:ref>/challenge/", challenge, name="challenge"),
]
