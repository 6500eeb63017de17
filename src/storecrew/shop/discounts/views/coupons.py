"""Coupons: the list, one coupon with its form and what it does, and what happened with it."""

from typing import Any

from django.db.models import F, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.store.reads import current
from storecrew.shop.discounts import actions, goods_lines, reads
from storecrew.shop.discounts.forms import CouponForm, EditCouponForm, initial_of
from storecrew.shop.discounts.models import Code, Coupon
from storecrew.shop.discounts.trying import example
from storecrew.shop.discounts.views.access import may_edit, reader
from storecrew.shop.discounts.wording import asks, does, state_of


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List coupons."""
    table = _table(may_edit=may_edit(request))
    rows = Coupon.objects.prefetch_related(Prefetch("codes", Code.objects.filter(batch="").order_by("pk"), "named"))
    answer = tables.export(table, request, rows)
    context = {"page": tables.show(table, request, rows), "may_edit": may_edit(request)}
    return answer or answers.page(request, "discounts/index.html", context)


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Make a coupon."""
    initial = {"kind": "percent", "percent": "10", "stacks_with": ["shipping"]}
    form = CouponForm(request.POST or None, initial=initial, currency=_currency())
    if request.method == "POST" and not request.POST.get("try"):
        made = form.run(actor_of(request))
        if isinstance(made, actions.Changed):
            return answers.went(request, reverse("discounts:coupon", args=[made.coupon_id]), _("Coupon made."))
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
@reader
def coupon(request: HttpRequest, coupon_id: int) -> HttpResponseBase:
    """Show and change a coupon."""
    row = _load(coupon_id)
    version = request.POST.get("version", "")
    form = EditCouponForm(
        request.POST or None,
        initial=initial_of(row),
        currency=_currency(),
        fixed={"coupon_id": row.pk, "version": int(version) if version.isdigit() else row.version},
    )
    if request.method == "POST" and not request.POST.get("try"):
        then = reverse("discounts:coupon", args=[row.pk])
        answer = answers.sent(request, form, then=then, done=_("Saved. The next basket is reckoned with it."))
        if answer:
            return answer
    return _page(request, form, row)


@require_POST
@reader
def preview(request: HttpRequest) -> HttpResponseBase:
    """Show what a coupon does while it is being written; a part of the page."""
    form = CouponForm(request.POST, currency=_currency())
    return answers.page(request, "discounts/parts/example.html", {"tried": _tried(request, form)})


@require_POST
@reader
def end(request: HttpRequest, coupon_id: int) -> HttpResponseBase:
    """End a coupon now."""
    row = _load(coupon_id)
    then = reverse("discounts:coupon", args=[row.pk])
    done = _("It has ended. Orders that used it keep what they saved.")
    return answers.act(request, actions.end, actions.EndCoupon(coupon_id=row.pk), then=then, done=done)


def _load(coupon_id: int) -> Coupon:
    found = Coupon.objects.filter(pk=coupon_id).first()
    if found is None:
        raise Missing
    return found


def _currency() -> str:
    store = current()
    return store.currency if store else "CNY"


def _page(request: HttpRequest, form: CouponForm, row: Coupon | None) -> HttpResponse:
    if request.method == "POST":
        form.is_valid()
        conditions = form.conditions
    else:
        values = row.conditions.values("role", "target", "number") if row else []
        conditions = [dict(one) for one in values]
    context: dict[str, Any] = {
        "form": form,
        "chosen": goods_lines.shown(conditions, get_language() or "en"),
        "tried": _tried(request, form, row, conditions),
        "may_edit": may_edit(request),
    }
    if row is not None:
        uses = reads.coupon_uses(actor_of(request), reads.CouponQuery(coupon_id=row.pk))
        word, tone = state_of(row, timezone.now())
        context |= {
            "coupon": row,
            "does": does(row),
            "asks": asks(row),
            "word": word,
            "tone": tone,
            "uses": uses,
            "codes": row.codes.count(),
        }
    return answers.page(request, "discounts/coupon.html", context)


def _tried(
    request: HttpRequest,
    form: CouponForm,
    row: Coupon | None = None,
    conditions: list[dict[str, object]] | None = None,
) -> Any:
    """Return the example: of what was typed, as far as it makes sense already; of the saved coupon before that."""
    if request.method == "POST":
        values = form.values() if form.is_valid() else None
    else:
        values = _saved(row, conditions or []) if row else {"title": "–", "kind": "percent", "percent": "10"}
    if values is None:
        return None
    try:
        data = actions.CouponDraft.model_validate(
            {name: value for name, value in values.items() if name in actions.CouponDraft.model_fields}
        )
        return example(actor_of(request), data, _currency(), get_language() or "en", timezone.now())
    except (ValidationError, ActionError):
        return None


def _saved(row: Coupon, conditions: list[dict[str, object]]) -> dict[str, Any]:
    names = [name for name in actions.CouponDraft.model_fields if hasattr(row, name)]
    plain = {name: getattr(row, name) for name in names if name not in {"codes", "conditions"}}
    return plain | {"conditions": conditions}


def _table(*, may_edit: bool) -> Table:
    now = timezone.now()
    over = Q(ends_at__lte=now) | Q(total_limit__isnull=False, used__gte=F("total_limit"))
    states = {"running": ~over & (Q(starts_at=None) | Q(starts_at__lte=now)), "planned": ~over & Q(starts_at__gt=now)}
    return Table(
        name="discounts.coupons",
        label=gettext_lazy("Coupons"),
        sort="-created",
        columns=(
            Column("title", gettext_lazy("Coupon"), lambda row: row.title, link=_url, sub=_sub, sort="title"),
            Column("state", pgettext_lazy("coupon", "Status"), lambda row: state_of(row, now), kind=Kind.STATUS),
            Column("code", pgettext_lazy("coupon", "Code"), _codes),
            Column("used", pgettext_lazy("coupon", "Used"), lambda row: row.used, kind=Kind.NUMBER, sort="used"),
            Column("limit", gettext_lazy("Limit"), lambda row: row.total_limit, kind=Kind.NUMBER, phone=False),
            Column(
                "ends", gettext_lazy("Until"), lambda row: row.ends_at, kind=Kind.MOMENT, sort="ends_at", phone=False
            ),
            Column(
                "created",
                gettext_lazy("Made"),
                lambda row: row.created_at,
                kind=Kind.MOMENT,
                sort="created_at",
                shown=False,
            ),
        ),
        filters=(
            Filter(
                "state",
                pgettext_lazy("coupon", "Status"),
                lambda rows, value: rows.filter(states.get(value, over)),
                choices=(
                    ("running", pgettext_lazy("coupon", "running")),
                    ("planned", pgettext_lazy("coupon", "planned")),
                    ("over", pgettext_lazy("coupon", "over")),
                ),
            ),
        ),
        search=lambda rows, text: rows.filter(Q(title__icontains=text) | Q(codes__shown__iexact=text)).distinct(),
        views=(
            View("all", gettext_lazy("All")),
            View("running", pgettext_lazy("coupon", "running"), "state=running"),
        ),
        empty=Empty(
            gettext_lazy("No coupons yet"),
            gettext_lazy(
                "A welcome code, free shipping from an amount, three for two: each says what it saves, and never more often than you allow."
            ),
            reverse("discounts:new") if may_edit else "",
            gettext_lazy("Make the first coupon") if may_edit else "",
        ),
    )


def _url(row: Coupon) -> str:
    return reverse("discounts:coupon", args=[row.pk])


def _sub(row: Coupon) -> str:
    return " · ".join(part for part in (does(row), asks(row)) if part)


def _codes(row: Coupon) -> str:
    if row.automatic:
        return _("by itself")
    shown = [code.shown for code in row.named[:2]]  # type: ignore[attr-defined]  # prefetched by the list
    return ", ".join(shown) or "–"
