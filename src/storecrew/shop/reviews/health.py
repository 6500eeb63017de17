"""What the doctor asks of reviews."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.reviews.models import Review, State, Tally
from storecrew.shop.reviews.writing import COLUMNS, counts_of


@health.check("reviews.tallies")
def tallies_are_right(now: datetime) -> Iterable[Finding]:
    """Count every product's shown reviews anew and compare with its tally."""
    rated = set(Review.objects.filter(state=State.SHOWN).order_by().values_list("product_id", flat=True).distinct())
    tallies = {row.pk: row for row in Tally.objects.all()}
    wrong = [number for number in rated | set(tallies) if not _same(number, tallies.get(number))]
    if wrong:
        yield Finding(
            Level.BAD,
            _("The stars of %(n)d products are counted wrong.") % {"n": len(wrong)},
            _("Show or hide any review of these products again; it is counted anew: %(ids)s")
            % {"ids": ", ".join(map(str, sorted(wrong)[:20]))},
        )
    else:
        yield Finding(Level.GOOD, _("Every product's stars are those of its reviews."))


def _same(product_id: int, tally: Tally | None) -> bool:
    counted = counts_of(product_id)
    return all((getattr(tally, column) if tally else 0) == counted.get(stars, 0) for stars, column in COLUMNS.items())
