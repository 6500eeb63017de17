"""Hear when something is back; and end letters with one press."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.storefront.page import in_store, show
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.wishing.addresses import Paths
from storecrew.fronts.wishing.views.listing import head
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.wishes import actions, reads


@own_form
@in_store
def notice(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Note who wants to hear; what is wrong is said beside what was typed."""
    typed = {"variant_id": request.POST.get("variant"), "email": request.POST.get("email", "")}
    error: ActionError | None = None
    try:
        data = parse(actions.AskForNotice, {**typed, "language": site.language})
        actions.ask_for_notice(bags.shopper(request), data, now=now)
    except Missing:
        raise
    except ActionError as refusal:
        error = refusal
    variant = str(typed["variant_id"] or "")
    faces = catalogue.faces([int(variant)] if variant.isdecimal() and len(variant) < 18 else [], site.language, now=now)
    face = next(iter(faces.values()), None)
    if face is None:
        raise Missing
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    return show(
        request,
        site,
        now,
        "wishing/notice.html",
        head(site, _("Tell me when it is back"), "wishes"),
        status=422 if error else 200,
        to=Paths(site.to),
        face=face,
        href=site.to.product(face.slug, face.variant_id),
        email=str(typed["email"])[:254],
        wrong=error.fields.get("email", "") if isinstance(error, InvalidInput) else "",
        refused=error.message if error is not None and not isinstance(error, InvalidInput) else "",
        done=error is None,
    )


@csrf_exempt
@in_store
def stop(request: HttpRequest, site: Site, now: datetime, link: str) -> HttpResponse:
    """End letters: a get shows one button, since programs open links too; a post ends them.

    The link proves everything, so the button may also be pressed by a mail program (RFC 8058).
    """
    about = reads.stop_is_about(link)
    if about is None:
        raise Missing
    done = ""
    if request.method == "POST":
        done = actions.stop(bags.shopper(request), parse(actions.Stop, {"link": link}), now=now).what
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    what, variant_id = about
    face = catalogue.faces([variant_id], site.language, now=now).get(variant_id or 0)
    this = head(site, _("No more letters"), f"wishes/stop/{link}")
    return show(request, site, now, "wishing/stop.html", this, to=Paths(site.to), what=what, face=face, done=done)
