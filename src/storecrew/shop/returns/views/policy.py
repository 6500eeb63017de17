"""How the store treats returns, with what the law asks of it beside."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.returns.forms import PolicyForm, initial_of
from storecrew.shop.returns.ruling import EU, current_policy, hints
from storecrew.shop.returns.views.access import places, reader, rights
from storecrew.shop.shipping import reads as shipping


@require_http_methods(["GET", "POST"])
@reader
def policy(request: HttpRequest) -> HttpResponseBase:
    """Show the policy; a post sets it."""
    store = current()
    currency = store.currency if store else "CNY"
    found = current_policy()
    asked = catalogue.Localised(language=request.LANGUAGE_CODE, currency=currency)
    groups = catalogue.collections(actor_of(request), asked, now=timezone.now()).items
    form = PolicyForm(
        request.POST or None,
        initial=initial_of(found, lambda minor: format_amount(Money(minor, currency))),
        currency=currency,
        places=[("", _("the one that is asked first")), *places(request)],
        collections=[(str(one.collection_id), one.title) for one in groups],
        languages=[(code, get_language_info(code)["name_local"]) for code in (store.languages if store else ("en",))],
    )
    here = reverse("returns:policy")
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("From now on."))):
        return done
    served = shipping.destinations()
    told = list(hints(found, {"CN", *EU} if served is None else served | ({store.country} if store else set())))
    context = {"form": form, "hints": told, "broken": any(one.broken for one in told), **rights(request)}
    return answers.page(request, "returns/policy.html", context)
