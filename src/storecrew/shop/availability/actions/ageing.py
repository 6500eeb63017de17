"""Hold back more of what nobody has confirmed for a while, and let through what was confirmed."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.availability.models import Said, Stream
from storecrew.shop.availability.seats import DARERS
from storecrew.shop.availability.weighing import Scales
from storecrew.shop.availability.words import Word, words
from storecrew.shop.availability.writing.levels import keep_looks, lock, write_through
from storecrew.shop.stock import actions as stock

AGER = grants.system("availability.age", may={"availability.age"})
AT_ONCE = 1_000


class Age(Input):
    """Nothing needs to be said."""


class Aged(Output):
    """How many words were looked at, and of how many more or fewer may be sold now; `more`: there is more to do."""

    looked: int
    changed: int
    more: bool


@action(
    "availability.age",
    label=gettext_lazy("Hold back what has grown old"),
    seats=DARERS,
    calls=(stock.report,),
)
def age(run: Run, data: Age) -> Aged:
    """Look again at words whose time has come, and at what confirmed streams had held back; 1,000 at a time.

    Levels are written only where something changes.
    """
    sites = _sites(run)
    if not sites:
        return Aged(looked=0, changed=0, more=False)
    lock(sites)
    due = words(Q(look_at__lte=run.now, site_id__in=sites), order=("look_at", "pk"), most=AT_ONCE)
    lifted, open_rounds = _lifted(run, sites, AT_ONCE - len(due))
    some = list({word.pk: word for word in (*due, *lifted)}.values())
    scales = Scales({word.site_id for word in some}, run.now, [word.offer_id for word in some])
    changed = write_through(run, scales, some, "availability:age")
    keep_looks(some)
    return Aged(looked=len(some), changed=changed, more=len(due) == AT_ONCE or open_rounds)


def _sites(run: Run) -> list[int]:
    """Return the sites where there is something to look at."""
    due = Said.objects.filter(look_at__lte=run.now).order_by("look_at", "pk").values_list("site_id", flat=True)
    waiting = _waiting().values_list("site_id", flat=True)
    return sorted({*due[:AT_ONCE], *waiting})


def _waiting() -> QuerySet[Stream]:
    """Return streams whose confirmation has not been carried through yet."""
    fresh = Q(lifted_at=None) | Q(lifted_at__lt=F("confirmed_at"))
    return Stream.objects.filter(fresh, confirmed_at__isnull=False).order_by("pk")


def _lifted(run: Run, sites: list[int], most: int) -> tuple[list[Word], bool]:
    """Return what confirmed streams hold back, going on where the last turn stopped; and whether that was not all."""
    found: list[Word] = []
    for stream in _waiting():
        if stream.site_id not in sites or most <= len(found):
            return found, True
        held = Q(stream=stream, quantity__gt=F("sellable"), pk__gt=stream.lifted_to)
        some = words(held, most=most - len(found))
        found += some
        if len(found) == most and some:
            Stream.objects.filter(pk=stream.pk).update(lifted_to=some[-1].pk)
            return found, True
        Stream.objects.filter(pk=stream.pk).update(lifted_at=stream.confirmed_at, lifted_to=0)
    return found, False
