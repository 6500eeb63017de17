"""Reviews in the console: the list, one of them, and how they are treated."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of, signed_in
from storecrew.kernel.pages.forms import form_of
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.reviews import actions, reads
from storecrew.shop.reviews.flags import LABELS
from storecrew.shop.reviews.models import HideReason, Review, State
from storecrew.shop.reviews.seats import MODERATORS, READERS, RULERS
from storecrew.shop.reviews.tables import REVIEWS, TONES

AnswerForm = form_of(actions.answer, labels={"text": gettext_lazy("Answer")}, leave=["review_id"])
HideForm = form_of(
    actions.hide,
    labels={"reason": gettext_lazy("Why it is hidden")},
    choices={"reason": HideReason.choices},
    leave=["review_id"],
)


@require_http_methods(["GET", "POST"])
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """List reviews; a post shows the chosen ones."""
    _may_read(request)
    rows = Review.objects.select_related("product", "order")
    if request.method == "POST":
        return _show_many(request, list(tables.chosen(REVIEWS, request, rows).values_list("pk", flat=True)[:200]))
    if (file := tables.export(REVIEWS, request, rows)) is not None:
        return file
    context = {"page": tables.show(REVIEWS, request, rows), "look_first": reads.looks_first(), **_rights(request)}
    return answers.page(request, "reviews/index.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show a review with everything that helps to answer it; a post answers."""
    _may_read(request)
    row = _row(review_id)
    here = reverse("reviews:review", args=[row.pk])
    form = AnswerForm(request.POST or None, initial={"text": row.answer}, fixed={"review_id": row.pk})
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("Answered."))):
        return done
    return answers.page(request, "reviews/review.html", _context(request, row) | {"form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def hide(request: HttpRequest, review_id: int) -> HttpResponse:
    """Ask for the reason, and hide a review."""
    _may_read(request)
    row = _row(review_id)
    here = reverse("reviews:review", args=[row.pk])
    form = HideForm(request.POST or None, fixed={"review_id": row.pk})
    if request.method == "POST" and (done := answers.sent(request, form, then=here, done=_("Nobody sees it now."))):
        return done
    return answers.page(request, "reviews/hide.html", {"row": row, "form": form})


@require_POST
@signed_in
def show(request: HttpRequest, review_id: int) -> HttpResponse:
    """Let a review be seen."""
    here = reverse("reviews:review", args=[review_id])
    return answers.act(
        request, actions.show, actions.OneReview(review_id=review_id), then=here, done=_("Everybody sees it now.")
    )


@require_POST
@signed_in
def policy(request: HttpRequest) -> HttpResponse:
    """Turn looking first on or off."""
    data = actions.Rules(look_first=request.POST.get("look_first") == "on")
    return answers.act(request, actions.set_policy, data, then=reverse("reviews:index"), done=_("From now on."))


def _show_many(request: HttpRequest, ids: list[int]) -> HttpResponse:
    shown = 0
    for review_id in ids:
        try:
            actions.show(actor_of(request), actions.OneReview(review_id=review_id))
            shown += 1
        except ActionError as error:
            messages.error(request, error.message)
    if shown:
        messages.success(request, ngettext("%(n)d review is shown.", "%(n)d reviews are shown.", shown) % {"n": shown})
    return answers.see(f"{reverse('reviews:index')}?{request.POST.get('state', '')}")


def _context(request: HttpRequest, row: Review) -> dict[str, object]:
    face = catalogue.faces([row.variant_id], request.LANGUAGE_CODE, now=timezone.now()).get(row.variant_id or 0)
    return {
        "row": row,
        "tone": TONES[State(row.state)],
        "stars": "★" * row.stars + "☆" * (5 - row.stars),
        "flags": [LABELS[name] for name in row.flags if name in LABELS],
        "face": face,
        "tally": reads.tallies([row.product_id]).get(row.product_id),
        "others": Review.objects.filter(order=row.order_id).exclude(pk=row.pk)[:5],
        **_rights(request),
    }


def _row(review_id: int) -> Review:
    row = Review.objects.select_related("product", "order").filter(pk=review_id).first()
    if row is None:
        raise Missing
    return row


def _may_read(request: HttpRequest) -> None:
    permit(actor_of(request), name="reviews.index", seats=READERS, at=timezone.now())


def _rights(request: HttpRequest) -> dict[str, bool]:
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {"may_moderate": bool(seats & MODERATORS), "may_rule": bool(seats & RULERS)}
