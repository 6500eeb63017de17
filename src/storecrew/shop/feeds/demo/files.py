"""The files of the demo's suppliers: what lies with them by now, written as each of them writes it, and sent."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.jobs.running import run_to_end
from storecrew.shop.feeds import actions
from storecrew.shop.feeds.actions.asking import gate
from storecrew.shop.feeds.actions.receiving import Receive, Send, receive
from storecrew.shop.feeds.actions.receiving import send as send_by_hand
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.types import BUSY, Kind, State
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView

AT_MOST: Final = 1000
MOST, LEAST, CYCLE = 90, 24, 9
type Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """What a supplier's files are like: by which name, with which columns, in which encoding."""

    name: str
    header: Sequence[str]
    encoding: str

    def written(self, rows: Rows) -> bytes:
        """Return a file with these rows."""
        if self.name.endswith(".json"):
            objects = [dict(zip(self.header, row, strict=True)) for row in rows]
            return json.dumps({"data": objects}, ensure_ascii=False).encode(self.encoding)
        text = io.StringIO()
        csv.writer(text).writerows([self.header, *rows])
        return text.getvalue().encode(self.encoding)


def send(
    actor: Actor, source: Source, form: Form, step: int, at: datetime, touch: Callable[[Rows], Rows] | None = None
) -> None:
    """Let a supplier send their list for the so-and-so-many-th time, changed by `touch`, and take it in as workers do."""
    offers, _total = supply.open_offers(source.supplier_id, limit=AT_MOST)
    rows = [_row(form, one, step) for one in offers]
    if not rows:
        return
    kept = SHELF.keep([form.written(touch(rows) if touch else rows)])
    name = form.name.replace(".", f" {at:%m-%d}.", 1) if source.kind != Kind.PUSH else "push"
    file = {"source_id": source.pk, "digest": kept.digest, "size": kept.size, "name": name}
    if source.kind == Kind.UPLOAD:
        answer = send_by_hand(actor, Send.model_validate(file), now=at)
    else:
        answer = receive(gate("a supplier's file came"), Receive.model_validate(file), now=at)
    version = Version.objects.filter(pk=answer.version_id or 0).first()
    if version is None:  # nothing new in it
        return
    if version.state == State.MAPPING:
        confirmed = actions.ConfirmMapping(version_id=version.pk, mapping=version.mapping)
        actions.confirm_mapping(actor, confirmed, now=at)
        version.refresh_from_db()
    if version.state in BUSY and version.work_id is not None:
        run_to_end(version.work_id, clock=lambda: at)


def _row(form: Form, offer: OfferView, step: int) -> list[str]:
    cells = [offer.sku, str(lying(offer, step)), "" if offer.cost is None else f"{offer.cost.amount:.2f}"]
    return [cells[0], offer.title, *cells[1:]] if len(form.header) > len(cells) else cells


def lying(offer: OfferView, step: int) -> int:
    """Return how many pieces there are: some have gone since the last time, and now and then more were made."""
    turn = (offer.offer_id + step) % CYCLE
    return LEAST + (offer.variant_id * 7 + offer.offer_id) % MOST - turn * (offer.offer_id % 3)
