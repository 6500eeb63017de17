"""What suppliers say: the list, one offer with everything that was ever said of it, and what to ask."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.availability import reads
from storecrew.shop.availability.forms import WordForm
from storecrew.shop.availability.models import Outcome
from storecrew.shop.availability.reads.selling import source_of, weighed
from storecrew.shop.availability.streams import spoken
from storecrew.shop.availability.tables import STATES, said_rows, said_table
from storecrew.shop.availability.views.access import reader, rights
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import reads as supply

OUTCOMES_SHOWN, QUESTIONS_SHOWN = 20, 50


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List what suppliers say."""
    table, rows = said_table(), said_rows()
    if (file := tables.export(table, request, rows)) is not None:
        return file
    context = {"page": tables.show(table, request, rows), **rights(request)}
    return answers.page(request, "availability/said.html", context)


@require_http_methods(["GET", "POST"])
@reader
def word(request: HttpRequest, offer_id: int, site_id: int) -> HttpResponseBase:
    """Show what was said of an offer at a site and why so much may be sold; a post notes what somebody heard."""
    actor, now = actor_of(request), timezone.now()
    scales, found = weighed(Q(offer_id=offer_id, site_id=site_id), now)
    if not found:
        raise Http404
    here = reverse("availability:word", args=[offer_id, site_id])
    form = WordForm(request.POST or None, offer_id=offer_id, site_id=site_id, person_id=actor.person_id or 0)
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("Noted."))):
        return answer
    source = source_of(scales, found[0])
    query = reads.HistoryQuery(offer_id=offer_id, site_id=site_id)
    context = {
        "source": source,
        "status": STATES[source.state],
        "site": scales.sites[site_id],
        "supplier": scales.supplier(site_id),
        "limits": found[0].limits,
        "gone": found[0].grounds.gone,
        "lag": scales.lag(site_id),
        "offer": supply.offers_by_id([offer_id])[offer_id],
        "face": catalogue.faces([source.variant_id], get_language() or "en", now=now).get(source.variant_id),
        "history": [(one, spoken(one.stream)) for one in reads.history(actor, query, now=now).items],
        "outcomes": list(
            Outcome.objects.filter(offer_id=offer_id, site_id=site_id).order_by("-at", "-pk")[:OUTCOMES_SHOWN]
        ),
        "form": form,
        **rights(request),
    }
    return answers.page(request, "availability/word.html", context)


@require_GET
@reader
def questions(request: HttpRequest) -> HttpResponseBase:
    """Show what is worth asking suppliers about today."""
    now = timezone.now()
    query = reads.QuestionsQuery(most=QUESTIONS_SHOWN)
    items = reads.questions(actor_of(request), query, now=now).items
    faces = catalogue.faces([one.variant_id for one in items], get_language() or "en", now=now)
    sites = supply.sites_by_id({one.site_id for one in items})
    lines: list[Any] = [(one, faces.get(one.variant_id), sites[one.site_id]) for one in items]
    return answers.page(request, "availability/questions.html", {"lines": lines})
