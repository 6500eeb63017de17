"""A wish list as its owner sees it, or whoever has its link."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Actor, Ask, Input
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face, Sold
from storecrew.shop.customers import reads as customers
from storecrew.shop.stock.types import Availability
from storecrew.shop.wishes.loading import customer_of, guests_list, own_list
from storecrew.shop.wishes.models import Wish, WishList
from storecrew.shop.wishes.seats import SHOP_DOORS
from storecrew.shop.wishes.selling import availability_of
from storecrew.shop.wishes.tokens import Link, Token, link_of, shared_list
from storecrew.shop.wishes.types import ListView, WishView

FEW = 3
Language = Annotated[str, Field(min_length=2, max_length=12)]


class ListQuery(Input):
    """The browser's token, and in which language and currency the page speaks."""

    token: Token = ""
    language: Language
    currency: CurrencyCode


@read("wishes.wishes", label=gettext_lazy("One's own wish list"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def wishes(ask: Ask, data: ListQuery) -> ListView:
    """Show the wish list of whoever asks, what was put there last first; prices then and now."""
    own, guest = own_list(ask.actor, data.token), guests_list(ask.actor, data.token)
    rows = _rows(own, guest)
    customer_id = customer_of(ask.actor)
    person = customers.view(customer_id) if customer_id is not None else None
    return ListView(
        items=views_of(rows, data.language, data.currency, ask.now),
        own=True,
        shared=bool(own and own.shared),
        link=link_of(own) if own and own.shared else "",
        tells_drops=bool(own and own.tells_drops),
        can_tell=bool(person and person.email),
    )


class SharedQuery(Input):
    """What the link of a shared list carries."""

    link: Link
    language: Language
    currency: CurrencyCode


@read("wishes.shared", label=gettext_lazy("A shared wish list"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def shared(ask: Ask, data: SharedQuery) -> ListView:
    """Show a list to whoever has its link: what is on it and what it costs now, not when it was wished for."""
    row = shared_list(data.link)
    if row is None:
        raise Missing(_("This list is not shared (any more)."))
    items = views_of(_rows(row, None), data.language, data.currency, ask.now)
    plain = tuple(one.model_copy(update={"seen": None, "cheaper": None}) for one in items)
    return ListView(items=plain, own=False, shared=True, link=data.link, tells_drops=False, can_tell=False)


def count(actor: Actor, token: str) -> int:
    """Return how many wishes whoever acts has, for the page's frame; one or two questions."""
    return len({wish.variant_id for wish in _rows(own_list(actor, token), guests_list(actor, token))})


def wished(actor: Actor, token: str, variant_id: int) -> bool:
    """Tell whether a variant is on the list of whoever acts."""
    lists = [row for row in (own_list(actor, token), guests_list(actor, token)) if row is not None]
    return bool(lists) and Wish.objects.filter(list__in=lists, variant=variant_id).exists()


def views_of(rows: list[Wish], language: str, currency: str, now: datetime) -> tuple[WishView, ...]:
    """Return wishes as a page shows them; a bounded number of questions, however many."""
    ids = [wish.variant_id for wish in rows]
    faces = catalogue.faces(ids, language, now=now)
    goods = catalogue.sold(ids, language=language, currencies=[currency], at=now)
    there = availability_of(ids, now)
    return tuple(
        _view(wish, faces[wish.variant_id], goods.get(wish.variant_id), there.get(wish.variant_id), currency)
        for wish in rows
        if wish.variant_id in faces
    )


def _rows(own: WishList | None, guest: WishList | None) -> list[Wish]:
    lists = [row for row in (own, guest) if row is not None]
    found = Wish.objects.filter(list__in=lists).order_by("-added_at", "-pk") if lists else Wish.objects.none()
    return list({wish.variant_id: wish for wish in reversed(found)}.values())[::-1]


def _view(wish: Wish, face: Face, goods: Sold | None, there: Availability | None, currency: str) -> WishView:
    offered = goods.prices.get(currency) if goods else None
    price = offered.price if offered else None
    seen = Money(wish.seen_minor, wish.currency) if wish.seen_minor is not None and wish.currency == currency else None
    return WishView(
        variant_id=wish.variant_id,
        product_id=face.product_id,
        slug=face.slug,
        title=face.title,
        options=face.options,
        picture=face.picture,
        seen=seen,
        price=price,
        cheaper=_cheaper(seen, price),
        had=_had(face, price, there),
        added_at=wish.added_at,
    )


def _cheaper(seen: Money | None, price: Money | None) -> int | None:
    """Return by how many per cent it became cheaper, toward nought: 4.9 are 4."""
    if seen is None or price is None or not seen.minor:
        return None
    return int((seen.minor - price.minor) * 100 / seen.minor)


def _had(face: Face, price: Money | None, there: Availability | None) -> str:
    if not face.on_sale or price is None:
        return "gone"
    if there is None or not there.tracked or there.sellable is None:
        return "in_stock"
    if there.sellable <= 0:
        return "sold_out"
    return "few" if there.sellable <= FEW else "in_stock"
