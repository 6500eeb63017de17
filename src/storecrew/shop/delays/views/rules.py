"""How delays are treated."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.pages import answers
from storecrew.kernel.store.reads import current
from storecrew.shop.delays.forms import RulesForm, initial_of
from storecrew.shop.delays.models import rulebook
from storecrew.shop.delays.views.access import reader, rights


@require_http_methods(["GET", "POST"])
@reader
def rules(request: HttpRequest) -> HttpResponseBase:
    """Show the rules; a post of the director sets them."""
    store = current()
    currency = store.currency if store else "CNY"
    form = RulesForm(request.POST or None, initial=initial_of(rulebook(), currency), currency=currency)
    here = reverse("delays:rules")
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("From now on."))):
        return done
    return answers.page(request, "delays/rules.html", {"form": form, **rights(request)})
