"""The page of selling currencies: what each makes of the store's prices, and how it is rounded."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.grants import allows, permit
from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.reads import rate_on
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers
from storecrew.kernel.store.reads import current
from storecrew.shop.pricing.converting import converted
from storecrew.shop.pricing.forms import CurrencyForm, initial_of
from storecrew.shop.pricing.goods import form_of
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.pricing.seats import KEEPERS, READERS

EXAMPLES = (990, 4900, 12800, 59900)
"""Prices of the store that the page converts, in minor units of a currency with two decimals."""


@dataclass(frozen=True, slots=True)
class Row:
    """A currency as the page shows it; no rate, no prices."""

    rule: PriceRule
    rate: ExchangeRate | None
    prices: tuple[tuple[Money, Money], ...]
    """Each example with what it becomes."""


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the selling currencies; add one, or change how its prices are rounded."""
    actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    permit(actor, name="pricing.set_rounding", seats=READERS, at=timezone.now())
    store = current()
    own = store.currency if store else "CNY"
    chosen = PriceRule.objects.filter(currency=request.GET.get("currency", "")).first()
    form = CurrencyForm(request.POST or None, initial=initial_of(chosen) if chosen else None, own=own)
    done = _("Saved. The next basket is reckoned with it.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=reverse("pricing:index"), done=done)):
        return answer
    rows = [_row(rule, own, timezone.localdate()) for rule in PriceRule.objects.order_by("position", "currency")]
    context = {
        "form": form,
        "own": own,
        "rows": rows,
        "examples": [Money(minor, own) for minor in EXAMPLES],
        "chosen": chosen,
        "may_edit": allows(actor, name="pricing.set_rounding", seats=KEEPERS, at=timezone.now()),
    }
    return answers.page(request, "pricing/index.html", context)


def _row(rule: PriceRule, own: str, on: date) -> Row:
    rate = rate_on(own, rule.currency, on=on, source=rule.source)
    examples = [Money(minor, own) for minor in EXAMPLES] if rate else []
    prices = tuple((one, converted(one, rate, form_of(rule))) for one in examples if rate)
    return Row(rule, rate, prices)
