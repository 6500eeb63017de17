"""Pages of imports of orders: send a file, see what it comes to, let it run, take it out again."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.tabular.writing import BOM, harmless, line_writer
from storecrew.shop.orders.transfer import actions, presenting, reads
from storecrew.shop.orders.transfer.forms import ReadingForm, UploadForm
from storecrew.shop.orders.transfer.models import Batch, BatchState, Remark
from storecrew.shop.orders.transfer.sentences import sentence_of

AT_ONCE = 50
STEPS = {
    "run": (actions.run_import, gettext_lazy("The import has begun.")),
    "stop": (actions.stop_import, gettext_lazy("The import stops.")),
    "undo": (actions.undo_import, gettext_lazy("The import is being taken out again.")),
}
CHANGEABLE = {BatchState.MAPPING, BatchState.CHECKING, BatchState.CHECKED, BatchState.STOPPED}


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Send a file; see the files that were sent before."""
    page = reads.imports(actor_of(request), reads.NoQuestion())
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.Begun):
            return redirect("orders_transfer:import", import_id=answer.import_id)
    files = [(one, presenting.TONES[BatchState(one.state)], BatchState(one.state).label) for one in page.items]
    return answers.page(request, "orders_transfer/imports.html", {"form": form, "files": files})


@require_GET
def detail(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show one import, as far as it is."""
    return _detail(request, _load(request, import_id))


@require_POST
def check(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read the file as said, and check it."""
    row = _load(request, import_id)
    form = ReadingForm(request.POST, row=row)
    answer = answers.sent(request, form, then=_page(import_id), done=_("The file is being checked."))
    return answer or _detail(request, row, form)


@require_POST
def step(request: HttpRequest, import_id: int, what: str) -> HttpResponse:
    """Let a checked import run, stop it, or take it out again."""
    if what not in STEPS:
        raise Missing
    act, done = STEPS[what]
    data = actions.OneImport(import_id=import_id)
    return answers.act(request, act, data, then=_page(import_id), done=str(done))


@require_GET
def exceptions(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """Send every exception as a table."""
    row = _load(request, import_id)
    answer = StreamingHttpResponse(_lines(row), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="orders-{row.pk}.csv"'
    return answer


def _lines(row: Batch) -> Iterator[str]:
    line = line_writer()
    head = [_("Row"), _("Order"), _("Column"), _("Value"), _("What it is"), _("Amount"), _("Currency")]
    yield BOM + line(head)
    for one in row.remarks.filter(checked=not row.applied_to).iterator(chunk_size=500):
        said = sentence_of(one.code, one.params, value=one.value, currency=one.currency)
        cells = [one.line, one.number, one.column, one.value, said, one.effect.normalize(), one.currency]
        yield line([harmless(str(cell)) for cell in cells])


def _detail(request: HttpRequest, row: Batch, form: ReadingForm | None = None) -> HttpResponse:
    work = Work.objects.filter(pk=row.work_id or 0).first()
    going = row.state in presenting.OPEN
    if answers.is_partial(request) and not going:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the whole page is another one now
    form = form or ReadingForm(row=row)
    after = request.GET.get("after", "")
    found = _remarks(row, int(after) if after.isdecimal() and len(after) < 10 else 0)
    context = {
        "row": row,
        "tone": presenting.TONES[BatchState(row.state)],
        "going": going,
        "work": work,
        "headline": presenting.headline(row),
        "trouble": sentence_of(row.trouble["code"], row.trouble.get("params", {})) if row.trouble else "",
        "figures": presenting.figures(row),
        "sums": presenting.sums(row),
        "remarks": found[:AT_ONCE],
        "further": found[AT_ONCE - 1][0].pk if len(found) > AT_ONCE else None,
        "form": form,
        "changeable": row.state in CHANGEABLE and not row.applied_to,
        "reading": [form[name] for name in form.fields if not name.startswith("column-") and name != "once"],
        "columns": [form[f"column-{place}"] for place, _name in enumerate(form.columns)],
        "may_run": row.state in {BatchState.CHECKED, BatchState.STOPPED} and bool(row.predicted),
        "may_undo": row.state in {BatchState.DONE, BatchState.STOPPED} and row.applied_to > 0,
    }
    return answers.page(request, "orders_transfer/import.html", context, part="progress")


def _remarks(row: Batch, after: int) -> list[tuple[Remark, str]]:
    rows = row.remarks.filter(checked=not row.applied_to, pk__gt=after).order_by("pk")[: AT_ONCE + 1]
    return [(one, sentence_of(one.code, one.params, value=one.value, currency=one.currency)) for one in rows]


def _load(request: HttpRequest, import_id: int) -> Batch:
    """Return the import, if the reader may see imports. Raises Denied, Missing."""
    reads.import_(actor_of(request), reads.ImportQuery(import_id=import_id, limit=1))
    return Batch.objects.get(pk=import_id)


def _page(import_id: int) -> str:
    return reverse("orders_transfer:import", args=[import_id])
