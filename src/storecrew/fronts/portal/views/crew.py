"""What the crew answers to wishes of suppliers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.fronts.portal import actions
from storecrew.fronts.portal.models import PriceWish, WishState
from storecrew.fronts.portal.seats import BUYERS
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import permitted


@require_POST
@permitted("portal.answer_wish", BUYERS)
def wish(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Agree to another cost, or not."""
    row = PriceWish.objects.filter(pk=wish_id).first()
    if row is None:
        raise Http404
    verdict = WishState.TAKEN if request.POST.get("verdict") == "taken" else WishState.DECLINED
    data = actions.AnswerWish(wish_id=row.pk, verdict=verdict.value, words=request.POST.get("words", "")[:400])  # type: ignore[arg-type]
    there = answers.back(request, reverse("supply:offer", args=[row.offer_id]))
    done = (
        _("Agreed: it costs that from now on.")
        if verdict == WishState.TAKEN
        else _("They read that you did not agree.")
    )
    return answers.act(request, actions.answer_wish, data, then=there, done=done)
