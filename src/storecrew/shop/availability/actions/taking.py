"""Take in what suppliers say, in whatever order it arrives, and that they still say it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import many
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.shop.availability.learning import FORGOTTEN_DAYS
from storecrew.shop.availability.models import Call, Heard, Said, Stream
from storecrew.shop.availability.seats import EVERYWHERE, TELLERS
from storecrew.shop.availability.weighing import Scales
from storecrew.shop.availability.words import Word, offers_of_supplier, words
from storecrew.shop.availability.writing.levels import lock, write_through
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

ROWS_AT_MOST = 5_000
GIVES_WAY_AFTER = timedelta(days=1)
GIVE_WAY_AT_MOST = 1_000
FUTURE_S = 300
"""Clocks of others may be so far ahead; what claims to be later still is refused."""

type StreamName = Annotated[str, Field(min_length=3, max_length=40, pattern=r"^[a-z_]+:[\w.-]+$")]
"""Who speaks, e.g. `feed:7`, `portal:3`, `push:2`, `person:5`, `order:12`."""
type Quantity = Annotated[int, Field(ge=0, le=1_000_000_000)] | None
type SaidRow = tuple[int, Quantity, Annotated[int, Field(ge=0)] | None]
"""(offer, how many there are or None for no longer listed, line of the source or None)."""


class TakeSaid(Input):
    """What a stream says of offers at a site; `observed_at`: as of when it was so. Each offer once; of two the smaller number."""

    stream: StreamName
    site_id: int
    observed_at: datetime
    rows: Annotated[tuple[SaidRow, ...], Field(max_length=ROWS_AT_MOST), Private]
    """Private, since the history keeps each change: the audit would hold thousands of numbers a second time."""


class TakenSaid(Output):
    """What became of the rows. `sellable`: of how many offers more or fewer may be sold now.

    `new` had never been said there, `same` changed nothing but when they were seen, `older` came after a newer word,
    `unknown` are no offers of this supplier.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    older: int = 0
    unknown: int = 0
    sellable: int = 0


@action(
    "availability.take_said",
    label=gettext_lazy("Take in what a supplier says"),
    seats=TELLERS,
    surfaces=EVERYWHERE,
    calls=(stock.report,),
    previews=True,
)
def take_said(run: Run, data: TakeSaid) -> TakenSaid:
    """Take in how many pieces a supplier says there are, at most 5,000 offers of one site at a time.

    The newest word about a moment counts, whatever order words arrive in: what comes late never overwrites, and the same
    again changes nothing. A fixed number of statements, however many rows.
    """
    site, stream = _heard(run, data.stream, data.site_id, data.observed_at)
    told = _told(data.rows)
    offers = {row[0]: row for row in offers_of_supplier(site.supplier_id, told)}
    sorted_out = _sort_out(data, stream, told, offers)
    scales = Scales([site.site_id], run.now, sorted_out.offers)
    _learn(scales, stream, sorted_out, data.observed_at)
    touched = [*sorted_out.new, *(word for word, _was in sorted_out.changed), *sorted_out.again]
    sellable = write_through(run, scales, touched, data.stream)
    _write(run, stream, sorted_out, data)
    return TakenSaid(
        new=len(sorted_out.new),
        changed=len(sorted_out.changed),
        same=len(sorted_out.again) + sorted_out.same,
        older=sorted_out.older,
        unknown=len(told) - len(offers),
        sellable=sellable,
    )


class ConfirmStream(Input):
    """All that a stream has said of a site still holds at `observed_at`."""

    stream: StreamName
    site_id: int
    observed_at: datetime


class Confirmed(Output):
    """Until when it is confirmed now: later than asked, where a later word was there already."""

    confirmed_at: datetime


@action(
    "availability.confirm_stream",
    label=gettext_lazy("Note that a supplier still says the same"),
    seats=TELLERS,
    surfaces=EVERYWHERE,
    calls=(take_said,),
)
def confirm_stream(run: Run, data: ConfirmStream) -> Confirmed:
    """Note that everything a stream said before still holds. It costs the same for ten offers and for a million.

    What had been held back for its age is let through by a job within minutes. What a person or an order said otherwise
    gives way after a day: the stream still says its own, and by then its record has taken the blow.
    """
    _site, row = _heard(run, data.stream, data.site_id, data.observed_at)
    if row.confirmed_at is not None and row.confirmed_at >= data.observed_at:
        return Confirmed(confirmed_at=row.confirmed_at)
    row.confirmed_at, row.heard_at, row.lifted_to = data.observed_at, run.now, 0
    row.said_at = max(row.said_at, data.observed_at)
    row.save(update_fields=["confirmed_at", "heard_at", "lifted_to", "said_at"])
    Call.objects.create(stream=row, observed_at=data.observed_at, heard_at=run.now, confirmed=True)
    if rows := _overruled(row, data.observed_at):
        run.call(take_said, TakeSaid(stream=data.stream, site_id=row.site_id, observed_at=data.observed_at, rows=rows))
    return Confirmed(confirmed_at=data.observed_at)


def _overruled(stream: Stream, at: datetime) -> tuple[SaidRow, ...]:
    """Return what a stream last said of offers of which a person or an order said something else a while ago."""
    others = Said.objects.filter(site_id=stream.site_id, observed_at__lte=at - GIVES_WAY_AFTER)
    once = Q(stream__name__startswith="person:") | Q(stream__name__startswith="order:")
    offers = others.filter(once).exclude(stream=stream).order_by("pk").values_list("offer_id", flat=True)
    mine = Heard.objects.filter(site_id=stream.site_id, stream=stream, offer_id__in=list(offers[:GIVE_WAY_AT_MOST]))
    last: dict[int, SaidRow] = {}
    for offer_id, quantity, line in mine.order_by("observed_at", "pk").values_list("offer_id", "quantity", "row"):
        last[offer_id] = (offer_id, quantity, line)
    return tuple(last.values())


@dataclass(slots=True)
class _SortedOut:
    """Rows by what they change; `changed` with the value before."""

    new: list[Word] = field(default_factory=list)
    changed: list[tuple[Word, int | None]] = field(default_factory=list)
    again: list[Word] = field(default_factory=list)
    same: int = 0
    older: int = 0

    @property
    def offers(self) -> list[int]:
        return [word.offer_id for word in (*self.new, *(word for word, _was in self.changed), *self.again)]


def _heard(run: Run, name: str, site_id: int, observed_at: datetime) -> tuple[SiteView, Stream]:
    """Return the site that is spoken of, locked, and the stream that speaks. Raises Missing, InvalidInput."""
    site = supply.sites_by_id([site_id]).get(site_id)
    if site is None:
        raise Missing(_("There is no such warehouse of a supplier."))
    _not_of_the_future(run, observed_at)
    run.about(f"site:{site.site_id}", f"supplier:{site.supplier_id}")
    lock([site.site_id])
    return site, _stream(run, name, site.site_id, observed_at)


def _not_of_the_future(run: Run, observed_at: datetime) -> None:
    if (observed_at - run.now).total_seconds() > FUTURE_S:
        raise InvalidInput({"observed_at": _("This moment lies ahead. Check the clock of whoever sent it.")})


def _stream(run: Run, name: str, site_id: int, observed_at: datetime) -> Stream:
    row = Stream.objects.filter(site_id=site_id, name=name).first()
    if row is None:
        row = Stream(name=name, site_id=site_id, said_at=observed_at, heard_at=run.now, flow_at=run.now)
        row.save()
    return row


def _told(rows: Iterable[SaidRow]) -> dict[int, tuple[int | None, int | None]]:
    """Return what is said of each offer: of several numbers the smallest."""
    found: dict[int, tuple[int | None, int | None]] = {}
    for offer_id, quantity, line in rows:
        known = found.get(offer_id)
        if known is None or _size(quantity) < _size(known[0]):
            found[offer_id] = (quantity, line)
    return found


def _size(quantity: int | None) -> int:
    return -1 if quantity is None else quantity


type _Offer = tuple[int, int, datetime | None, date | None, date | None]


def _sort_out(
    data: TakeSaid, stream: Stream, told: dict[int, tuple[int | None, int | None]], offers: dict[int, _Offer]
) -> _SortedOut:
    """Compare with what holds, in memory, and put what is newer into the words."""
    found = _SortedOut()
    if stream.confirmed_at is not None and data.observed_at < stream.confirmed_at:
        found.older = len(offers)  # it has spoken since, and what it had said until then still held
        return found
    known = {word.offer_id: word for word in words(Q(site_id=data.site_id, offer_id__in=many.among(offers)))}
    at = data.observed_at
    for offer_id, (quantity, line) in told.items():
        if offer_id not in offers:
            continue
        _pk, variant, ended, first, last = offers[offer_id]
        word = known.get(offer_id)
        if word is None:
            nothing = (0, at, None, 0.0, 0.0, 0.0, 0.0, stream.confirmed_at, variant, ended, first, last)
            found.new.append(Word(0, offer_id, data.site_id, variant, stream.pk, quantity, at, line, at, *nothing))
            continue
        seen = word.seen_at
        if at < seen or (at == seen and _size(quantity) > _size(word.quantity)):
            found.older += 1
        elif quantity != word.quantity:
            found.changed.append((word, word.quantity))
        elif at == seen:
            found.same += 1
        else:
            _put(word, stream, quantity, at, line)
            found.again.append(word)
    for word, _was in found.changed:
        word.quantity, word.row = told[word.offer_id]
    return found


def _put(word: Word, stream: Stream, quantity: int | None, at: datetime, line: int | None) -> None:
    word.stream_id, word.confirmed_at = stream.pk, stream.confirmed_at
    word.quantity, word.observed_at, word.row = quantity, at, line


def _learn(scales: Scales, stream: Stream, found: _SortedOut, at: datetime) -> None:
    """Learn from changed values how fast pieces leave to others: what left for our own customers is known and taken off."""
    sold = _sold(scales, found)
    before = {word.offer_id: (word.out, word.days) for word, _was in found.changed}
    for word, was in found.changed:
        own = sum(pieces for when, pieces in sold.get(word.variant_id, ()) if word.value_since < when <= at)
        days = scales.span(word.site_id, word.value_since, at).days
        word.learn(word.flow.seen(was=was, now=word.quantity, own=own, days=days))
        if days:
            kept = 0.5 ** (days / FORGOTTEN_DAYS)
            out, watched = before[word.offer_id]
            stream.out += max(0.0, word.out - out * kept)
            stream.days += max(0.0, word.days - watched * kept)
        _put(word, stream, word.quantity, at, word.row)
        word.value_since = at


def _sold(scales: Scales, found: _SortedOut) -> dict[int, list[tuple[datetime, int]]]:
    sold: dict[int, list[tuple[datetime, int]]] = {}
    if not found.changed:
        return sold
    places = [site.warehouse_id for site in scales.sites.values()]
    since = min(word.value_since for word, _was in found.changed)
    for one in stock_reads.passages(places, [word.variant_id for word, _was in found.changed], since):
        if one.sold:
            sold.setdefault(one.variant_id, []).append((one.at, -one.change))
    return sold


def _write(run: Run, stream: Stream, found: _SortedOut, data: TakeSaid) -> None:
    names = (
        *("stream_id", "quantity", "observed_at", "row", "value_since", "sellable", "written_at", "look_at"),
        *("out", "days", "rises", "span", "variant_id"),
    )
    both = [*(word for word, _was in found.changed), *found.again]
    many.update(Said, names, [(word.pk, *(getattr(word, name) for name in names)) for word in both])
    keys = ("offer_id", "site_id", *names)
    many.insert(Said, keys, [tuple(getattr(word, name) for name in keys) for word in found.new])
    heard = [(word.offer_id, word.quantity, was, word.row) for word, was in found.changed]
    heard += [(word.offer_id, word.quantity, None, word.row) for word in found.new]
    same = {"site_id": data.site_id, "stream_id": stream.pk, "observed_at": data.observed_at, "heard_at": run.now}
    many.insert(Heard, ("offer_id", "quantity", "was", "row"), heard, same=same)
    faded = 0.5 ** (max(0.0, (run.now - stream.flow_at).total_seconds()) / 86_400 / FORGOTTEN_DAYS)
    Stream.objects.filter(pk=stream.pk).update(
        said_at=max(stream.said_at, data.observed_at),
        heard_at=run.now,
        out=stream.out * faded,
        days=stream.days * faded,
        flow_at=run.now,
    )
    Call.objects.create(
        stream=stream,
        observed_at=data.observed_at,
        heard_at=run.now,
        rows=len(data.rows),
        changed=len(heard),
        older=found.older,
    )
