"""What this room puts on a seat's home: the rules in force there, and what of the reader's runs out today."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.types import ANYONE, Actor
from storecrew.kernel.approvals import reads
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.approvals.types import RuleRow, State
from storecrew.kernel.pages import desk, wording
from storecrew.kernel.pages.types import Moment, Panel
from storecrew.kernel.pages.wording import Word
from storecrew.kernel.people.seats import CHOICES, Seat


def binds(rule: RuleRow, seat: Seat) -> bool:
    """Tell whether a rule is about something that this seat does."""
    action = registry.find_action(rule.action)
    return action is not None and bool(action.seats & {seat.value, ANYONE})


def _rules_of(seat: Seat) -> Callable[[Actor, datetime], Panel]:
    def rules(actor: Actor, now: datetime) -> Panel:
        """Show what this seat has to ask for, and what it decides."""
        found = reads.rules(actor, reads.NoQuestion(), now=now).items
        return Panel(
            title=_("Approval rules in force"),
            template="approvals/panels/rules.html",
            context={
                "asks": [rule for rule in found if binds(rule, seat) and rule.seat != seat],
                "decides": [rule for rule in found if rule.seat == seat],
            },
            url=reverse("approvals:rules"),
            link=_("All rules"),
        )

    return rules


def running_out(actor: Actor, start: datetime, end: datetime) -> Iterable[Moment]:
    """Yield when the reader's own requests expire undecided, and when acts authorised alone will be carried out.

    What waits for the reader's decision is on the list of jobs, and stands on the ruler with them.
    """
    today = Q(state=State.WAITING, expires_at__gte=start, expires_at__lt=end) | Q(
        state=State.APPROVED, runs_after__gte=start, runs_after__lt=end
    )
    for row in Request.objects.filter(today, person_id=actor.person_id).order_by("pk")[:10]:
        action = registry.find_action(row.action)
        name = {"act": str(action.label) if action else row.action}
        url = reverse("approvals:request", args=[row.uid])
        if row.state == State.APPROVED and row.runs_after is not None:
            yield Moment(row.runs_after, _("carried out: %(act)s") % name, url=url)
        else:
            yield Moment(row.expires_at, _("expires undecided: %(act)s") % name, url=url)


wording.register(
    "approval",
    {
        "state": Word(gettext_lazy("State"), values=dict(State.choices)),
        "second look": gettext_lazy("Second look"),
    },
)
wording.register(
    "approval_rule", {"rule": Word(gettext_lazy("Rule"), values=dict(CHOICES)), "ended": gettext_lazy("Ended")}
)
for _seat in Seat:
    desk.panel(_seat, order=60)(_rules_of(_seat))
    desk.day(_seat)(running_out)
