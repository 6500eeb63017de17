"""What the doctor asks of keeping up with suppliers: claims add up, states and days agree, the clock's work is done."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.supply.reads.people import partners
from storecrew.team.suppliers.models import Asked, Claim, Problem, Score

AT_MOST = 20
STALE = timedelta(days=3)


@health.check("suppliers.claims")
def claims_are_what_was_agreed_and_had(now: datetime) -> Iterable[Finding]:
    """Prove that what was had of each claim is the sum of its documents, and that credits agreed on have a claim."""
    rows = Claim.objects.annotate(sum=Coalesce(Sum("uses__amount_minor"), 0)).exclude(sum=F("used_minor"))
    wrong = list(rows.select_related("problem").order_by("pk")[:AT_MOST])
    for row in wrong:
        yield Finding(
            Level.BAD,
            _("Of the claim for %(number)s something else was had than its documents say.")
            % {"number": row.problem.number},
            _("Compare it with the supplier’s invoices, and tell IT."),
        )
    live = Q(state__in=["agreed", "settled"], agreed=Asked.CREDIT)
    lost = list(
        Problem.objects.filter(live).exclude(pk__in=Claim.objects.values("problem_id")).order_by("pk")[:AT_MOST]
    )
    for problem in lost:
        yield Finding(
            Level.BAD,
            _("%(number)s was agreed on as a credit, and nobody can take it off: it has no claim.")
            % {"number": problem.number},
            _("Drop the problem, take it up again and agree once more."),
        )
    if not wrong and not lost:
        yield Finding(Level.GOOD, _("Claims on suppliers are what was agreed on, and what was had of them adds up."))


@health.check("suppliers.scores")
def scores_are_kept(now: datetime) -> Iterable[Finding]:
    """See that the scores of those one buys from were reckoned lately."""
    if not partners():
        return
    newest = Score.objects.aggregate(newest=Max("kept_at"))["newest"]
    if newest is not None and now - newest > STALE:
        yield Finding(
            Level.WARN,
            _("The scores of suppliers have not been reckoned for days; whoever orders is warned by old ones."),
            _("See at /crew/jobs/ whether the schedule runs, or reckon them at /crew/suppliers/."),
        )
