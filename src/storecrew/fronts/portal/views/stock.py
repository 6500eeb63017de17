"""Report stock: type numbers beside goods, paste a table, send a file; look at what is understood; then say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.portal import actions, goods, reporting, tables
from storecrew.fronts.portal.goods import Look
from storecrew.fronts.portal.reporting import NotAList, Report
from storecrew.fronts.portal.visits import Visit, page
from storecrew.kernel.actions.errors import ActionError, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.sentences import sentence_of
from storecrew.shop.availability import reads as availability
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView, SiteView

ON_A_PAGE = 50
SHOWN = 200
"""Lines of a preview; of the rest only the number is told."""
WAYS = ("type", "paste", "file")


@dataclass(frozen=True, slots=True)
class Row:
    """One of their goods, with what they last told of it and what is typed now."""

    offer: OfferView
    look: Look | None
    was: int | None
    at: datetime | None
    typed: str


@page
def stock(visit: Visit) -> HttpResponse:
    """Show the ways of reporting; a post shows what is understood of a report, or takes it in (`do`)."""
    if visit.request.method != "POST":
        return _form(visit)
    match visit.request.POST.get("do", ""):
        case "say":
            return _say(visit)
        case "same":
            return _same(visit)
        case "check":
            return _check(visit)
    return _form(visit)


def _form(visit: Visit, *, error: ActionError | None = None) -> HttpResponse:
    sites = supply.sites_of([visit.supplier_id]).get(visit.supplier_id, ())
    if not sites:
        return visit.show("portal/stock_none.html", _("Stock"), "stock")
    site, sent = _site(visit), visit.request.POST
    way = sent.get("way") or visit.request.GET.get("way", "type")
    text, start = (sent or visit.request.GET).get("q", "").strip()[:80], _start(visit)
    offers, total = supply.open_offers(visit.supplier_id, text=text, start=start, limit=ON_A_PAGE)
    told = availability.told(site.site_id)
    here = {f"n.{one.offer_id}" for one in offers}
    return visit.show(
        "portal/stock.html",
        _("Stock"),
        "stock",
        error=error,
        sites=sites,
        site=site,
        way=way if way in WAYS else "type",
        rows=_rows(visit, offers, told),
        text=text,
        total=total,
        before=max(0, start - ON_A_PAGE) if start else None,
        after=start + ON_A_PAGE if start + ON_A_PAGE < total else None,
        pasted=sent.get("pasted", ""),
        whole=sent.get("scope") == "whole",
        unchanged=bool(sent.get("unchanged")),
        carried=[(name, value) for name, value in _typed(visit) if name not in here],
        last=max((at for _quantity, at in told.values()), default=None),
    )


def _rows(visit: Visit, offers: Iterable[OfferView], told: dict[int, tuple[int | None, datetime]]) -> list[Row]:
    offers = list(offers)
    looks = goods.looks((one.variant_id for one in offers), visit.opened.language, visit.now)
    rows = []
    for one in offers:
        was, at = told.get(one.offer_id, (None, None))
        rows.append(Row(one, looks.get(one.variant_id), was, at, visit.request.POST.get(f"n.{one.offer_id}", "")[:20]))
    return rows


def _check(visit: Visit) -> HttpResponse:
    """Show what is understood, before anything of it counts."""
    sent, site = visit.request.POST, _site(visit)
    whole = sent.get("scope") == "whole"
    try:
        report = _report(visit, site, whole=whole)
    except NotAList as trouble:
        return _form(visit, error=Refused(str(trouble), code="portal.not_a_list"))
    except Unreadable as trouble:
        return _form(visit, error=Refused(sentence_of(trouble.code, trouble.params), code=trouble.code))
    if not report.lines and not report.wrong and not report.unknown:
        nothing = _("Nothing is filled in yet. Type a number beside at least one thing.")
        return _form(visit, error=Refused(nothing, code="portal.nothing"))
    return _preview(visit, site, report, sent.get("pasted", ""))


def _report(visit: Visit, site: SiteView, *, whole: bool) -> Report:
    sent, supplier_id, currency = visit.request.POST, visit.supplier_id, visit.supplier.currency
    if sent.get("way") == "type":
        said = {int(name[2:]): text for name, text in _typed(visit) if name[2:].isdecimal() and len(name) < 20}
        return reporting.typed(said, site, supplier_id, currency)
    file = visit.request.FILES.get("file")
    if sent.get("way") == "file":
        if file is None:
            raise NotAList(_("Choose a file first."))
        if (file.size or 0) > tables.MOST_BYTES:
            raise NotAList(_("This file is larger than 5 MB. Longer lists come as a file by themselves: ask us."))
        table = tables.read_bytes(file.read())
    else:
        table = tables.read_text(sent.get("pasted", ""))
    return reporting.understand(table, supplier_id, site, currency, whole=whole)


def _preview(
    visit: Visit, site: SiteView, report: Report, pasted: str, *, error: ActionError | None = None
) -> HttpResponse:
    shown = [*report.changed[:SHOWN], *report.gone[:SHOWN]]
    return visit.show(
        "portal/stock_check.html",
        _("Is this right?"),
        "stock",
        error=error,
        site=site,
        report=report,
        looks=goods.looks(reporting.variants(shown), visit.opened.language, visit.now),
        changed=report.changed[:SHOWN],
        more=max(0, len(report.changed) - SHOWN),
        gone=report.gone[:SHOWN],
        gone_more=max(0, len(report.gone) - SHOWN),
        wrong=report.wrong[:SHOWN],
        unknown=report.unknown[:SHOWN],
        way=visit.request.POST.get("way", "type"),
        pasted=pasted,
        typed=_typed(visit),
        unchanged=bool(visit.request.POST.get("unchanged")),
    )


def _say(visit: Visit) -> HttpResponse:
    """Take the report in, as it was shown."""
    sent, site = visit.request.POST, _site(visit)
    rows, whole = reporting.carried(sent.get("rows", "")), sent.get("scope") == "whole"
    data = {"token": visit.token, "site_id": site.site_id, "rows": rows, "whole": whole}
    data["unchanged"] = bool(sent.get("unchanged"))
    try:
        if whole and sent.get("fewer") and not sent.get("sure"):
            raise Refused(_("Tick that you mean it: so much would be sold out."), code="portal.fewer")
        actions.report_stock(visit.actor, parse(actions.ReportStock, data), key=visit.key, now=visit.now)
    except ActionError as error:
        report = _shown_again(visit, site, rows, whole=whole)
        return _preview(visit, site, report, sent.get("pasted", ""), error=error)
    return visit.went(f"{visit.to.stock}", "stock")


def _same(visit: Visit) -> HttpResponse:
    """Take in that nothing has changed."""
    data = {"token": visit.token, "site_id": _site(visit).site_id, "unchanged": True}
    try:
        actions.report_stock(visit.actor, parse(actions.ReportStock, data), key=visit.key, now=visit.now)
    except ActionError as error:
        return _form(visit, error=error)
    return visit.went(visit.to.stock, "same")


def _shown_again(
    visit: Visit, site: SiteView, rows: tuple[tuple[int, int | None, int | None], ...], *, whole: bool
) -> Report:
    """Return the report as it was shown, from what the form carried."""
    told = availability.told(site.site_id)
    offers = {
        pk: one
        for pk, one in supply.offers_by_id(row[0] for row in rows).items()
        if one.supplier_id == visit.supplier_id
    }
    report = Report(whole)
    for offer_id, now, line in rows:
        if offer_id in offers:
            one = offers[offer_id]
            report.lines.append(reporting.line_of(line or 0, offer_id, one.variant_id, one.sku, now, told))
    return reporting.finish(report, visit.supplier_id, told)


def _site(visit: Visit) -> SiteView:
    """Return the warehouse that is meant: the one that was chosen, of theirs alone, else the first."""
    sites = supply.sites_of([visit.supplier_id]).get(visit.supplier_id, ())
    wanted = visit.request.POST.get("site") or visit.request.GET.get("site", "")
    found = next((one for one in sites if str(one.site_id) == wanted), None) if wanted else next(iter(sites), None)
    if found is None:
        raise Http404
    return found


def _typed(visit: Visit) -> list[tuple[str, str]]:
    """Return the numbers typed beside goods, of all parts of the list: going on to the next part loses none."""
    found = ((name, visit.request.POST.get(name, "")[:20]) for name in visit.request.POST if name.startswith("n."))
    return [(name, text) for name, text in found if text.strip()]


def _start(visit: Visit) -> int:
    text = (visit.request.POST or visit.request.GET).get("from", "")
    return int(text) if text.isdecimal() and len(text) < 8 else 0
