"""What the pages of suppliers show, put together from a few questions each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import links
from storecrew.kernel.pages.charts import Line, Series
from storecrew.kernel.pages.types import Link, Panel, Text, Tone
from storecrew.shop.addresses.types import Address, one_line
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Face
from storecrew.shop.supply import panels
from storecrew.shop.supply.models import (
    Closure,
    Contact,
    CostChange,
    Document,
    Offer,
    Site,
    State,
    Supplier,
    Watch,
)
from storecrew.shop.supply.reads import store_day
from storecrew.shop.supply.reads.plain import valid_on
from storecrew.shop.supply.reads.views import breaks_of, money_of
from storecrew.shop.supply.types import Break

OFFERS_SHOWN = 12
LATELY = timedelta(days=90)
COSTS_SHOWN = 100
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A warehouse on its supplier's page. `open_today`: None where its calendar is the store's."""

    site: Site
    place: str
    open_today: bool
    closure: Closure | None
    """The one it is closed for now, or the next."""


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A way to reach somebody; `url` opens it where a browser can."""

    kind: str
    label: Text
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody on their supplier's page."""

    row: Contact
    channels: tuple[ChannelLine, ...]
    birthday: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A paper, and whether it still holds."""

    row: Document
    word: Text
    tone: Tone


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer with the look of what is offered."""

    row: Offer
    face: Face | None
    cost: Money | None


@dataclass(frozen=True, slots=True)
class CostLine:
    """What an offer cost from a moment on. `rise`: by how many per cent it rose or fell then, as text with its sign."""

    cost: Money | None
    breaks: tuple[Break, ...]
    since: datetime
    who: Link | None
    by: str
    rise: str
    dearer: bool


def sites(row: Supplier, now: datetime) -> list[SiteLine]:
    """Return the warehouses of a supplier."""
    found = list(Site.objects.filter(supplier=row).select_related("warehouse__calendar").order_by("pk"))
    coming: dict[int, Closure] = {}
    for closure in Closure.objects.filter(site__in=found, last__gte=store_day(now)).order_by("-first", "-pk"):
        coming[closure.site_id] = closure
    lines = []
    for site in found:
        address = site.warehouse.address
        place = one_line(Address.model_validate(address), get_language() or "en") if address.get("country") else ""
        calendar = work_calendar(site.warehouse.calendar.code if site.warehouse.calendar else "store")
        working = calendar.day(calendar.local_date(now)).is_working
        lines.append(SiteLine(site, place, working, coming.get(site.pk)))
    return lines


def contacts(row: Supplier) -> list[ContactLine]:
    """Return who works at a supplier."""
    found = Contact.objects.filter(supplier=row, left_at=None).prefetch_related("channels")
    return [_contact(one) for one in found.order_by("-primary", "pk")]


def _contact(row: Contact) -> ContactLine:
    born = ""
    if row.birth_month and row.birth_day:
        born = date_format(date(2024, row.birth_month, row.birth_day), "MONTH_DAY_FORMAT")  # a leap year has every day
    channels = tuple(
        ChannelLine(one.kind, one.get_kind_display(), one.address, _opens(one.kind, one.address))
        for one in row.channels.all()
    )
    return ContactLine(row, channels, born)


def _opens(kind: str, address: str) -> str:
    digits = "".join(sign for sign in address if sign.isdigit())
    return {"email": f"mailto:{address}", "phone": f"tel:{address}", "whatsapp": f"https://wa.me/{digits}"}.get(
        kind, ""
    )


def documents(row: Supplier, today: date) -> list[DocumentLine]:
    """Return the papers of a supplier that no newer one has replaced."""
    watch = Watch.objects.filter(pk=1).first() or Watch()
    found = Document.objects.filter(supplier=row, replaced_by=None).select_related("asset")
    return [_document(one, today, watch.document_days) for one in found.order_by("kind", "-added_at", "-pk")]


def _document(row: Document, today: date, days: int) -> DocumentLine:
    if row.valid_until is None:
        return DocumentLine(row, _("without end"), Tone.NEUTRAL)
    left = (row.valid_until - today).days
    if left < 0:
        return DocumentLine(row, _("has lapsed"), Tone.BAD)
    said = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return DocumentLine(row, said, Tone.WARN if left <= days else Tone.GOOD)


def some_offers(row: Supplier, now: datetime) -> list[OfferLine]:
    """Return the offers of a supplier that were changed last."""
    found = Offer.objects.filter(supplier=row, ended_at=None).order_by("-changed_at", "pk")[:OFFERS_SHOWN]
    return _with_faces(found, now)


def dearer(row: Supplier, now: datetime) -> list[tuple[OfferLine, str]]:
    """Return what became dearer at a supplier lately and nobody has seen yet, by how many per cent, most first."""
    found = rises(now).filter(offer__supplier=row).select_related("offer")
    newest = {one.offer_id: one for one in found.order_by("since", "pk")}
    steps = sorted(newest.values(), key=lambda one: -_percent(one))[:OFFERS_SHOWN]
    lines = _with_faces([one.offer for one in steps], now)
    return [(line, f"+{_percent(one):.0f} %") for line, one in zip(lines, steps, strict=True)]


def rises(now: datetime) -> QuerySet[CostChange]:
    """Return rises of costs beyond what is watched for, that nobody has seen yet."""
    watch = Watch.objects.filter(pk=1).first() or Watch()
    return CostChange.objects.raised(watch.rise_percent, since=now - LATELY)


def _percent(change: CostChange) -> float:
    before = change.before_minor or 0
    return HUNDRED * ((change.cost_minor or 0) - before) / before if before else 0.0


def extras(row: Supplier, now: datetime) -> list[Panel]:
    """Return what rooms above show of a supplier."""
    return panels.for_supplier(row.pk, now)


def others(row: Offer, now: datetime) -> list[OfferLine]:
    """Return who else offers the same now, the cheapest first as far as currencies can be compared."""
    rows = valid_on(Offer.objects.filter(variant=row.variant_id), store_day(now)).exclude(pk=row.pk)
    found = rows.filter(supplier__state=State.ACTIVE).select_related("supplier")
    ordered = sorted(
        found, key=lambda one: (one.currency != row.currency, one.cost_minor is None, one.cost_minor or 0, one.pk)
    )
    return [OfferLine(one, None, money_of(one.cost_minor, one.currency)) for one in ordered[:OFFERS_SHOWN]]


def _with_faces(rows: Sequence[Offer] | QuerySet[Offer], now: datetime) -> list[OfferLine]:
    found = list(rows)
    faces = catalogue.faces([one.variant_id for one in found], get_language() or "en", now=now)
    return [OfferLine(one, faces.get(one.variant_id), money_of(one.cost_minor, one.currency)) for one in found]


def costs(row: Offer) -> list[CostLine]:
    """Return what an offer cost before and now, the newest first."""
    found = list(CostChange.objects.filter(offer=row).order_by("-since", "-pk")[:COSTS_SHOWN])
    names = links.link_many([one.by for one in found])
    return [
        CostLine(
            cost=money_of(one.cost_minor, one.currency),
            breaks=breaks_of(one.breaks, one.currency),
            since=one.since,
            who=names.get(one.by),
            by=one.by,
            rise=f"{_percent(one):+.1f} %".replace("-", "\u2212")
            if one.before_minor and one.cost_minor is not None
            else "",
            dearer=bool(one.before_minor and one.cost_minor and one.cost_minor > one.before_minor),
        )
        for one in found
    ]


def cost_chart(row: Offer) -> Line | None:
    """Return the costs of an offer in its present currency as a line; None as long as there is but one."""
    found: list[Any] = list(
        CostChange.objects.filter(offer=row, currency=row.currency, cost_minor__isnull=False).order_by("since", "pk")
    )[-24:]
    if len(found) <= 1:
        return None
    values = [float(Money(one.cost_minor, one.currency).amount) for one in found]
    first, last = (format_money(Money(one.cost_minor, one.currency)) for one in (found[0], found[-1]))
    return Line(
        title=_("Cost of one piece"),
        say=_("From %(first)s to %(last)s.") % {"first": first, "last": last},
        labels=[date_format(timezone.localtime(one.since), "SHORT_DATE_FORMAT") for one in found],
        series=[Series(_("Cost of one piece"), values)],
        unit=row.currency,
    )
