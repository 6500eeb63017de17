"""Pages of sources: how each one is, what it sent, how it is set up."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.grants import allows
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.feeds import actions, presenting, reads
from storecrew.shop.feeds.actions.sources import KEY_SHOWN, Added
from storecrew.shop.feeds.fetching.folder import INBOX
from storecrew.shop.feeds.forms import SendForm, SourceForm
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.types import ASKED, Kind
from storecrew.shop.supply import reads as supply

SHOWN = 30
STEPS = {
    "ask": (actions.ask_now, gettext_lazy("It is asked in a moment.")),
    "pause": (actions.pause_source, gettext_lazy("It is not listened to for now. What it said grows older.")),
    "resume": (actions.resume_source, gettext_lazy("It is listened to again.")),
    "remove": (actions.remove_source, gettext_lazy("Taken away. Its files stay on record.")),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the sources, those that need somebody first."""
    found = reads.sources(actor_of(request), reads.SourcesQuery()).items
    context = {
        "sources": sorted(map(presenting.source_row, found), key=lambda row: row.rank),
        "suppliers": supply.suppliers(actor_of(request), supply.SuppliersQuery()).items if _may_add(request) else (),
        "kinds": Kind.choices,
    }
    return answers.page(request, "feeds/sources.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set a source up. The address of a push is shown this once, on the page that answers."""
    reads.sources(actor_of(request), reads.SourcesQuery(supplier_id=0))
    supplier_id, kind = request.GET.get("supplier", ""), request.GET.get("kind", "")
    views = supply.suppliers_by_id([int(supplier_id)]) if supplier_id.isdecimal() and len(supplier_id) < 10 else {}
    if not views or kind not in Kind.values:
        raise Missing(_("Choose a supplier and how they tell of their stock."))
    supplier = next(iter(views.values()))
    form = SourceForm(request.POST or None, supplier_id=supplier.supplier_id, kind=kind)
    if request.method == "POST":
        made = form.run(actor_of(request))
        if isinstance(made, Added):
            return (
                _detail(request, made.source_id, path=made.path)
                if made.path
                else redirect("feeds:source", made.source_id)
            )
    context = {
        "form": form,
        "supplier": supplier,
        "kind": Kind(kind),
        "sites": supply.sites_of([supplier.supplier_id]).get(supplier.supplier_id, ()),
    }
    return answers.page(request, "feeds/source_form.html", context)


@require_GET
def detail(request: HttpRequest, source_id: int) -> HttpResponse:
    """Show a source: how it is, what it sent, what was made of it."""
    return _detail(request, source_id)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, source_id: int) -> HttpResponse:
    """Change how a source is set up."""
    row = _load(request, source_id)
    form = SourceForm(request.POST or None, supplier_id=row.supplier_id, kind=row.kind, row=row)
    if request.method == "POST":
        answer = answers.sent(request, form, then=_page(source_id), done=_("Changed."))
        if answer:
            return answer
    context = {"form": form, "row": row, "supplier": row.supplier, "kind": Kind(row.kind), "sites": (row.site,)}
    return answers.page(request, "feeds/source_form.html", context)


@require_POST
def send(request: HttpRequest, source_id: int) -> HttpResponse:
    """Send a file of a source by hand."""
    row = _load(request, source_id)
    form = SendForm(request.POST, request.FILES, fixed={"source_id": row.pk})
    answer = form.run(actor_of(request))
    if isinstance(answer, actions.Received):
        if answer.version_id is None:
            return answers.went(request, _page(source_id), _("Nothing is new in it: what holds was confirmed."))
        return redirect("feeds:version", answer.version_id)
    return _detail(request, source_id, form=form)


@require_POST
def new_address(request: HttpRequest, source_id: int) -> HttpResponse:
    """Make a new address to push to and show it this once."""
    try:
        made = actions.new_address(actor_of(request), actions.OneSource(source_id=source_id))
    except ActionError as error:
        return answers.refused(request, error, then=_page(source_id))
    return _detail(request, source_id, path=made.path)


@require_POST
def step(request: HttpRequest, source_id: int, what: str) -> HttpResponse:
    """Ask a source now, stop listening for now, listen again, or take it away."""
    if what not in STEPS:
        raise Missing
    act, done = STEPS[what]
    then = reverse("feeds:sources") if what == "remove" else _page(source_id)
    return answers.act(request, act, actions.OneSource(source_id=source_id), then=then, done=str(done))


@require_POST
def trust_key(request: HttpRequest, source_id: int) -> HttpResponse:
    """Trust the key that a server has shown, as the page said it."""
    data = actions.TrustKey(source_id=source_id, key=request.POST.get("key", "")[:200] or "-")
    done = _("Trusted from now on. It is asked in a moment.")
    return answers.act(request, actions.trust_key, data, then=_page(source_id), done=done)


def _detail(request: HttpRequest, source_id: int, *, path: str = "", form: SendForm | None = None) -> HttpResponse:
    row = _load(request, source_id)
    actor = actor_of(request)
    view = next(
        one
        for one in reads.sources(actor, reads.SourcesQuery(supplier_id=row.supplier_id)).items
        if one.source_id == source_id
    )
    before = request.GET.get("before", "")
    asked = reads.VersionsQuery(
        source_id=source_id, before=int(before) if before.isdecimal() and len(before) < 10 else None, limit=SHOWN + 1
    )
    found = reads.versions(actor, asked).items
    context = {
        "row": row,
        "view": view,
        "source": presenting.source_row(view),
        "versions": [presenting.version_row(one) for one in found[:SHOWN]],
        "further": found[SHOWN - 1].number if len(found) > SHOWN else None,
        "arrivals": [presenting.arrival_row(one) for one in row.arrivals.order_by("-at", "-pk")[:12]],
        "kind": Kind(row.kind),
        "pushed_to": f"{settings.ENVIRONMENT.origin.rstrip('/')}{path}" if path else "",
        "inbox": f"{INBOX}/{row.folder}" if row.folder else "",
        "form": form or SendForm(fixed={"source_id": row.pk}),
        "asked": row.kind in ASKED,
        "key_shown": row.trouble.get("params", {}).get("key", "") if row.trouble.get("code") in KEY_SHOWN else "",
    }
    return answers.page(request, "feeds/source.html", context)


def _load(request: HttpRequest, source_id: int) -> Source:
    """Return the source, if the reader may see sources. Raises Denied, Missing."""
    reads.sources(actor_of(request), reads.SourcesQuery(supplier_id=0))
    row = Source.objects.shown().select_related("supplier", "site__warehouse").filter(pk=source_id).first()
    if row is None:
        raise Missing(_("There is no such source."))
    return row


def _may_add(request: HttpRequest) -> bool:
    """Tell whether the reader may set sources up, and may see whose they would be."""
    actor, now = actor_of(request), timezone.now()
    return all(
        allows(actor, name=door.name, seats=door.seats, at=now) for door in (actions.add_source, supply.suppliers)
    )


def _page(source_id: int) -> str:
    return reverse("feeds:source", args=[source_id])
