"""How a supplier is told: by mail, by their API, by hand."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.forms import ActionForm
from storecrew.shop.dropships import actions
from storecrew.shop.dropships.models import Arrangement, Way
from storecrew.shop.dropships.views.access import setter
from storecrew.shop.dropships.ways.arranged import arranged_with
from storecrew.shop.supply import reads as supply


class ArrangeForm(ActionForm):
    """How a supplier is told."""

    action = actions.arrange

    way = forms.ChoiceField(label=gettext_lazy("How they are told"), choices=Way.choices, widget=forms.RadioSelect)
    mail_to = forms.CharField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Empty: whoever is asked first there and has one."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address of their API"),
        required=False,
        help_text=gettext_lazy("It speaks the open form that the manual shows."),
    )
    key = forms.CharField(
        label=pgettext_lazy("API", "Key"),
        required=False,
        widget=forms.PasswordInput,
        help_text=gettext_lazy("Empty: the one that is kept stays."),
    )
    at_once = forms.BooleanField(
        label=gettext_lazy("Send by itself as soon as an order may leave"), required=False, initial=True
    )
    ack_hours = forms.IntegerField(
        label=gettext_lazy("Working hours they have to answer"), min_value=1, max_value=200, initial=8
    )

    def values(self) -> dict[str, object]:
        """Return the values with the tick, which is no value when it is off."""
        return super().values() | {"at_once": bool(self.cleaned_data.get("at_once"))}


@require_http_methods(["GET", "POST"])
@setter
def arrange(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Arrange how a supplier is told of drop shipments."""
    supplier = supply.suppliers_by_id([supplier_id]).get(supplier_id)
    if supplier is None:
        raise Missing
    row = Arrangement.objects.filter(supplier=supplier_id).first()
    now = arranged_with(supplier_id)
    initial: dict[str, object] = {"way": now.way, "at_once": now.at_once, "ack_hours": now.ack_hours}
    if row is not None:
        initial |= {"mail_to": row.mail_to, "address": row.address, "at_once": row.at_once}
    form = ArrangeForm(request.POST or None, initial=initial, fixed={"supplier_id": supplier_id})
    then = reverse("supply:supplier", args=[supplier_id])
    if request.method == "POST" and (answer := answers.sent(request, form, then=then, done=_("Arranged."))):
        return answer
    return answers.page(request, "dropships/arrange.html", {"form": form, "supplier": supplier, "there": then})
