"""What the doctor asks of the room: what columns repeat, and that nobody who was forgotten left a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.customers.models import Address, Consent, Customer, Identity, Note, Purpose, Session


@health.check("customers.consents")
def lists_follow_consents(now: datetime) -> Iterable[Finding]:
    """Prove that who is on the newsletter's list has agreed to it, by the newest row."""
    own = Q(customer=OuterRef("pk")) | Q(customer__merged_into=OuterRef("pk"))
    newest = Consent.objects.filter(own, purpose=Purpose.NEWSLETTER).order_by("-pk").values("given")[:1]
    rows = Customer.objects.present().annotate(agreed=Subquery(newest))
    wrong = rows.filter(Q(takes_newsletter=True) & (Q(agreed=None) | Q(agreed=False)))
    count = wrong.count()
    if count:
        yield Finding(
            Level.BAD,
            _("%(n)d customers are on the newsletter's list without a consent that holds.") % {"n": count},
            _("Take the consent back on their pages; nothing may be sent to them."),
        )
    else:
        yield Finding(Level.GOOD, _("Everybody on the newsletter's list has agreed to it."))


@health.check("customers.forgotten")
def the_forgotten_left_no_trace(now: datetime) -> Iterable[Finding]:
    """Prove that nothing hangs on customers who were forgotten."""
    gone = Customer.objects.exclude(forgotten_at=None)
    mine = {"customer": OuterRef("pk")}
    left = gone.filter(
        Exists(Address.objects.filter(**mine))
        | Exists(Identity.objects.filter(**mine))
        | Exists(Session.objects.filter(**mine))
        | Exists(Note.objects.filter(**mine))
    ).count()
    if left:
        yield Finding(
            Level.BAD,
            _("Something personal is left of %(n)d customers who were forgotten.") % {"n": left},
            _("Restore no backup from before they asked without forgetting them again."),
        )
    else:
        yield Finding(Level.GOOD, _("Nothing personal is left of those who were forgotten."))
