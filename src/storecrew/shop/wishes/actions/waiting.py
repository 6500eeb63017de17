"""Wait for something that is sold out, stop waiting, and how many are told at once."""

import hashlib
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import limits
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Personal
from storecrew.kernel.limits import Rate
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.wishes.actions.listing import Language
from storecrew.shop.wishes.events import NoticeAskedFor
from storecrew.shop.wishes.loading import customer_of
from storecrew.shop.wishes.models import AlertState, Habits, StockAlert, WishList
from storecrew.shop.wishes.seats import EVERYWHERE, RULERS, SHOP_DOORS, SHOPPERS
from storecrew.shop.wishes.selling import pieces_of
from storecrew.shop.wishes.tokens import Link, stopped_by

ASKED_BY_ONE = Rate(20, 3600)
ASKED_FROM_A_NETWORK = Rate(60, 3600)


class AskForNotice(Input):
    """What somebody waits for, and where one letter about it goes."""

    variant_id: int
    email: Annotated[str, Personal, Field(max_length=254)]
    language: Language


@action(
    "wishes.ask_for_notice",
    label=gettext_lazy("Ask to be told when it is back"),
    seats=SHOPPERS,
    surfaces=SHOP_DOORS,
    emits=(NoticeAskedFor,),
)
def ask_for_notice(run: Run, data: AskForNotice) -> Nothing:
    """Put somebody on the list of those who are told, once, when a variant is back. Asked twice, they stand there once."""
    email = data.email.casefold()
    local, at, host = email.rpartition("@")
    if not (local and at and "." in host) or any(sign.isspace() for sign in email):
        raise InvalidInput({"email": _("Write your e-mail address.")})
    _limited(email, run.actor.address)
    found = catalogue.sold([data.variant_id], language=data.language, currencies=[], at=run.now)
    if data.variant_id not in found or not found[data.variant_id].on_sale:
        raise Missing(_("This is not on sale any more."))
    run.about(f"variant:{data.variant_id}")
    pieces = pieces_of([data.variant_id], run.now).get(data.variant_id)
    if pieces is None or pieces > 0:
        raise Refused(_("It is there: you can order it now."), code="wishes.there")
    _row, new = StockAlert.objects.get_or_create(
        variant_id=data.variant_id,
        email=email,
        state=AlertState.WAITING,
        defaults={"customer_id": customer_of(run.actor), "language": data.language, "asked_at": run.now},
    )
    if new:
        waiting = StockAlert.objects.filter(variant=data.variant_id, state=AlertState.WAITING).count()
        run.emit(NoticeAskedFor(variant_id=data.variant_id, waiting=waiting), subject=f"variant:{data.variant_id}")
    return Nothing()


def _limited(email: str, address: str) -> None:
    verdicts = [limits.hit("wishes.notice", hashlib.sha256(email.encode()).hexdigest()[:32], ASKED_BY_ONE)]
    if address:
        verdicts.append(limits.hit("wishes.notice.from", address, ASKED_FROM_A_NETWORK))
    if not all(verdict.allowed for verdict in verdicts):
        raise Refused(_("That was asked very often now. Try again in an hour."), code="limited")


class Stop(Input):
    """What the link of a letter carried."""

    link: Link


class Stopped(Output):
    """What was ended: notice or prices."""

    what: str


@action("wishes.stop", label=gettext_lazy("End letters by their link"), seats=SHOPPERS, surfaces=SHOP_DOORS)
def stop(run: Run, data: Stop) -> Stopped:
    """End what a letter's link names: waiting for one thing, or letters about lower prices. Twice is once."""
    named = stopped_by(data.link)
    if named is None:
        raise Missing(_("This link is not complete. Copy all of it."))
    what, number = named
    if what == "alert":
        row = StockAlert.objects.filter(pk=number).first()
        if row is not None and row.state == AlertState.WAITING:
            run.changed(f"variant:{row.variant_id}", "waits", old=True, new=False)
            StockAlert.objects.filter(pk=number).update(state=AlertState.STOPPED, ended_at=run.now)
        return Stopped(what="notice")
    listed = WishList.objects.filter(pk=number).first()
    if listed is not None:
        run.changed(listed.subject, "tells_drops", old=listed.tells_drops, new=False)
        WishList.objects.filter(pk=number).update(tells_drops=False)
    return Stopped(what="prices")


class SetHabits(Input):
    """How many people are told for each piece that can be had."""

    multiple: Annotated[int, Field(ge=1, le=100)]


@action("wishes.set_habits", label=gettext_lazy("How many are told at once"), seats=RULERS, surfaces=EVERYWHERE)
def set_habits(run: Run, data: SetHabits) -> Nothing:
    """Set for how many people each piece that is back may raise hopes. Whoever waits longest is told first."""
    before = Habits.objects.filter(pk=1).first() or Habits()
    run.changed("wishes_habits:1", "multiple", old=before.multiple, new=data.multiple)
    Habits.objects.update_or_create(pk=1, defaults={"multiple": data.multiple})
    return Nothing()
