"""What to order: by supplier, with quantities that can be changed; one variant explained; what things cost."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, SignedOut
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money, total
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.buying import typing, warnings
from storecrew.shop.buying.proposing import actions, presenting
from storecrew.shop.buying.proposing.forms import PromotionForm, RulesForm, rules_values
from storecrew.shop.buying.proposing.models import Promotion, Proposal, Rulebook, Verdict
from storecrew.shop.buying.reads import of_variants
from storecrew.shop.buying.views.access import reader, rights
from storecrew.shop.buying.wording import VERDICT_TONES
from storecrew.shop.buying.writing.rates import own_currency
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SupplierView

SHOWN = 400
"""Lines on one page; more are reached by choosing a supplier."""


@dataclass(slots=True)
class Group:
    """What is proposed of one supplier."""

    supplier: SupplierView
    warnings: tuple[warnings.Warning, ...]
    lines: list[dict[str, Any]] = field(default_factory=list)
    cash: list[Money] = field(default_factory=list)

    @property
    def sum(self) -> Money | None:
        """Return what it comes to."""
        return total(self.cash, self.cash[0].currency) if self.cash else None

    @property
    def blocked(self) -> bool:
        """Tell whether nothing may be ordered there."""
        return any(one.level == "block" for one in self.warnings)


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show what is proposed; a post keeps quantities, or makes purchase orders of them."""
    if request.method == "POST":
        return _post(request)
    show = request.GET.get("show", Verdict.DUE)
    rows = _rows(request, show)
    now, currency = timezone.now(), own_currency()
    faces = catalogue.faces([row.variant_id for row in rows], get_language() or "en", now=now)
    groups = _groups(rows, faces, currency)
    counts = {verdict: Proposal.objects.filter(verdict=verdict).count() for verdict in Verdict}
    newest = Proposal.objects.order_by("-reckoned_at").values_list("reckoned_at", flat=True).first()
    context = {
        "groups": groups,
        "unoffered": [(row, faces.get(row.variant_id)) for row in rows if row.supplier_id is None],
        "cash": total((Money(row.wanted * row.own_minor, currency) for row in rows), currency),
        "ordered": sum(1 for row in rows if row.wanted),
        "show": show,
        "tabs": [(verdict.value, verdict.label, counts[verdict]) for verdict in Verdict],
        "suppliers": sorted(_suppliers().values(), key=lambda one: one.name),
        "chosen": request.GET.get("supplier", ""),
        "find": request.GET.get("find", ""),
        "reckoned_at": newest,
        "more": len(rows) == SHOWN,
        **rights(request),
    }
    return answers.page(request, "buying_proposing/index.html", context)


def _rows(request: HttpRequest, show: str) -> list[Proposal]:
    rows = Proposal.objects.filter(verdict=show if show in Verdict.values else Verdict.DUE)
    if (supplier := request.GET.get("supplier", "")).isdecimal():
        rows = rows.filter(supplier_id=int(supplier))
    if find := request.GET.get("find", "").strip():
        ids = catalogue.find_variants(find, language=get_language() or "en", at_most=200)
        rows = rows.filter(variant_id__in=ids)
    return list(rows.order_by("supplier__name", "supplier_id", "lasts_days", "pk")[:SHOWN])


def _groups(rows: list[Proposal], faces: Any, currency: str) -> list[Group]:
    ids = {row.supplier_id for row in rows if row.supplier_id is not None}
    names, known = supply.suppliers_by_id(ids), warnings.about(ids)
    found: dict[int, Group] = {}
    for row in rows:
        if row.supplier_id is None or row.cost is None:
            continue
        group = found.setdefault(row.supplier_id, Group(names[row.supplier_id], known.get(row.supplier_id, ())))
        wanted = row.wanted
        group.cash.append(Money(row.cost.minor * wanted, row.currency))
        group.lines.append(
            {
                "row": row,
                "face": faces.get(row.variant_id),
                "cost": row.cost,
                "sum": Money(row.cost.minor * wanted, row.currency),
                "wanted": wanted,
                "why": presenting.headline(row, currency),
                "a_day": row.figures.get("a_day"),
            }
        )
    return list(found.values())


def _suppliers() -> dict[int, SupplierView]:
    ids = Proposal.objects.exclude(supplier=None).order_by().values_list("supplier_id", flat=True).distinct()
    return dict(supply.suppliers_by_id([pk for pk in ids if pk is not None]))


def _post(request: HttpRequest) -> HttpResponse:
    here = answers.back(request, reverse("buying:proposals"))
    try:
        typed = typing.posted(request.POST, "pieces")
        quantities = tuple((number, typing.pieces(text) or 0) for number, text in typed.items())
        if "keep" in request.POST:
            data = parse(actions.Choose, {"rows": quantities})
            return answers.act(request, actions.choose, data, then=here, done=_("Kept."))
        suppliers = [one for one in request.POST.getlist("order") if one.isdecimal()]
        shown = [int(one) for one in request.POST.getlist("shown") if one.isdecimal()]
        values = {"supplier_ids": suppliers or shown, "quantities": quantities}
        made = actions.order(actor_of(request), parse(actions.Order, values), key=request.POST.get("once", "")[:64])
    except SignedOut:
        raise
    except ActionError as error:
        return answers.refused(request, error, then=here)
    count = len(made.po_ids)
    said = ngettext("%(n)d draft was made.", "%(n)d drafts were made.", count) % {"n": count}
    there = reverse("buying:order", args=made.po_ids) if count == 1 else f"{reverse('buying:orders')}?state=draft"
    return answers.went(request, there, " ".join([said, *made.left]))


@require_POST
@reader
def reckon(request: HttpRequest) -> HttpResponseBase:
    """Have it reckoned anew."""
    done = _("It is being reckoned. Look again in a minute.")
    return answers.act(request, actions.reckon_now, actions.ReckonNow(), then=reverse("buying:proposals"), done=done)


@require_GET
@reader
def variant(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Explain what is proposed of one variant, with every number."""
    row = Proposal.objects.filter(variant_id=variant_id).first()
    if row is None:
        raise Http404
    now, currency = timezone.now(), own_currency()
    figures = row.figures
    money = {
        name: Money(figures[name], currency) for name in ("short_minor", "keep_minor") if figures.get(name) is not None
    }
    offers = supply.offers_of([variant_id], now).get(variant_id, ())
    names = supply.suppliers_by_id({one.supplier_id for one in offers})
    context = {
        "row": row,
        "face": catalogue.faces([variant_id], get_language() or "en", now=now).get(variant_id),
        "word": Verdict(row.verdict).label,
        "tone": VERDICT_TONES[row.verdict],
        "sentences": presenting.sentences(row, currency),
        "figures": figures,
        "short": money.get("short_minor"),
        "keep": money.get("keep_minor"),
        "supplier": names.get(row.supplier_id or 0),
        "offers": [(one, names[one.supplier_id].name) for one in offers],
        "orders": of_variants([variant_id], limit=8),
        **rights(request),
    }
    return answers.page(request, "buying_proposing/variant.html", context)


@require_http_methods(["GET", "POST"])
@reader
def rules(request: HttpRequest) -> HttpResponseBase:
    """Say what stock and being out of it cost; plan promotions."""
    row = Rulebook.objects.filter(pk=1).first() or Rulebook()
    form = RulesForm(request.POST or None, initial=rules_values(row))
    here = reverse("buying:rules")
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("From tonight on."))):
        return answer
    context = {
        "form": form,
        "promotion": PromotionForm(),
        "promotions": Promotion.objects.filter(last__gte=supply.store_day(timezone.now())).order_by("first", "pk"),
        "currency": own_currency(),
        **rights(request),
    }
    return answers.page(request, "buying_proposing/rules.html", context)


@require_POST
@reader
def promote(request: HttpRequest) -> HttpResponseBase:
    """Plan a promotion."""
    form = PromotionForm(request.POST)
    here = reverse("buying:rules")
    if answer := answers.sent(request, form, then=here, done=_("It is reckoned with from tonight on.")):
        return answer
    sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    return answers.refused(request, ActionError(sentence), then=here)


@require_POST
@reader
def drop(request: HttpRequest, promotion_id: int) -> HttpResponseBase:
    """Drop a promotion."""
    data = actions.OnePromotion(promotion_id=promotion_id)
    return answers.act(request, actions.drop_promotion, data, then=reverse("buying:rules"), done=_("Dropped."))
