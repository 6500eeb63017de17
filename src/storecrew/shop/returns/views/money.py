"""Give money back: what it is made of is on the page before anything is sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.returns import actions, offering, reads
from storecrew.shop.returns.actions.refunding import reckoned
from storecrew.shop.returns.forms import GoodwillForm
from storecrew.shop.returns.models import Return, ShippingBack
from storecrew.shop.returns.views.access import reader, return_at, rights


@require_http_methods(["GET", "POST"])
@reader
def refund(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Show what goes back, line by line; reckon it anew as the form says; a post sends exactly what was shown."""
    row = return_at(return_id)
    typed = request.POST if request.method == "POST" else request.GET
    values, trouble = _values(row, typed)
    if request.method == "POST" and not trouble:
        return _send(request, row, {**values, "expected": _money(row, typed.get("expected", ""))})
    money = None
    if not trouble:
        try:
            data = parse(actions.GiveBack, values)
            _shown, money = reckoned(row, data)
        except ActionError as error:
            trouble = error.message
    view = reads.one(actor_of(request), reads.OneReturn(return_id=row.pk), now=timezone.now())
    due = offering.pieces_due(row, list(row.lines.order_by("pk")))
    context = {
        "view": view,
        "row": row,
        "money": money,
        "trouble": trouble,
        "lines": [(line, due[line.return_line_id], _pieces(typed, line.return_line_id, due)) for line in view.lines],
        "rules": [(ShippingBack.NONE, _("none of it")), ("share", _("its share")), ("whole", _("all of it"))],
        "typed": typed,
        **rights(request),
    }
    return answers.page(request, "returns/refund.html", context)


@require_http_methods(["GET", "POST"])
@reader
def goodwill(request: HttpRequest, return_id: int) -> HttpResponseBase:
    """Give a sum instead of taking the goods back."""
    row = return_at(return_id)
    here = reverse("returns:one", args=[row.pk])
    fixed = {"return_id": row.pk, "version": row.version}
    form = GoodwillForm(request.POST or None, currency=row.currency, fixed=fixed)
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("It is on its way back."))):
        return done
    context = {"row": row, "form": form, "title": _("A sum, and the goods stay"), "verb": _("Give it back")}
    return answers.page(request, "returns/form.html", context)


def _send(request: HttpRequest, row: Return, values: dict[str, Any]) -> HttpResponse:
    here = reverse("returns:refund", args=[row.pk])
    try:
        data = parse(actions.GiveBack, values)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    then = reverse("returns:one", args=[row.pk])
    return answers.act(request, actions.refund, data, then=then, done=_("It is on its way back."))


def _values(row: Return, typed: QueryDict) -> tuple[dict[str, Any], str]:
    """Return the input as the form says, and what is wrong with it."""
    values: dict[str, Any] = {"return_id": row.pk, "version": typed.get("version") or row.version}
    try:
        for name in ("shipping", "fee", "goodwill"):
            if text := str(typed.get(name, "")).strip():
                values[name] = parse_money(text, row.currency)
    except MoneyError as error:
        return values, str(error)
    if typed.get("shipping_rule"):
        values["shipping_rule"] = typed["shipping_rule"]
    lines = [
        {"return_line_id": line.pk, "quantity": int(text)}
        for line in row.lines.order_by("pk")
        if (text := typed.get(f"pieces-{line.pk}", "").strip()).isdecimal() and int(text)
    ]
    if lines:
        values["lines"] = lines
    return values, ""


def _pieces(typed: QueryDict, line_id: int, due: dict[int, int]) -> str:
    return typed.get(f"pieces-{line_id}", str(due[line_id]))


def _money(row: Return, text: str) -> dict[str, Any] | None:
    return {"minor": int(text), "currency": row.currency} if text.isdecimal() else None
