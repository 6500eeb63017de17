"""Speaking with suppliers: note it, set the rhythm, who helped whom."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply.types import SupplierView
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.forms import CareForm, FavourForm, LogForm, RhythmForm
from storecrew.team.suppliers.models import Care, Favour, Rhythm
from storecrew.team.suppliers.reads.contacting import rhythms
from storecrew.team.suppliers.views.access import keeper, people_of, ruler, supplier_or_404

TIERS = ("a", "b", "c")


@require_http_methods(["GET", "POST"])
@keeper
def log(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Note that one spoke."""
    row = supplier_or_404(supplier_id)
    form = LogForm(request.POST or None, people=people_of(supplier_id), fixed={"supplier_id": supplier_id})
    return _form(request, row, form, _("Note a contact"), _("Note the contact"), _("Noted. The rhythm begins anew."))


@require_http_methods(["GET", "POST"])
@keeper
def care(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Say how often one speaks with this one."""
    row = supplier_or_404(supplier_id)
    known = Care.objects.filter(pk=supplier_id).first() or Care()
    initial = {"days": known.days, "later": known.later}
    form = CareForm(request.POST or None, initial=initial, fixed={"supplier_id": supplier_id})
    return _form(request, row, form, _("How often one speaks with them"), _("Save the rhythm"), _("Saved."))


@require_POST
@keeper
def tier(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Put a supplier into another tier."""
    wanted = request.POST.get("tier", "")
    there = reverse("suppliers:supplier", args=[supplier_id])
    if wanted not in TIERS:
        return answers.see(there)
    data = supply.SetTier.model_validate({"supplier_ids": [supplier_id], "tier": wanted})
    done = _("Tier %(tier)s from now on.") % {"tier": wanted.upper()}
    return answers.act(request, supply.set_tier, data, then=there, done=done)


@require_http_methods(["GET", "POST"])
@keeper
def add_favour(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Note help given or taken."""
    row = supplier_or_404(supplier_id)
    form = FavourForm(request.POST or None, people=people_of(supplier_id), fixed={"supplier_id": supplier_id})
    return _form(request, row, form, _("Note help given or taken"), _("Note the help"), _("Noted."))


@require_POST
@keeper
def end_favour(request: HttpRequest, favour_id: int) -> HttpResponseBase:
    """Note that help was made up for, or that nothing is owed."""
    row = Favour.objects.filter(pk=favour_id).first()
    if row is None:
        raise Http404
    data = actions.EndFavour(favour_id=favour_id, waived=request.POST.get("waived") == "1")
    there = reverse("suppliers:supplier", args=[row.supplier_id])
    return answers.act(request, actions.end_favour, data, then=there, done=_("Noted."))


@require_http_methods(["GET", "POST"])
@ruler
def rhythm(request: HttpRequest) -> HttpResponseBase:
    """Say how often one speaks with suppliers of each tier."""
    days, rows = rhythms(), {row.tier: row for row in Rhythm.objects.all()}
    chosen = request.POST.get("tier", "")
    forms = {
        tier: RhythmForm(
            request.POST if chosen == tier else None,
            initial={"days": days[tier], "greets": rows[tier].greets if tier in rows else True},
            fixed={"tier": tier},
            auto_id=f"{tier}_%s",
        )
        for tier in TIERS
    }
    here = reverse("suppliers:rhythm")
    if request.method == "POST" and chosen in forms:
        done = _("Saved for tier %(tier)s.") % {"tier": chosen.upper()}
        if answer := answers.sent(request, forms[chosen], then=here, done=done):
            return answer
    return answers.page(request, "suppliers/rhythm.html", {"forms": forms.items(), "form": forms.get(chosen)})


def _form(
    request: HttpRequest, row: SupplierView, form: LogForm | CareForm | FavourForm, title: str, label: str, done: str
) -> HttpResponseBase:
    there = reverse("suppliers:supplier", args=[row.supplier_id])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=done)):
        return answer
    context = {"form": form, "title": title, "label": label, "back": there, "name": row.name}
    return answers.page(request, "suppliers/form.html", context)
