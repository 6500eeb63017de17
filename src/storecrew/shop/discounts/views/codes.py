"""The codes of a coupon: generated in thousands, downloaded as a list; and every use."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import answers, links
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.discounts import actions, reads
from storecrew.shop.discounts.forms import GenerateForm
from storecrew.shop.discounts.models import Coupon
from storecrew.shop.discounts.views.access import may_edit, reader

SHOWN = 100


@require_http_methods(["GET", "POST"])
@reader
def codes(request: HttpRequest, coupon_id: int) -> HttpResponseBase:
    """Show the codes of a coupon; generate more."""
    row = _load(coupon_id)
    form = GenerateForm(request.POST or None, fixed={"coupon_id": row.pk})
    if request.method == "POST":
        made = form.run(actor_of(request))
        if isinstance(made, actions.Generated):
            done = ngettext("%(n)d code generated.", "%(n)d codes generated.", made.count) % {"n": made.count}
            return answers.went(request, reverse("discounts:codes", args=[row.pk]), done)
    rows = row.codes.order_by("-pk")
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(shown__icontains=text)
    context = {
        "coupon": row,
        "form": form,
        "rows": list(rows[:SHOWN]),
        "total": row.codes.count(),
        "q": text,
        "may_edit": may_edit(request),
    }
    return answers.page(request, "discounts/codes.html", context)


@require_GET
@reader
def download(request: HttpRequest, coupon_id: int) -> HttpResponseBase:
    """Stream all codes of a coupon as CSV, for a mailing; only for those who may give them away."""
    row = _load(coupon_id)
    if not may_edit(request):
        raise Missing

    def lines() -> Iterator[str]:
        yield "\ufeffcode,used,limit\r\n"
        for shown, used, limit in row.codes.order_by("pk").values_list("shown", "used", "use_limit").iterator():
            yield f"{_safe(shown)},{used},{'' if limit is None else limit}\r\n"

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="codes-{row.pk}.csv"'
    return response


@require_GET
@reader
def usage(request: HttpRequest, coupon_id: int | None = None) -> HttpResponseBase:
    """Show which orders used which codes, newest first."""
    row = _load(coupon_id) if coupon_id else None
    cursor = request.GET.get("after", "")
    query = reads.UsageQuery(coupon_id=coupon_id, cursor=cursor if cursor.isdigit() else "")
    found = reads.usage(actor_of(request), query)
    names = links.link_many(
        [one.order for one in found.items] + [f"customer:{one.customer_id}" for one in found.items if one.customer_id]
    )
    rows = [(one, names[one.order], names.get(f"customer:{one.customer_id}")) for one in found.items]
    return answers.page(request, "discounts/usage.html", {"coupon": row, "rows": rows, "next": found.cursor})


def _safe(code: str) -> str:
    """Return a cell that no spreadsheet runs and no comma splits."""
    plain = f"'{code}" if code[:1] in "=+-@" else code
    return '"' + plain.replace('"', '""') + '"'


def _load(coupon_id: int) -> Coupon:
    found = Coupon.objects.filter(pk=coupon_id).first()
    if found is None:
        raise Missing
    return found
