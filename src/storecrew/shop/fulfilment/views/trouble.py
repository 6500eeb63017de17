"""What went wrong: missing pieces, parcels in trouble, late or silent ones; and the file of tracking numbers; habits."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.forms import ActionForm, form_of
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.fulfilment import actions, importing
from storecrew.shop.fulfilment.models import ON_THE_WAY, Parcel, ParcelState, Service, Shortage
from storecrew.shop.fulfilment.queue import silent_parcels, silent_since
from storecrew.shop.fulfilment.reads.parcels import views_of
from storecrew.shop.fulfilment.services.table import NAMES
from storecrew.shop.fulfilment.views.access import reader, rights
from storecrew.shop.fulfilment.weighing import current_habits
from storecrew.shop.shipping import carriers

SHOWN = 100


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show everything that went wrong on the way, what is worst first."""
    now = timezone.now()
    today = work_calendar().local_date(now)
    rows = Parcel.objects.select_related("order", "package_kind")
    bad = [ParcelState.EXCEPTION, ParcelState.RETURNED]
    trouble = rows.filter(state__in=bad, settled_at=None).order_by("-heard_at", "-pk")[:SHOWN]
    late = (
        rows.filter(state__in=ON_THE_WAY, promised_until__lt=today)
        .exclude(state__in=bad)
        .order_by("promised_until", "pk")
    )
    since = silent_since(now)
    silent = (
        silent_parcels(since).select_related("order", "package_kind").order_by("shipped_at", "pk")[:SHOWN]
        if since
        else []
    )
    missing = list(
        Shortage.objects.filter(settled_at=None).select_related("order", "warehouse").order_by("-pk")[:SHOWN]
    )
    faces = catalogue.faces({row.variant_id for row in missing}, get_language() or "en", now=now)
    context = {
        "missing": [(row, faces.get(row.variant_id)) for row in missing],
        "trouble": views_of(list(trouble), now),
        "late": views_of(list(late[:SHOWN]), now),
        "silent": views_of(list(silent), now),
        **rights(request),
    }
    return answers.page(request, "fulfilment/trouble.html", context)


@require_POST
@reader
def settle(request: HttpRequest, shortage_id: int) -> HttpResponse:
    """Note that missing pieces are dealt with."""
    how = request.POST.get("how", "").strip()
    here = reverse("fulfilment:trouble")
    if not how:
        return answers.refused(request, ActionError(_("Say in a few words how it was settled.")), then=here)
    data = actions.SettleShortage(shortage_id=shortage_id, how=how[:200])
    return answers.act(request, actions.settle_shortage, data, then=here, done=_("Settled."))


class UploadForm(forms.Form):
    """A file of tracking numbers, or the same pasted."""

    file = forms.FileField(label=gettext_lazy("File (CSV)"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or paste the lines"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=500_000,
    )
    ship = forms.BooleanField(label=gettext_lazy("Hand over at once what is packed"), required=False, initial=True)


@require_http_methods(["GET", "POST"])
@reader
def numbers(request: HttpRequest) -> HttpResponseBase:
    """Take in a file of tracking numbers; answers line by line what became of it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read() if file else form.cleaned_data["text"].encode()
        report = importing.take_in(actor_of(request), content, ship=form.cleaned_data["ship"])
    context = {"form": form, "report": report, "most": importing.MOST, **rights(request)}
    return answers.page(request, "fulfilment/numbers.html", context)


HabitsForm = form_of(
    actions.set_habits,
    labels={
        "weigh_tolerance_g": gettext_lazy("The scales may differ by, g"),
        "weigh_tolerance_percent": gettext_lazy("or by, percent"),
        "silent_after_days": gettext_lazy("Ask the carrier after so many silent working days"),
        "totes_in_wave": gettext_lazy("Orders that one walk takes at most"),
    },
)


class ServiceForm(ActionForm):
    """A connection to a carrier's API."""

    action = actions.connect_carrier
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    adapter = forms.ChoiceField(label=gettext_lazy("Form of the API"), choices=lambda: list(NAMES.items()))
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier of its labels"))
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=400,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Kept encrypted, never shown again."),
    )
    follows = forms.BooleanField(label=gettext_lazy("Ask it where parcels are"), required=False, initial=True)
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer every carrier."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["carrier"].choices = carriers.choices(get_language() or "en")  # type: ignore[attr-defined]

    def values(self) -> dict[str, object]:
        """Return all of it; an empty key keeps the one there is."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"} | self.fixed


@require_http_methods(["GET", "POST"])
@reader
def settings(request: HttpRequest) -> HttpResponseBase:
    """Set the habits of the packing tables, and connect carriers."""
    here = reverse("fulfilment:settings")
    habits = current_habits()
    names = ("weigh_tolerance_g", "weigh_tolerance_percent", "silent_after_days", "totes_in_wave")
    which = request.POST.get("which", "")
    form = HabitsForm(
        request.POST if which == "habits" else None, initial={name: getattr(habits, name) for name in names}
    )
    chosen = request.POST.get("service") or request.GET.get("service", "")
    row = Service.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    plain = ("name", "adapter", "carrier", "address", "follows", "active")
    service_form = ServiceForm(
        request.POST if which == "service" else None,
        initial={name: getattr(row, name) for name in plain} if row else None,
        fixed={"service_id": row.pk} if row else None,
    )
    sent = {"habits": form, "service": service_form}.get(which)
    if sent is not None:
        answer = answers.sent(request, sent, then=here, done=_("Saved."))
        if answer:
            return answer
    context = {
        "form": sent or form,
        "habits_form": form,
        "service_form": service_form,
        "service": row,
        "services": [
            (one, carriers.name_of(one.carrier, get_language() or "en"))
            for one in Service.objects.order_by("name", "pk")
        ],
        **rights(request),
    }
    return answers.page(request, "fulfilment/settings.html", context)
