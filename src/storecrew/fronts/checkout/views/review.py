"""A buyer says how it is: stars and words for each thing that was sent, all on one page."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags, bought
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.checkout.views.bag import head
from storecrew.fronts.checkout.views.found import known
from storecrew.fronts.storefront.page import in_store, show
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.orders.types import OrderView
from storecrew.shop.reviews import actions as reviews
from storecrew.shop.reviews import reads
from storecrew.shop.reviews.types import Own

STARS = (5, 4, 3, 2, 1)
SAID = {"shown", "waits", "taken_back"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that can be reviewed, as the form shows it: what was typed, or what was said before."""

    own: Own
    picture: SafeString | str
    stars: int
    title: str
    text: str
    error: str


@csrf_exempt
@in_store
@known
def review(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView) -> HttpResponse:
    """Show what can be reviewed; a post keeps everything that has stars, or takes one review back."""
    errors: dict[int, str] = {}
    if request.method == "POST":
        if not from_here(request):
            raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
        said, errors = _take_in(request, token, found, now)
        if not errors:
            return HttpResponseRedirect(f"{Paths(site.to).review(token)}?said={said}")
    return _page(request, site, now, token, found, errors)


def _take_in(request: HttpRequest, token: str, found: OrderView, now: datetime) -> tuple[str, dict[int, str]]:
    """Write what was sent; returns what to say of it, and what is wrong, by line."""
    form, shopper = request.POST, bags.shopper(request)
    if (gone := form.get("withdraw", "")).isdecimal():
        try:
            reviews.withdraw(shopper, parse(reviews.Withdraw, {"token": token, "line_id": gone}), now=now)
        except ActionError as error:
            return "", {int(gone): error.message}
        return "taken_back", {}
    before = {one.line_id: one for one in _own(request, token, now)}
    states, errors = [], {}
    for line_id, one in before.items():
        typed = _typed(form, line_id)
        if not typed["stars"] or _as_before(one, typed, form.get("name", "")):
            continue
        asked = {"token": token, "line_id": line_id, "name": form.get("name", "").strip()[:60], **typed}
        try:
            states.append(reviews.write(shopper, parse(reviews.Write, asked), now=now).state)
        except ActionError as error:
            errors[line_id] = error.message
    if not states and not errors and not any(_typed(form, line_id)["stars"] for line_id in before):
        errors[0] = _("Choose stars for at least one thing.")
    return ("waits" if "waiting" in states else "shown"), errors


def _page(
    request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView, errors: dict[int, str]
) -> HttpResponse:
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    to = Paths(site.to)
    lines = {one.line.line_id: one for one in bought.lines_of(site, found, now)}
    own = _own(request, token, now)
    said = request.GET.get("said", "")
    rows = [_asked(one, lines, request.POST, errors.get(one.line_id, "")) for one in own]
    name = next((one.review.name for one in own if one.review and one.review.name), "")
    return show(
        request,
        site,
        now,
        "checkout/review.html",
        head(site, _("How do you like it?"), f"order/{token}/review"),
        status=422 if errors else 200,
        to_order=to.order(token),
        order=found,
        rows=rows,
        choices=STARS,
        name=request.POST.get("name", name)[:60],
        looks_first=reads.looks_first(),
        said=said if said in SAID else "",
        error=errors.get(0, ""),
        wrong=bool(errors),
    )


def _asked(own: Own, lines: dict[int, bought.Bought], form: QueryDict, error: str) -> Asked:
    written = own.review if own.state != "withdrawn" else None
    if form:
        typed = _typed(form, own.line_id)
        stars = int(typed["stars"]) if typed["stars"].isdecimal() else 0
        title, text = typed["title"], typed["text"]
    else:
        stars, title, text = (written.stars, written.title, written.text) if written else (0, "", "")
    line = lines.get(own.line_id)
    return Asked(own, line.picture if line else "", stars, title, text, error)


def _typed(form: QueryDict, line_id: int) -> dict[str, str]:
    stars = form.get(f"stars.{line_id}", "")
    return {
        "stars": stars if stars in {str(one) for one in STARS} else "",
        "title": form.get(f"title.{line_id}", "").strip()[:120],
        "text": form.get(f"text.{line_id}", "").strip()[:4000],
    }


def _as_before(own: Own, typed: dict[str, str], name: str) -> bool:
    """Tell whether nothing was changed: then it is not marked as changed."""
    said = own.review
    if said is None or own.state == "withdrawn":
        return False
    return (str(said.stars), said.title, said.text, said.name) == (
        typed["stars"],
        typed["title"],
        typed["text"],
        name.strip(),
    )


def _own(request: HttpRequest, token: str, now: datetime) -> tuple[Own, ...]:
    return reads.own(bags.shopper(request), parse(reads.OwnQuery, {"token": token}), now=now).items
