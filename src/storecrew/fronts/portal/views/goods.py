"""What is bought from a supplier and at which price; another price is asked for here, and agreed upon by the crew."""

from datetime import date

from django.http import Http404, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from storecrew.fronts.portal import actions, goods
from storecrew.fronts.portal.models import PriceWish
from storecrew.fronts.portal.visits import Visit, page
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView

ON_A_PAGE = 50


@page
def index(visit: Visit) -> HttpResponse:
    """List what we buy from them."""
    text = visit.request.GET.get("q", "").strip()[:80]
    asked = visit.request.GET.get("from", "")
    start = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    offers, total = supply.open_offers(visit.supplier_id, text=text, start=start, limit=ON_A_PAGE)
    looks = goods.looks((one.variant_id for one in offers), visit.opened.language, visit.now)
    wishes = _open_wishes([one.offer_id for one in offers])
    return visit.show(
        "portal/goods.html",
        _("Goods and prices"),
        "goods",
        rows=[(one, looks.get(one.variant_id), wishes.get(one.offer_id)) for one in offers],
        text=text,
        total=total,
        before=max(0, start - ON_A_PAGE) if start else None,
        after=start + ON_A_PAGE if start + ON_A_PAGE < total else None,
    )


@page
def one(visit: Visit, offer_id: str) -> HttpResponse:
    """Show what is agreed for one of their goods; a post asks for another price."""
    offer = supply.offers_by_id([int(offer_id)]).get(int(offer_id))
    if offer is None or offer.supplier_id != visit.supplier_id or offer.ended:
        raise Http404
    if visit.request.method != "POST":
        return _page(visit, offer)
    try:
        data = {
            "token": visit.token,
            "offer_id": offer.offer_id,
            "cost": _money(visit, offer),
            "since": _day(visit),
            "words": visit.request.POST.get("words", "")[:400],
        }
        actions.wish_cost(visit.actor, parse(actions.WishCost, data), key=visit.key, now=visit.now)
    except ActionError as error:
        return _page(visit, offer, error=error)
    return visit.went(visit.to.offer(offer.offer_id), "wish")


def _page(visit: Visit, offer: OfferView, *, error: ActionError | None = None) -> HttpResponse:
    look = goods.looks([offer.variant_id], visit.opened.language, visit.now).get(offer.variant_id)
    wishes = PriceWish.objects.filter(offer_id=offer.offer_id).order_by("-asked_at", "-pk")[:10]
    return visit.show(
        "portal/offer.html",
        offer.title or (look.title if look else offer.sku),
        "goods",
        error=error,
        offer=offer,
        look=look,
        currency=_currency(visit, offer),
        wishes=[(wish, Money(wish.cost_minor, wish.currency)) for wish in wishes],
        typed=visit.request.POST,
    )


def _open_wishes(offer_ids: list[int]) -> dict[int, Money]:
    rows = PriceWish.objects.filter(offer_id__in=offer_ids, state="open")
    return {row.offer_id: Money(row.cost_minor, row.currency) for row in rows}


def _currency(visit: Visit, offer: OfferView) -> str:
    return offer.cost.currency if offer.cost else visit.supplier.currency


def _money(visit: Visit, offer: OfferView) -> Money:
    try:
        return parse_money(visit.request.POST.get("cost", ""), _currency(visit, offer))
    except MoneyError as error:
        raise InvalidInput({"cost": _("Write the price as a number, for instance 32.50.")}) from error


def _day(visit: Visit) -> date | None:
    text = visit.request.POST.get("since", "")
    try:
        return parse_date(text) if text else None
    except ValueError as error:
        raise InvalidInput({"since": _("There is no such day.")}) from error
