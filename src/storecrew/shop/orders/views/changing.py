"""Cancel, change, split, send elsewhere: the pages that alter what was agreed."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import access, answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.orders import actions
from storecrew.shop.orders.addressing import AddressFields
from storecrew.shop.orders.editor import Typed
from storecrew.shop.orders.forms import CancelForm, SplitForm, lines_to_cancel
from storecrew.shop.orders.models import Line, Order
from storecrew.shop.orders.picking import find_goods
from storecrew.shop.orders.presenting import rows_of
from storecrew.shop.orders.tables import url_of
from storecrew.shop.orders.views.access import order_at, seller


@require_http_methods(["GET", "POST"])
@access.signed_in
@seller
def cancel(request: HttpRequest, ref: str) -> Any:
    """Cancel an order, whole or by pieces."""
    found = order_at(ref)
    lines = lines_to_cancel(found)
    fixed = {"order_id": found.pk, "version": found.version}
    form = CancelForm(request.POST or None, lines=lines, fixed=fixed)
    done = _("Cancelled. Stock is free again.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=url_of(found), done=done)):
        return answer
    context = {"order": found, "form": form, "lines": lines, "preview": _whole(request, found)}
    return answers.page(request, "orders/cancel.html", context)


def _whole(request: HttpRequest, order: Order) -> Any:
    """Return what cancelling everything would do; None where it cannot be."""
    data = actions.Cancel(order_id=order.pk, reason=actions.CancelReason.BUYER)
    try:
        return actions.cancel.preview(actor_of(request), data).result
    except ActionError:
        return None


@require_http_methods(["GET", "POST"])
@access.signed_in
@seller
def split(request: HttpRequest, ref: str) -> Any:
    """Make two orders of one."""
    found = order_at(ref)
    lines = lines_to_cancel(found)
    fixed = {"order_id": found.pk, "version": found.version}
    form = SplitForm(request.POST or None, lines=lines, fixed=fixed)
    done = _("Two orders now. Shipping stays with the first.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=url_of(found), done=done)):
        return answer
    return answers.page(request, "orders/split.html", {"order": found, "form": form, "lines": lines})


@require_http_methods(["GET", "POST"])
@access.signed_in
@seller
def edit(request: HttpRequest, ref: str) -> Any:
    """Add, remove, change quantities and shipping; the difference is shown before anything happens."""
    found = order_at(ref)
    lines = list(Line.objects.filter(order=found))
    typed = Typed.of(request.POST, found, lines)
    step = request.POST.get("do", "")
    preview, errors = None, {}
    if request.method == "POST" and step in {"look", "save"}:
        try:
            data = parse(actions.Edit, typed.values())
            if step == "save":
                key = request.POST.get("once", "")
                return answers.act(request, actions.edit, data, then=url_of(found), done=_("Changed."), key=key)
            preview = actions.edit.preview(actor_of(request), data).result
        except InvalidInput as error:
            errors = error.fields
        except ActionError as error:
            errors = {"": error.message}
    text = request.POST.get("q", "").strip()
    context = {
        "order": found,
        "rows": zip(rows_of(found, lines, timezone.now()), [typed.quantities[line.pk] for line in lines], strict=True),
        "typed": typed,
        "preview": preview,
        "failures": list(errors.values()),
        "text": text,
        "goods": find_goods(actor_of(request), text, found.currency, get_language() or "en", timezone.now())
        if text
        else [],
        "added": typed.named(actor_of(request), get_language() or "en", timezone.now()),
    }
    return answers.page(request, "orders/edit.html", context, part="preview" if step == "look" else "")


@require_http_methods(["GET", "POST"])
@access.signed_in
@seller
def address(request: HttpRequest, ref: str) -> Any:
    """Send it elsewhere."""
    found = order_at(ref)
    fields = AddressFields.of(request.POST if request.method == "POST" else None, found.ship_to)
    failures: dict[str, str] = {}
    if request.method == "POST" and request.POST.get("do") == "save":
        values = {
            "order_id": found.pk,
            "version": request.POST.get("version", found.version),
            "ship_to": fields.values(),
            "bill_to": found.bill_to,
            "reason": request.POST.get("reason", ""),
        }
        try:
            actions.change_address(actor_of(request), parse(actions.ChangeAddress, values))
        except InvalidInput as error:
            failures = {name.rpartition(".")[2]: sentence for name, sentence in error.fields.items()}
        except ActionError as error:
            failures = {"": error.message}
        else:
            return answers.went(request, url_of(found), _("It goes there now."))
    context = {"order": found, "fields": fields.shown(failures), "typed": fields, "failures": failures}
    response = answers.page(request, "orders/address.html", context)
    response.status_code = 422 if failures else 200
    return response
