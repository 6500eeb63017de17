"""What is waited for, and how many are told at once."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of, signed_in
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.wishes import actions, reads
from storecrew.shop.wishes.models import Wish
from storecrew.shop.wishes.seats import READERS, RULERS
from storecrew.shop.wishes.selling import availability_of
from storecrew.shop.wishes.tables import AWAITED, Awaited

MOST = 1000


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """List what is waited for, most first; also as a file."""
    permit(actor_of(request), name="wishes.waits", seats=READERS, at=timezone.now())
    now = timezone.now()
    found = reads.waits(actor_of(request), reads.WaitsQuery(limit=MOST), now=now).items
    ids = [one.variant_id for one in found]
    faces, there = catalogue.faces(ids, get_language() or "", now=now), availability_of(ids, now)
    counted = Wish.objects.filter(variant__in=ids).order_by().values("variant_id").annotate(n=Count("pk"))
    wished = dict(counted.values_list("variant_id", "n"))
    rows = [
        Awaited(one, faces.get(one.variant_id), there.get(one.variant_id), wished.get(one.variant_id, 0))
        for one in found
    ]
    if (file := tables.export(AWAITED, request, rows)) is not None:
        return file
    context = {
        "page": tables.show(AWAITED, request, rows),
        "people": sum(one.count for one in found),
        "multiple": reads.habits(),
        "may_rule": bool(set(grants_of(actor_of(request), now).seats) & RULERS),
    }
    return answers.page(request, "wishes/index.html", context)


@require_POST
@signed_in
def habits(request: HttpRequest) -> HttpResponse:
    """Set how many are told for each piece."""
    then = reverse("wishes:index")
    try:
        data = parse(actions.SetHabits, {"multiple": request.POST.get("multiple", "")})
    except ActionError as error:
        return answers.refused(request, error, then=then)
    return answers.act(request, actions.set_habits, data, then=then, done=_("From now on."))
