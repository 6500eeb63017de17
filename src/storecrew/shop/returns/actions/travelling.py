"""The way back: the buyer, or the crew, notes that it left and under which number."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Private
from storecrew.shop.returns.actions.deciding import Decided, decided, own_return
from storecrew.shop.returns.events import ReturnSent
from storecrew.shop.returns.models import Return, State
from storecrew.shop.returns.rules import refuse_unless
from storecrew.shop.returns.seats import BUYERS, EVERYWHERE, RECEIVERS, SHOP_DOORS
from storecrew.shop.returns.writing.loading import return_of, save, to_state
from storecrew.shop.shipping import carriers


class SentIt(Input):
    """What the buyer says: it has left, perhaps with a number. The carrier is recognised by it where none is named."""

    token: Annotated[str, Private, Field(max_length=100)]
    return_id: int
    carrier: Annotated[str, Field(max_length=32)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""


class NoteSent(Input):
    """What the crew heard."""

    return_id: int
    version: int | None = None
    carrier: Annotated[str, Field(max_length=32)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""


@action(
    "returns.sent",
    label=gettext_lazy("Say that a return has left"),
    seats=BUYERS,
    surfaces=SHOP_DOORS,
    emits=(ReturnSent,),
)
def sent(run: Run, data: SentIt) -> Decided:
    """Say that one's return has left. Said again, the newer number counts."""
    return _on_the_way(run, own_return(run, data.token, data.return_id), data.carrier, data.tracking_number)


@action(
    "returns.note_sent",
    label=gettext_lazy("Note that a return has left"),
    seats=RECEIVERS,
    surfaces=EVERYWHERE,
    emits=(ReturnSent,),
)
def note_sent(run: Run, data: NoteSent) -> Decided:
    """Note that a return has left, and under which number."""
    row = return_of(run, data.return_id, version=data.version)
    return _on_the_way(run, row, data.carrier, data.tracking_number)


def _on_the_way(run: Run, row: Return, carrier: str, number: str) -> Decided:
    refuse_unless(
        row.state, [State.APPROVED, State.ON_THE_WAY], _("Only an approved return can be sent, and only once.")
    )
    if row.nothing_back:
        raise Refused(_("Nothing of this return has to be sent back."), code="returns.nothing_back")
    plain = carriers.normal(number)
    code = carrier if carriers.find(carrier) is not None else _recognised(plain)
    run.changed(row.subject, "tracking_number", old=row.tracking_number, new=plain)
    row.carrier, row.tracking_number = code, plain
    row.sent_at = row.sent_at or run.now
    to_state(run, row, State.ON_THE_WAY)
    save(row)
    left = ReturnSent(
        return_id=row.pk,
        number=row.number,
        order_id=row.order_id,
        kind=row.kind,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
    )
    run.emit(left, subject=row.subject)
    return decided(row)


def _recognised(number: str) -> str:
    """Return the carrier whose number this surely is; a buyer's typing error is no reason to turn them away."""
    found = [one for one in carriers.recognise(number) if not one.weak] if number else []
    return found[0].carrier if found else ""
