"""Give back what nobody will come for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Reservation
from storecrew.shop.stock.seats import KEEPERS
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.promising import lapse
from storecrew.shop.stock.writing.shelf import Shelf

TIDIER = grants.system("stock.tidy", may={"stock.tidy"})
REMEMBERED_FOR = timedelta(days=7)
AT_ONCE = 200


class Tidy(Input):
    """Nothing needs to be said."""


class Tidied(Output):
    """How many holds were given back and forgotten; `more`: there is more to do."""

    given_back: int
    forgotten: int
    more: bool


@action(
    "stock.tidy", label=gettext_lazy("Give back holds whose time is over"), seats=KEEPERS, emits=(AvailabilityChanged,)
)
def tidy(run: Run, data: Tidy) -> Tidied:
    """Give back holds whose time is over, and forget those over for a week. Nothing depends on when this runs."""
    over = Reservation.objects.filter(held_until__lte=run.now, lapsed_at=None)
    some = list(over.order_by("held_until", "pk").values_list("level__item_id", flat=True)[:AT_ONCE])
    rows: list[Reservation] = []
    if some:
        shelf = Shelf.of_items(some)
        rows = list(over.filter(level_id__in=list(shelf.levels)).order_by("pk"))
        lapse(run, shelf, rows)
        shelf.write(run)
        announce_crossings(run, shelf)
    old = Reservation.objects.filter(lapsed_at__isnull=False, held_until__lte=run.now - REMEMBERED_FOR)
    forgotten, _kinds = old.delete()
    return Tidied(given_back=len(rows), forgotten=forgotten, more=len(some) == AT_ONCE)
