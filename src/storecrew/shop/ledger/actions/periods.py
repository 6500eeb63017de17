"""Close months and, if it must be, open them again."""

from datetime import date
from typing import Annotated

from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import OWNER, Input, Output
from storecrew.shop.ledger.events import PeriodLocked, PeriodUnlocked
from storecrew.shop.ledger.models import Entry, Period, Seal
from storecrew.shop.ledger.seats import BOOKKEEPERS, BY_PEOPLE
from storecrew.shop.ledger.writing import days, sealing
from storecrew.shop.ledger.writing.posting import end_of_chain


class LockPeriod(Input):
    """A month, by any of its days."""

    month: date


class Locked(Output):
    """A month and its seal; empty for one that is open."""

    month: date
    digest: str


@action(
    "ledger.lock_period",
    label=gettext_lazy("Close a month"),
    seats=BOOKKEEPERS,
    surfaces=BY_PEOPLE,
    emits=(PeriodLocked,),
)
def lock_period(run: Run, data: LockPeriod) -> Locked:
    """Close a month that is over, after all months before it: nothing can be booked in it any more, and it is sealed."""
    end_of_chain()  # nobody books in it meanwhile
    month = days.month_of(data.month)
    whole = Seal.objects.filter(period__month=month, broken_at=None).first()
    if whole is not None:
        run.about(f"period:{month:%Y-%m}")
        return Locked(month=month, digest=whole.digest)
    _refuse_too_early(run, month)
    for earlier in sealing.open_months(before=month):
        raise Refused(
            _("Close %(month)s first; months are closed in order.") % {"month": _named(earlier)},
            code="ledger.earlier_open",
        )
    period, _new = Period.objects.update_or_create(
        month=month, defaults={"locked_at": run.now, "locked_by": run.actor.ref}
    )
    seal = sealing.seal(period, at=run.now, by=run.actor.ref)
    run.changed(period.subject, "locked", old=False, new=True)
    run.emit(PeriodLocked(month=month, digest=seal.digest), subject=period.subject)
    return Locked(month=month, digest=seal.digest)


class UnlockPeriod(Input):
    """A closed month, by any of its days, and why it has to be opened."""

    month: date
    reason: Annotated[str, Field(min_length=10, max_length=500)]


@action(
    "ledger.unlock_period",
    label=gettext_lazy("Open a closed month again"),
    seats={OWNER},
    surfaces=BY_PEOPLE,
    emits=(PeriodUnlocked,),
)
def unlock_period(run: Run, data: UnlockPeriod) -> Locked:
    """Open the last closed month again. Its seal is broken, and stays on record with the reason."""
    end_of_chain()
    month = days.month_of(data.month)
    period = Period.objects.filter(month=month, locked_at__isnull=False).first()
    if period is None:
        run.about(f"period:{month:%Y-%m}")
        return Locked(month=month, digest="")
    later = Period.objects.filter(month__gt=month, locked_at__isnull=False).order_by("-month").first()
    if later is not None:
        raise Refused(
            _("Open %(month)s first; the last closed month is opened first.") % {"month": _named(later.month)},
            code="ledger.later_locked",
        )
    Seal.objects.filter(period=period, broken_at=None).update(
        broken_at=run.now, broken_by=run.actor.ref, reason=data.reason
    )
    period.locked_at, period.locked_by = None, ""
    period.save(update_fields=["locked_at", "locked_by"])
    run.changed(period.subject, "locked", old=True, new=False)
    run.emit(PeriodUnlocked(month=month, reason=data.reason), subject=period.subject)
    return Locked(month=month, digest="")


def _refuse_too_early(run: Run, month: date) -> None:
    if days.month_end(month) >= days.today(run.now):
        raise Refused(
            _("%(month)s is not over yet. It can be closed from the first of the next month on.")
            % {"month": _named(month)},
            code="ledger.not_over",
        )
    span = Entry.objects.aggregate(first=Min("on"), last=Max("on"))
    if span["first"] is None or month < days.month_of(span["first"]):
        raise Refused(_("Nothing was booked up to then."), code="ledger.nothing_booked")


def _named(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")
