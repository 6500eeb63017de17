"""A supplier says what is there."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.fronts.portal.actions.proving import opened_by
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Output, Private, Surface
from storecrew.shop.availability import actions as availability
from storecrew.shop.availability import reads as words
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.access.types import Opened

ROWS_AT_MOST = 5_000
type Pieces = Annotated[int, Field(ge=0, le=100_000_000)] | None
type Row = tuple[int, Pieces, Annotated[int, Field(ge=0)] | None]
"""(offer, pieces there or None for not sold any more, line of what was sent)."""


class ReportStock(Input):
    """What is there at a site, by whoever holds the link.

    `whole`: what is not named is sold out. `unchanged`: all that was said by this way before still holds.
    """

    token: Annotated[str, Private, Field(max_length=300)]
    site_id: int
    rows: Annotated[tuple[Row, ...], Field(max_length=ROWS_AT_MOST), Private] = ()
    whole: bool = False
    unchanged: bool = False


class Reported(Output):
    """What became of it. `gone`: so many were not in the whole list, and count as sold out."""

    changed: int
    same: int
    gone: int


@action(
    "portal.report_stock",
    label=gettext_lazy("Report stock on the supplier's page"),
    seats={PUBLIC},
    surfaces={Surface.PORTAL},
    calls=(availability.take_said, availability.confirm_stream),
)
def report_stock(run: Run, data: ReportStock) -> Reported:
    """Take in what a supplier says there is, at a site of theirs, as one word about this moment."""
    opened = opened_by(run, data.token)
    site = supply.sites_by_id([data.site_id]).get(data.site_id)
    if site is None or site.supplier_id != opened.supplier_id:
        raise Missing(_("There is no such warehouse."))
    if site.closed:
        raise Refused(_("This warehouse was given up. Choose another one."), code="portal.closed")
    if not data.rows and not data.unchanged:
        raise Refused(_("Nothing is filled in yet. Type a number beside at least one thing."), code="portal.nothing")
    stream, gone = stream_of(opened), _left_out(data)
    taken = availability.TakenSaid()
    if rows := (*data.rows, *gone):
        taken = run.call(
            availability.take_said,
            availability.TakeSaid(stream=stream, site_id=site.site_id, observed_at=run.now, rows=rows),
        )
    if data.whole or data.unchanged:
        run.call(
            availability.confirm_stream,
            availability.ConfirmStream(stream=stream, site_id=site.site_id, observed_at=run.now),
        )
    return Reported(changed=taken.new + taken.changed, same=taken.same, gone=len(gone))


def stream_of(opened: Opened) -> str:
    """Return as which stream they speak: the person, whichever of their links they use."""
    who = f"contact-{opened.contact_id}" if opened.contact_id is not None else f"supplier-{opened.supplier_id}"
    return f"portal:{who}"


def _left_out(data: ReportStock) -> tuple[Row, ...]:
    """Return what was in stock there and a whole list does not name."""
    if not data.whole or not data.rows:
        return ()
    named = {row[0] for row in data.rows}
    gone = [pk for pk, (quantity, _at) in words.told(data.site_id).items() if quantity and pk not in named]
    if len(gone) + len(data.rows) > ROWS_AT_MOST:
        raise Refused(
            _("At most %(n)d goods at once. Longer lists come as a file by themselves: ask us.") % {"n": ROWS_AT_MOST},
            code="portal.too_many",
        )
    return tuple((pk, 0, None) for pk in sorted(gone))
