"""The page of the shop's habits with orders."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.grants import permit
from storecrew.kernel.money.formatting import format_amount
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import access, answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.orders.forms import HabitsForm
from storecrew.shop.orders.seats import RULERS
from storecrew.shop.orders.writing.numbering import rulebook

NAMES = ("first_number", "pay_within_h", "transfer_within_h", "leave_within_days", "buyers_cancel_h")


@require_http_methods(["GET", "POST"])
@access.signed_in
def habits(request: HttpRequest) -> Any:
    """Show the habits, and change them."""
    permit(actor_of(request), name="orders.set_habits", seats=RULERS, at=timezone.now())
    store, row = current(), rulebook()
    currency = store.currency if store else "CNY"
    big = format_amount(Money(row.big_order_minor, currency), "en").replace(",", "")
    initial = {**{name: getattr(row, name) for name in NAMES}, "big_order": big, "number_prefix": row.prefix}
    form = HabitsForm(request.POST or None, initial=initial, currency=currency)
    done = _("From now on.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=reverse("orders:habits"), done=done)):
        return answer
    return answers.page(request, "orders/habits.html", {"form": form, "currency": currency})
