"""Buyers who are not charged."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.pages import answers, links
from storecrew.shop.taxes import actions
from storecrew.shop.taxes.forms import ExemptForm
from storecrew.shop.taxes.models import Exemption
from storecrew.shop.taxes.views.access import may_edit, reader

SHOWN = 200


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List buyers who are not charged; add one."""
    asked = request.GET.get("customer", "")
    form = ExemptForm(request.POST or None, initial={"customer_id": asked, "why": "reverse_charge"})
    then = reverse("taxes:exempt")
    done = _("Saved. This customer is charged no tax from now on.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=then, done=done)):
        return answer
    rows = list(Exemption.objects.order_by("-pk")[:SHOWN])
    names = links.link_many(f"customer:{row.customer}" for row in rows)
    today = timezone.localdate()
    shown = [(row, names[f"customer:{row.customer}"], row.ends_on is None or row.ends_on > today) for row in rows]
    return answers.page(request, "taxes/exempt.html", {"form": form, "rows": shown, "may_edit": may_edit(request)})


@require_POST
@reader
def end(request: HttpRequest, exemption_id: int) -> HttpResponseBase:
    """Charge a customer again."""
    data = actions.EndExemption(exemption_id=exemption_id)
    done = _("This customer is charged tax again.")
    return answers.act(request, actions.end_exemption, data, then=reverse("taxes:exempt"), done=done)
