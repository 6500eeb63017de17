"""Open a return for a buyer who called, wrote or stands in the shop."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns import actions, window
from storecrew.shop.returns.models import Wish
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.views.access import reader


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest, number: str) -> HttpResponseBase:
    """Choose what comes back and why; a post opens the return."""
    order_id = orders.id_of_number(number)
    order = orders.find(order_id) if order_id is not None else None
    if order is None:
        raise Missing(_("There is no such order."))
    offers = window.returnables(order, current_policy(), timezone.now())
    trouble = ""
    if request.method == "POST":
        lines = [
            {
                "line_id": one.line_id,
                "quantity": request.POST.get(f"quantity-{one.line_id}", "0"),
                "reason": request.POST.get(f"reason-{one.line_id}", Reason.OTHER),
            }
            for one in offers.lines
            if request.POST.get(f"quantity-{one.line_id}", "0").strip() not in {"", "0"}
        ]
        try:
            made = actions.request_for(actor_of(request), _input(request, order.order_id, lines))
            then = reverse("returns:one", args=[made.return_id])
            return answers.went(request, then, _("Opened."))
        except ActionError as error:
            trouble = error.message if lines else _("Say of at least one line how many pieces come back.")
    context = {
        "order": order,
        "lines": [
            (one, window.sentence(one), request.POST.get(f"quantity-{one.line_id}", "0")) for one in offers.lines
        ],
        "reasons": Reason.choices,
        "wishes": [(Wish.REFUND.value, Wish.REFUND.label), (Wish.REPLACEMENT.value, Wish.REPLACEMENT.label)],
        "trouble": trouble,
    }
    return answers.page(request, "returns/new.html", context)


def _input(request: HttpRequest, order_id: int, lines: list[dict[str, Any]]) -> actions.RequestFor:
    values = {
        "order_id": order_id,
        "lines": lines,
        "wish": request.POST.get("wish", Wish.REFUND),
        "words": request.POST.get("words", ""),
        "beyond_window": request.POST.get("beyond_window") == "on",
    }
    return parse(actions.RequestFor, values)
