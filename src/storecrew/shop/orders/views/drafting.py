"""Write an order: pick goods, say who buys and where it goes, see what it costs, place it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, InvalidInput, Parked
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import access, answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.customers import reads as customers
from storecrew.shop.orders import actions
from storecrew.shop.orders.drafts import Content
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.picking import find_goods
from storecrew.shop.orders.sheet import DraftSheet, payment_choices
from storecrew.shop.orders.tables import url_of
from storecrew.shop.orders.views.access import seller


@require_http_methods(["GET", "POST"])
@access.signed_in
@seller
def new(request: HttpRequest) -> Any:
    """Begin an order, for a known customer (`?customer=5`) or for anybody."""
    if request.method == "GET":
        return answers.page(request, "orders/new.html", {"customer": request.GET.get("customer", "")})
    store = current()
    content: dict[str, Any] = {
        "language": store.languages[0] if store else "en",
        "currency": store.currency if store else "CNY",
    }
    wanted = request.POST.get("customer", "")
    known = customers.view(int(wanted)) if wanted.isdecimal() else None
    if known is not None:
        content |= _of_customer(known, content["language"])
    made = actions.draft(actor_of(request), parse(actions.StartDraft, {"content": content}))
    return answers.see(reverse("orders:draft", args=[made.order_id]))


def _of_customer(known: Any, language: str) -> dict[str, Any]:
    addresses = sorted(known.addresses, key=lambda one: not one.default_shipping)
    return {
        "customer_id": known.customer_id,
        "email": known.email,
        "phone": known.phone,
        "language": known.language or language,
        "ship_to": addresses[0].address.model_dump() if addresses else None,
    }


@require_http_methods(["GET", "POST"])
@access.signed_in
@seller
def draft(request: HttpRequest, order_id: int) -> Any:
    """Show a draft as a sheet; every button of it saves the whole sheet first."""
    row = Order.objects.filter(pk=order_id).first()
    if row is None or row.state != State.DRAFT:
        return answers.see(url_of(row) if row else reverse("orders:index"))
    content = Content.model_validate(row.draft)
    sheet = DraftSheet(row, content)
    step, failures = request.POST.get("do", ""), {}
    if request.method == "POST":
        try:
            sheet = DraftSheet.of(request.POST, row, content)
            failures = {} if step == "look" else _save(request, row, sheet)  # a look leaves the version alone
            if not failures and step == "place":
                return _place(request, row)
        except InvalidInput as error:
            failures = error.fields
        if not failures and step and step != "look" and not answers.is_partial(request):
            return answers.see(reverse("orders:draft", args=[row.pk]) + sheet.after(request.POST))
    return _page(request, row, sheet, failures)


def _save(request: HttpRequest, row: Order, sheet: DraftSheet) -> dict[str, str]:
    version = request.POST.get("version", "")
    try:
        values = {"order_id": row.pk, "version": int(version) if version.isdecimal() else 0, "content": sheet.values()}
        saved = actions.save_draft(actor_of(request), parse(actions.SaveDraft, values))
    except InvalidInput as error:
        return {name.removeprefix("content."): sentence for name, sentence in error.fields.items()}
    except ActionError as error:
        return {"": error.message}
    row.refresh_from_db()
    assert row.version == saved.version  # noqa: S101  nobody else writes between two lines of this request
    sheet.content = Content.model_validate(row.draft)
    return {}


def _place(request: HttpRequest, row: Order) -> Any:
    here = reverse("orders:draft", args=[row.pk])
    values = {
        "order_id": row.pk,
        "version": row.version,
        "fingerprint": request.POST.get("fingerprint", ""),
        "payment": request.POST.get("payment", "link"),
        "provider": _account(row, request.POST.get("payment", "link")),
        "reference": request.POST.get("reference", ""),
    }
    try:
        placed = actions.place_draft(actor_of(request), parse(actions.PlaceDraft, values))
    except Parked as waits:
        return answers.parked(request, waits, then=here)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    done = _("Order %(number)s is placed. Its stock is kept for it.") % {"number": placed.number}
    return answers.went(request, reverse("orders:order", args=[placed.number]), done)


def _account(row: Order, payment: str) -> str:
    """Return the account that the chosen way of paying means: the store's first of its kind."""
    kind = {"transfer": "transfer", "banked": "transfer", "delivery": "cash", "cash": "cash"}.get(payment, "")
    sheet = DraftSheet(row, Content.model_validate(row.draft))
    return next((one.provider for one in payment_choices(sheet, timezone.now()) if one.kind == kind), "")


def _page(request: HttpRequest, row: Order, sheet: DraftSheet, failures: dict[str, str]) -> Any:
    now, language = timezone.now(), get_language() or "en"
    text = (request.POST.get("q") or request.GET.get("q") or "").strip()
    who = (request.POST.get("who") or request.GET.get("who") or "").strip()
    context = {
        "order": row,
        "sheet": sheet,
        "rows": sheet.rows(actor_of(request), language, now),
        "quote": sheet.quote(now),
        "free_total": sheet.free_total,
        "total": sheet.total(now),
        "failures": list(failures.values()),
        "text": text,
        "goods": find_goods(actor_of(request), text, sheet.content.currency, language, now) if text else [],
        "who": who,
        "found": customers.find_customers(who) if who else [],
        "customer": customers.view(sheet.content.customer_id) if sheet.content.customer_id else None,
        "payments": payment_choices(sheet, now),
        "fields": sheet.address.shown({name.removeprefix("ship_to."): text for name, text in failures.items()}),
        "currencies": sheet.currencies(),
        "languages": store.languages if (store := current()) else (),
    }
    response = answers.page(request, "orders/draft.html", context, part="quote")
    response.status_code = 422 if failures else 200
    return response


@require_POST
@access.signed_in
@seller
def discard(request: HttpRequest, order_id: int) -> Any:
    """Throw a draft away."""
    then = f"{reverse('orders:index')}?view=drafts"
    data = actions.DropDraft(order_id=order_id)
    return answers.act(request, actions.discard_draft, data, then=then, done=_("Thrown away."))
