"""Pages of sourcing: what would be chosen for a basket and why, and the owner's rules."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.kernel.store.reads import current
from storecrew.kernel.store.types import Profile
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.sourcing import reads
from storecrew.shop.sourcing.forms import RulesForm, TryForm, initial_of
from storecrew.shop.sourcing.models import BuyerPays, OwnFirst
from storecrew.shop.sourcing.reads import Somewhere
from storecrew.shop.sourcing.seats import READERS, RULERS
from storecrew.shop.sourcing.types import Need, Option, Plan, Reason
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply

reader = permitted("sourcing.sources", READERS)
ruler = permitted("sourcing.set_rules", RULERS)


@dataclass(frozen=True, slots=True)
class Place:
    """A source as it is shown; `pieces` are taken from it."""

    option: Option
    name: str
    supplier: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the basket that is tried."""

    face: Face | None
    variant_id: int
    quantity: int
    reason: Reason
    places: tuple[Place, ...]


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the rules, and what would be chosen for a basket that somebody wants to try."""
    return _page(request, TryForm(request.GET if "basket" in request.GET else None, home=_home().country))


@require_GET
@reader
def of_variant(request: HttpRequest, variant_id: int) -> HttpResponseBase:
    """Show every source of one variant."""
    now, store = timezone.now(), _home()
    face = catalogue.faces([variant_id], get_language() or "en", now=now).get(variant_id)
    if face is None:
        raise Http404
    asked = {"basket": f"{face.sku} 1", "country": store.country} | {
        name: request.GET[name] for name in ("basket", "country", "region", "postal_code") if name in request.GET
    }
    return _page(request, TryForm(asked, home=store.country), face=face, variant_id=variant_id)


@require_http_methods(["GET", "POST"])
@ruler
def rules(request: HttpRequest) -> HttpResponseBase:
    """Say how sources are chosen."""
    now_holds = reads.rules()
    form = RulesForm(request.POST or None, initial=initial_of(now_holds), currency=now_holds.parcel.currency)
    there = reverse("sourcing:index")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("So it is chosen now."))):
        return answer
    return answers.page(request, "sourcing/rules.html", {"form": form, "currency": now_holds.parcel.currency})


def _page(
    request: HttpRequest, form: TryForm, *, face: Face | None = None, variant_id: int | None = None
) -> HttpResponseBase:
    now, store = timezone.now(), _home()
    holds = reads.rules()
    lines: tuple[Line, ...] = ()
    plan: Plan | None = None
    if form.is_bound and form.is_valid():
        to = Somewhere(form.cleaned_data["country"], form.cleaned_data["region"], form.cleaned_data["postal_code"])
        lines, plan = _tried(form.cleaned_data["basket"], to, store, now)
    elif form.is_bound and variant_id is not None and face is not None and not face.sku:
        to = Somewhere(store.country)
        lines, plan = _tried({variant_id: 1}, to, store, now)
    context = {
        "form": form,
        "face": face,
        "rules": holds,
        "own": OwnFirst(holds.own).label,
        "buyer_pays": BuyerPays(holds.buyer_pays).label,
        "lines": lines,
        "plan": plan,
        "may_rule": allows(actor_of(request), name="sourcing.set_rules", seats=RULERS, at=now),
    }
    return answers.page(request, "sourcing/index.html", context)


def _tried(basket: dict[int, int], to: Somewhere, store: Profile, now: datetime) -> tuple[tuple[Line, ...], Plan]:
    needs = [Need(key=f"v{pk}", variant_id=pk, quantity=pieces) for pk, pieces in basket.items()]
    plan = reads.plan(needs, ship_to=to, currency=store.currency, now=now)
    faces = catalogue.faces(basket, get_language() or "en", now=now)
    names = {one.warehouse_id: one.name for one in stock.open_warehouses()}
    whose = {one.supplier_id for options in plan.options.values() for one in options if one.supplier_id is not None}
    suppliers = {pk: one.name for pk, one in supply.suppliers_by_id(whose).items()}
    taken = {(share.key, share.warehouse_id): share.quantity for share in plan.shares}
    why = {one.key: one.reason for one in plan.lines}
    lines = tuple(
        Line(
            face=faces.get(need.variant_id),
            variant_id=need.variant_id,
            quantity=need.quantity,
            reason=why[need.key],
            places=tuple(
                Place(
                    option=option,
                    name=names.get(option.warehouse_id, ""),
                    supplier=suppliers.get(option.supplier_id or 0, ""),
                    pieces=taken.get((need.key, option.warehouse_id), 0),
                )
                for option in plan.options.get(need.variant_id, ())
            ),
        )
        for need in needs
    )
    return lines, plan


def _home() -> Profile:
    store = current()
    if store is None:
        raise Http404
    return store
