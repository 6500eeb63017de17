"""Pages of imports: send a file, see what it would do, let it run, read what became of it."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.jobs.models import Work
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue.models import Picture
from storecrew.shop.catalogue.transfer import actions, presenting, reads
from storecrew.shop.catalogue.transfer.forms import ReadingForm, UploadForm
from storecrew.shop.catalogue.transfer.models import Import, ImportedProduct, ImportState
from storecrew.shop.catalogue.transfer.report import encoding_of, report


def _load(request: HttpRequest, import_id: int) -> Import:
    """Return the import, if the reader may see imports. Raises Denied, Missing."""
    reads.one_import(actor_of(request), reads.OneImport(import_id=import_id))
    return reads.row_of(import_id)


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Send a file; see the files that were sent before."""
    page = reads.imports(actor_of(request), reads.ImportQuery(cursor=_digits(request.GET.get("after", ""))))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.Imported):
            return redirect("catalogue_transfer:import", import_id=answer.import_id)
    rows = Import.objects.in_bulk([item.import_id for item in page.items])
    slips = [presenting.slip_of(rows[item.import_id]) for item in page.items]
    return answers.page(
        request, "catalogue_transfer/imports.html", {"form": form, "slips": slips, "cursor": page.cursor}
    )


@require_GET
def detail(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show one import, as far as it is."""
    return _detail(request, _load(request, import_id))


@require_POST
def check(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read the file in another way."""
    row = _load(request, import_id)
    form = ReadingForm(request.POST, row=row)
    done = _("The file is read anew.")
    answer = answers.sent(request, form, then=_page(import_id), done=done)
    return answer or _detail(request, row, form)


@require_POST
def run(request: HttpRequest, import_id: int) -> HttpResponse:
    """Let a checked import run, or a stopped one go on."""
    data = actions.OneImport(import_id=import_id)
    return answers.act(request, actions.run_import, data, then=_page(import_id), done=_("The import has begun."))


@require_POST
def stop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Stop an import."""
    data = actions.OneImport(import_id=import_id)
    return answers.act(request, actions.stop_import, data, then=_page(import_id), done=_("The import stops."))


@require_POST
def pictures(request: HttpRequest, import_id: int) -> HttpResponse:
    """Fetch the pictures that are missing once more."""
    data = actions.OneImport(import_id=import_id)
    done = _("The missing pictures are fetched.")
    return answers.act(request, actions.fetch_import_pictures, data, then=_page(import_id), done=done)


@require_GET
def report_file(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """Send the report as a table in the file's own form."""
    row = _load(request, import_id)
    lines = report(row, refused_only=request.GET.get("rows") == "refused", now=timezone.now())
    encoding = encoding_of(row).removesuffix("-sig")
    answer = StreamingHttpResponse(lines, content_type=f"text/csv; charset={encoding}")
    answer["Content-Disposition"] = f'attachment; filename="import-{row.pk}.csv"'
    return answer


def _detail(request: HttpRequest, row: Import, form: ReadingForm | None = None) -> HttpResponse:
    now = timezone.now()
    work = Work.objects.filter(pk=row.work_id or 0).first()
    slip = presenting.slip_of(row, work)
    if answers.is_partial(request) and not slip.open:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the whole page is another one now
    part = request.GET.get("show", "")
    query = reads.FindingQuery(
        import_id=row.pk,
        refused={"refused": True, "notes": False}.get(part),
        cursor=request.GET.get("after", ""),
        limit=50,
    )
    form = form or ReadingForm(row=row)
    context = {
        "slip": slip,
        "headline": presenting.lead_of(row),
        "cuts": presenting.cuts_said(row),
        "form": form,
        "columns": presenting.columns_of(row, now=now, form=form) if row.form else [],
        "reading": [form[name] for name in form.fields if not name.startswith("column-") and name != "once"],
        "changeable": row.state in {ImportState.CHECKED, ImportState.FAILED, ImportState.CHECKING}
        and not row.applied_to,
        "preview": presenting.preview_of(row, now=now) if row.state == ImportState.CHECKED else [],
        "findings": reads.import_findings(actor_of(request), query),
        "show": part,
        "pictures": _pictures(row),
        "go": _go(row),
    }
    return answers.page(request, "catalogue_transfer/import.html", context, part="progress")


def _go(row: Import) -> str:
    """Return what the main button says; empty when there is nothing to run."""
    count = row.predicted.get("created", 0) + row.predicted.get("changed", 0)
    if row.state == ImportState.STOPPED:
        return _("Go on")
    if row.state != ImportState.CHECKED or not count:
        return ""
    return ngettext("Import %(n)d product", "Import %(n)d products", count) % {"n": count}


def _pictures(row: Import) -> dict[str, int | bool]:
    """Return how many pictures the imported products have, wait for, and do without."""
    if not row.applied_to:
        return {}
    products = ImportedProduct.objects.filter(of=row, product__isnull=False).values("product_id")
    found = Picture.objects.filter(product_id__in=products)
    waiting, failed = found.filter(asset=None, trouble="").count(), found.filter(asset=None).exclude(trouble="").count()
    running = Work.objects.filter(pk=row.pictures_work_id or 0, finished_at=None).exists()
    return {"all": found.count(), "waiting": waiting, "failed": failed, "running": running}


def _page(import_id: int) -> str:
    return reverse("catalogue_transfer:import", args=[import_id])


def _digits(text: str) -> str:
    return text if text.isdigit() and len(text) < 19 else ""
