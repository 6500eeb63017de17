"""All tax rules on one page, with a calculator that says what is charged where, and why."""

from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.taxes import actions, reads
from storecrew.shop.taxes.forms import ClassForm, ImportForm, SettingsForm, TryForm
from storecrew.shop.taxes.models import Rate, TaxClass, Zone
from storecrew.shop.taxes.types import Place
from storecrew.shop.taxes.views.access import may_edit, reader
from storecrew.shop.taxes.wording import class_name, percent

SAMPLES = ("cn", "eu", "us")
ZONES_SHOWN = 300


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show zones with the rates that hold today, the settings and the calculator."""
    return _page(request)


@require_POST
@reader
def settings(request: HttpRequest) -> HttpResponseBase:
    """Say how taxes are charged."""
    form = SettingsForm(request.POST)
    answer = answers.sent(
        request, form, then=reverse("taxes:index"), done=_("Saved. The next basket is reckoned with it.")
    )
    return answer or _page(request, settings_form=form, form=form)


@require_http_methods(["GET", "POST"])
@reader
def classes(request: HttpRequest) -> HttpResponseBase:
    """Show the classes of goods; add one, or change its name and codes."""
    chosen = TaxClass.objects.filter(code=request.GET.get("code", "")).first()
    initial = {"code": chosen.code, "name": chosen.name, "codes": ", ".join(chosen.codes)} if chosen else {}
    form = ClassForm(request.POST or None, initial=initial)
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=reverse("taxes:classes"), done=_("Saved."))
    ):
        return answer
    rows = [(row, class_name(row)) for row in TaxClass.objects.order_by("position", "pk")]
    context = {"form": form, "rows": rows, "chosen": chosen, "may_edit": may_edit(request)}
    return answers.page(request, "taxes/classes.html", context)


@require_POST
@reader
def sample(request: HttpRequest) -> HttpResponseBase:
    """Add ready-made rules."""
    then = reverse("taxes:index")
    wanted = request.POST.get("sample", "")
    if wanted not in SAMPLES:
        return answers.went(request, then, _("Nothing was added."))
    try:
        found = actions.add_sample(actor_of(request), actions.AddSample.model_validate({"sample": wanted}))
    except ActionError as error:
        return answers.refused(request, error, then=then)
    if not found.zones:
        return answers.went(request, then, _("Nothing was added: zones of these names are there already."))
    done = ngettext("%(n)d zone added. Look its rates over.", "%(n)d zones added. Look their rates over.", found.zones)
    return answers.went(request, then, done % {"n": found.zones})


@require_http_methods(["GET", "POST"])
@reader
def take_in(request: HttpRequest) -> HttpResponseBase:
    """Import rates from a file: first what would become of each row, then for good."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "may_edit": may_edit(request)}
    if request.method == "POST" and request.POST.get("text"):
        form = ImportForm()
        data = actions.ImportRates(text=request.POST["text"], name=request.POST.get("name", "")[:120])
        try:
            context |= {"report": actions.import_rates(actor_of(request), data), "form": form}
        except ActionError as error:
            return answers.refused(request, error, then=reverse("taxes:import"))
    elif request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        data = actions.ImportRates(text=_decoded(upload.read()), name=str(upload.name)[:120])
        try:
            found = actions.import_rates.preview(actor_of(request), data)
            context |= {"report": found.result, "planned": True, "text": data.text, "name": data.name}
        except ActionError as error:
            form.add_error("file", error.message)
    return answers.page(request, "taxes/import.html", context)


def _decoded(raw: bytes) -> str:
    """Read UTF-8 with or without mark, UTF-16 with mark, else GB18030, which reads anything a Chinese desk writes."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _page(
    request: HttpRequest, *, settings_form: SettingsForm | None = None, form: SettingsForm | None = None
) -> HttpResponse:
    now = reads.settings_now()
    today = timezone.localdate()
    holding = Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gt=today)
    rates = Rate.objects.filter(*holding).select_related("tax_class").order_by("tax_class__position", "priority", "pk")
    zones = Zone.objects.order_by("name", "pk").prefetch_related("areas", Prefetch("rates", rates, to_attr="now"))
    shown = [
        {
            "zone": zone,
            "areas": [str(area) for area in zone.areas.all()][:6],
            "rates": [(class_name(rate.tax_class), percent(rate.percent), rate) for rate in zone.now],
        }
        for zone in zones[:ZONES_SHOWN]
    ]
    initial = now.model_dump() | {"inclusive": "1" if now.inclusive else "0"}
    context = {
        "zones": shown,
        "total": Zone.objects.count(),
        "now": now,
        "settings_form": settings_form or SettingsForm(initial=initial),
        "may_edit": may_edit(request),
        **_tried(request),
        **({"form": form} if form else {}),
    }
    return answers.page(request, "taxes/index.html", context)


def _tried(request: HttpRequest) -> dict[str, Any]:
    """Return the calculator with its answer; it lives in the address, so that it can be sent to somebody."""
    store = current()
    currency = store.currency if store else "CNY"
    asked = "country" in request.GET
    initial = {"country": store.country if store else "", "tax_class": "standard", "amount": "100"}
    form = TryForm(request.GET if asked else None, currency=currency, initial=initial)
    if not asked or not form.is_valid():
        return {"try_form": form}
    data = form.cleaned_data
    place = Place(country=data["country"], region=data["region"], postal_code=data["postal_code"], city=data["city"])
    query = reads.TryQuery(
        place=place, amount=data["amount"], shipping=data["shipping"], tax_class=data["tax_class"], on=data["on"]
    )
    found = reads.try_out(actor_of(request), query)
    steps = [(step, percent(step.rate)) for step in found.steps]
    lines = [(line, percent(line.rate)) for line in found.lines]
    return {"try_form": form, "tried": found, "steps": steps, "lines": lines}
