"""Offer choices: to one buyer with amounts of one's own, or to many by the owner's rules, each with its preview."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing, Parked
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.formatting import format_amount, format_money
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.delays import actions
from storecrew.shop.delays.choosing import Terms, usual_terms
from storecrew.shop.delays.models import Delay, Offer, rulebook
from storecrew.shop.delays.presenting import preview_of
from storecrew.shop.delays.types import Code
from storecrew.shop.delays.views.access import delay_at, numbers_of, reader, rights
from storecrew.shop.delays.wording import WORDS


@require_http_methods(["GET", "POST"])
@reader
def one(request: HttpRequest, delay_id: int) -> HttpResponseBase:
    """Show what one buyer would be offered, reckoned as the form says; a post sends it."""
    row = delay_at(delay_id)
    typed = request.POST if request.method == "POST" else request.GET
    kinds = _kinds(typed)
    usual = usual_terms(row, rulebook(), kinds)
    values, trouble = _amounts(row, typed)
    if request.method == "POST" and not trouble:
        here = reverse("delays:one", args=[row.pk])
        try:
            data = parse(
                actions.OfferChoices,
                {
                    "delay_id": row.pk,
                    "version": int(typed.get("version") or row.version),
                    "kinds": kinds,
                    "words": typed.get("words", ""),
                    **values,
                },
            )
            actions.offer(actor_of(request), data)
            return answers.went(request, here, _("The letter is on its way."))
        except Parked as waits:
            return answers.parked(request, waits, then=here)
        except ActionError as error:
            trouble = error.message
    terms = Terms(
        kinds,
        values["voucher"].minor if "voucher" in values else usual.voucher_minor,
        values["part"].minor if "part" in values else usual.part_minor,
    )
    context = {
        "row": row,
        "preview": preview_of(row, terms, kinds, timezone.now()),
        "trouble": trouble,
        "kinds": _boxes(kinds),
        "voucher": typed.get("voucher", _typed(usual.voucher_minor, row)),
        "part": typed.get("part", _typed(usual.part_minor, row)),
        "words": typed.get("words", ""),
        **rights(request),
    }
    return answers.page(request, "delays/offer.html", context)


@require_http_methods(["GET", "POST"])
@reader
def many(request: HttpRequest) -> HttpResponseBase:
    """Show what each of several buyers would be offered by the owner's rules; a post sends to all of them."""
    typed = request.POST if request.method == "POST" else request.GET
    ids = numbers_of(request.GET.get("ids", ""))
    if not ids:
        raise Missing
    kinds = _kinds(typed)
    if request.method == "POST":
        data = actions.OfferMany(delay_ids=ids, kinds=kinds, words=typed.get("words", "").strip())
        try:
            done = actions.offer_many(actor_of(request), data)
        except ActionError as error:
            return answers.refused(request, error, then=request.get_full_path())
        said = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", done.sent) % {"n": done.sent}
        return answers.went(request, reverse("delays:index"), " ".join([said, *done.left]))
    rows = Delay.objects.filter(pk__in=ids).select_related("order", "supplier").order_by("-cost_minor", "-pk")
    previews = [preview_of(row, None, kinds, timezone.now()) for row in rows]
    ready = [one for one in previews if not one.trouble and one.row.state == "open"]
    totals: dict[str, int] = {}
    for one in ready:
        totals[one.most.currency] = totals.get(one.most.currency, 0) + one.most.minor
    context = {
        "previews": previews,
        "ready": len(ready),
        "most": ", ".join(format_money(Money(minor, currency)) for currency, minor in sorted(totals.items()) if minor),
        "ids": ",".join(map(str, ids)),
        "kinds": _boxes(kinds),
        **rights(request),
    }
    return answers.page(request, "delays/offer_many.html", context)


@require_POST
@reader
def withdraw(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take an offer back that nobody has answered."""
    made = _offer_at(offer_id)
    here = reverse("delays:one", args=[made.delay_id])
    data = actions.OneOffer(offer_id=made.pk)
    return answers.act(request, actions.withdraw, data, then=here, done=_("Taken back. Its page says so."))


@require_POST
@reader
def answer_for(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Note what a buyer said on the telephone, and do it."""
    made = _offer_at(offer_id)
    here = reverse("delays:one", args=[made.delay_id])
    data = actions.AnswerFor(offer_id=made.pk, key=request.POST.get("key", "")[:40] or "-")
    return answers.act(request, actions.answer_for, data, then=here, done=_("Noted, and done."))


def _offer_at(offer_id: int) -> Offer:
    made = Offer.objects.filter(pk=offer_id).first()
    if made is None:
        raise Missing
    return made


def _kinds(typed: Any) -> tuple[Code, ...]:
    """Return the kinds that are ticked; all of them where nobody has chosen yet."""
    chosen = tuple(code for code in Code if code in typed.getlist("kind"))
    return chosen if chosen or typed.get("chosen") else tuple(Code)


def _boxes(kinds: tuple[Code, ...]) -> list[tuple[str, Any, bool]]:
    return [(code.value, WORDS[code], code in kinds) for code in Code]


def _amounts(row: Delay, typed: Any) -> tuple[dict[str, Money], str]:
    """Return the amounts that were typed, and what is wrong with them."""
    found: dict[str, Money] = {}
    for name in ("voucher", "part"):
        text = typed.get(name, "").strip()
        if name not in typed:
            continue
        try:
            found[name] = parse_money(text or "0", row.currency)
        except MoneyError as error:
            return found, str(error)
    return found, ""


def _typed(minor: int, row: Delay) -> str:
    return format_amount(Money(minor, row.currency)) if minor else ""
