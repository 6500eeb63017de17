"""The list of drop shipments with its bulk acts; the file for a supplier, and the one that comes back with numbers."""

from collections.abc import Iterable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.dropships import actions, exporting, importing
from storecrew.shop.dropships.models import DropShipment
from storecrew.shop.dropships.tables import dropships_table, rows_for_table
from storecrew.shop.dropships.views.access import reader, rights, sender

AT_ONCE = 200
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List drop shipments; bulk: send, give out as a file, note that they were sent by hand."""
    may = rights(request)
    table = dropships_table(may_send=may["may_send"])
    rows = rows_for_table()
    if request.method == "POST":
        plain = DropShipment.objects.all()
        chosen = list(tables.chosen(table, request, plain).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        return _bulk(request, request.POST.get("bulk", ""), chosen)
    exported = tables.export(table, request, rows)
    context = {"page": tables.show(table, request, rows), **may}
    return exported or answers.page(request, "dropships/index.html", context)


@require_GET
@sender
def file(request: HttpRequest) -> HttpResponse:
    """Give out the chosen drop shipments as a file for their supplier."""
    ids = [int(text) for text in request.GET.get("ids", "").split(",") if text.isdecimal()][:AT_ONCE]
    rows = list(DropShipment.objects.filter(pk__in=ids).order_by("supplier_id", "pk"))
    if not rows:
        raise Missing
    workbook = request.GET.get("kind") == "xlsx"
    content = exporting.as_xlsx(rows) if workbook else exporting.as_csv(rows)
    answer = HttpResponse(content, content_type=SHEET if workbook else "text/csv; charset=utf-8")
    name = f"{rows[0].number}{f'+{len(rows) - 1}' if len(rows) > 1 else ''}.{'xlsx' if workbook else 'csv'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class NumbersForm(forms.Form):
    """A supplier's file of tracking numbers, or the same pasted."""

    file = forms.FileField(label=gettext_lazy("File (CSV or workbook)"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or paste the lines, with their heading"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=500_000,
    )


@require_http_methods(["GET", "POST"])
@sender
def numbers(request: HttpRequest) -> HttpResponseBase:
    """Take in a file of tracking numbers; answers line by line what became of it."""
    form = NumbersForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        content = sent.read() if sent else form.cleaned_data["text"].encode()
        report = importing.take_in(actor_of(request), content)
    context = {"form": form, "report": report, "most": importing.MOST, **rights(request)}
    return answers.page(request, "dropships/numbers.html", context)


def _bulk(request: HttpRequest, what: str, ids: list[int]) -> HttpResponse:
    here = answers.back(request, reverse("dropships:index"))
    if not ids:
        return answers.went(request, here, _("Tick some drop shipments first."))
    if what in {"csv", "xlsx"}:
        named = ",".join(str(number) for number in ids)
        return answers.see(f"{reverse('dropships:file')}?kind={what}&ids={named}")
    done, refused = _send_all(request, ids, by_hand=what == "by_hand")
    said = ngettext("%(n)d sent.", "%(n)d sent.", done) % {"n": done}
    if refused:
        return answers.refused(request, ActionError(" ".join([said, *dict.fromkeys(refused)][:6])), then=here)
    return answers.went(request, here, said)


def _send_all(request: HttpRequest, ids: Iterable[int], *, by_hand: bool) -> tuple[int, list[str]]:
    """Send one after the other: one that cannot be sent does not hold up the others."""
    done, refused = 0, []
    for dropship_id in ids:
        try:
            done += actions.send(actor_of(request), actions.Send(dropship_id=dropship_id, by_hand=by_hand)).counted
        except ActionError as error:
            refused.append(error.message)
    return done, refused
