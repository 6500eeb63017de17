"""Money that suppliers agreed to, for whoever takes it off their invoices."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.pages import answers
from storecrew.shop.supply import reads as supply
from storecrew.team.suppliers import reads
from storecrew.team.suppliers.forms import UseClaimForm
from storecrew.team.suppliers.models import Claim
from storecrew.team.suppliers.reads.problems import summed
from storecrew.team.suppliers.views.access import payer, reader, rights


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List claims of which a part is still to be had; `?every=1` all of them."""
    every = request.GET.get("every") == "1"
    found = reads.claims(open_only=not every)
    names = supply.suppliers_by_id({one.supplier_id for one in found})
    context = {
        "rows": [(one, names[one.supplier_id].name) for one in found],
        "sums": summed(one.left for one in found),
        "every": every,
        **rights(request),
    }
    return answers.page(request, "suppliers/claims.html", context)


@require_http_methods(["GET", "POST"])
@payer
def use(request: HttpRequest, claim_id: int) -> HttpResponseBase:
    """Note that a part of a claim was had."""
    row = Claim.objects.select_related("problem", "supplier").filter(pk=claim_id).first()
    if row is None:
        raise Http404
    initial = {"amount": str(row.left.amount)}
    form = UseClaimForm(request.POST or None, initial=initial, currency=row.currency, fixed={"claim_id": claim_id})
    there = reverse("suppliers:claims")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Noted."))):
        return answer
    title = _("Claim on %(supplier)s for %(number)s") % {"supplier": row.supplier.name, "number": row.problem.number}
    context = {"form": form, "title": title, "label": _("Note what was had"), "back": there, "name": _("Claims")}
    return answers.page(request, "suppliers/form.html", context)
