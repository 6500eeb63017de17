"""Put things on a wish list, take them off, take the list along, show it to others."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.money.actions import CurrencyCode
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.customers import reads as customers
from storecrew.shop.wishes.events import Wished
from storecrew.shop.wishes.loading import customer_of, guests_list, list_to_fill, own_list
from storecrew.shop.wishes.models import MOST_WISHES, Wish, WishList
from storecrew.shop.wishes.seats import SHOP_DOORS, SHOPPERS
from storecrew.shop.wishes.tokens import Token, link_of
from storecrew.shop.wishes.writing import join

Language = Annotated[str, Field(min_length=2, max_length=12)]


class WishFor(Input):
    """`token` is the browser's own secret, empty for a customer who holds none; `currency` and `language` are of the page."""

    token: Token = ""
    variant_id: int
    currency: CurrencyCode
    language: Language


class WishResult(Output):
    """How many wishes are on the list afterwards."""

    list_uid: str
    count: int


@action("wishes.wish", label=gettext_lazy("Put on the wish list"), seats=SHOPPERS, surfaces=SHOP_DOORS, emits=(Wished,))
def wish(run: Run, data: WishFor) -> WishResult:
    """Put a variant on the list, with what it costs now. What is there already stays as it was."""
    if not data.token and customer_of(run.actor) is None:
        raise InvalidInput({"token": _("Your browser holds no list.")})
    found = catalogue.sold([data.variant_id], language=data.language, currencies=[data.currency], at=run.now)
    goods = found.get(data.variant_id)
    if goods is None or not goods.on_sale:
        raise Missing(_("This is not on sale any more."))
    _take_along(run, data.token)
    row = list_to_fill(run, data.token, language=data.language)
    if row.wishes.filter(variant=data.variant_id).exists():
        return _result(row)
    if row.wishes.count() >= MOST_WISHES:
        raise Refused(_("A wish list holds up to %(most)d things. Take some off first.") % {"most": MOST_WISHES})
    price = goods.prices.get(data.currency)
    minor = price.price.minor if price else None
    made, new = Wish.objects.get_or_create(
        list=row,
        variant_id=data.variant_id,
        defaults={"seen_minor": minor, "currency": data.currency, "added_at": run.now},
    )
    if new:
        run.changed(row.subject, f"variant:{made.variant_id}", old=False, new=True)
        event = Wished(
            variant_id=data.variant_id, customer_id=row.customer_id, price_minor=minor, currency=data.currency
        )
        run.emit(event, subject=f"variant:{data.variant_id}")
    _touch(row, run)
    return _result(row)


class Unwish(Input):
    """What to take off."""

    token: Token = ""
    variant_id: int


@action("wishes.unwish", label=gettext_lazy("Take off the wish list"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def unwish(run: Run, data: Unwish) -> WishResult:
    """Take a variant off the list; one that is not on it is no matter."""
    _take_along(run, data.token)
    row = _own(run, data.token)
    deleted, _by_model = row.wishes.filter(variant=data.variant_id).delete()
    if deleted:
        run.changed(row.subject, f"variant:{data.variant_id}", old=True, new=False)
        _touch(row, run)
    return _result(row)


class Adopt(Input):
    """The list of the browser in which somebody has just signed in."""

    token: Token


class Adopted(Output):
    """The list that counts from now on; `gained` wishes came from the other one."""

    list_uid: str
    gained: int


@action("wishes.adopt", label=gettext_lazy("Take the wish list along"), seats=SHOPPERS, surfaces={"web"})
def adopt(run: Run, data: Adopt) -> Adopted:
    """Join the browser's list with that of the customer who signed in."""
    if customer_of(run.actor) is None:
        raise Denied(_("Sign in first."))
    gained = _take_along(run, data.token)
    row = own_list(run.actor, data.token)
    return Adopted(list_uid=row.uid if row else "", gained=gained)


class Share(Input):
    """Whether whoever has its link may look at the list."""

    token: Token = ""
    on: bool


class Shared(Output):
    """What the link carries; empty when the list is nobody else's business."""

    link: Annotated[str, Private] = ""


@action("wishes.share", label=gettext_lazy("Share a wish list"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def share(run: Run, data: Share) -> Shared:
    """Let others look at the list by an unguessable link, or no more: then every link of it is void for ever."""
    row = _own(run, data.token)
    if row.shared and not data.on:
        row.link_version += 1
    run.changed(row.subject, "shared", old=row.shared, new=data.on)
    row.shared = data.on
    row.save(update_fields=["shared", "link_version"])
    return Shared(link=link_of(row) if row.shared else "")


class TellDrops(Input):
    """Whether its owner wants to hear when something on the list becomes cheaper."""

    token: Token = ""
    on: bool


@action("wishes.tell_drops", label=gettext_lazy("Letters about lower prices"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def tell_drops(run: Run, data: TellDrops) -> Nothing:
    """Write to a customer when something on their list becomes cheaper, or no more."""
    customer_id = customer_of(run.actor)
    view = customers.view(customer_id) if customer_id is not None else None
    if view is None or not view.email:
        raise Refused(_("Sign in first: such letters go to the e-mail address of your account."), code="wishes.guest")
    row = _own(run, data.token)
    run.changed(row.subject, "tells_drops", old=row.tells_drops, new=data.on)
    row.tells_drops = data.on
    row.save(update_fields=["tells_drops"])
    return Nothing()


def _take_along(run: Run, token: str) -> int:
    """Make what was put together before signing in the customer's; returns how many wishes that brought."""
    guest = guests_list(run.actor, token)
    if guest is None:
        return 0
    own = own_list(run.actor, token)
    run.about(own.subject if own else guest.subject)
    if own is not None:
        gained = join(guest, own, run.now)
        run.changed(own.subject, "joined", old=None, new=gained)
        return gained
    run.changed(guest.subject, "customer", old=None, new=customer_of(run.actor))
    guest.customer_id = customer_of(run.actor)
    guest.save(update_fields=["customer"])
    return guest.wishes.count()


def _own(run: Run, token: str) -> WishList:
    row = own_list(run.actor, token)
    if row is None:
        raise Missing(_("There is no wish list here yet."))
    run.about(row.subject)
    return row


def _touch(row: WishList, run: Run) -> None:
    row.changed_at = run.now
    row.save(update_fields=["changed_at"])


def _result(row: WishList) -> WishResult:
    return WishResult(list_uid=row.uid, count=row.wishes.count())
