"""The guides of the web seat and of IT."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.people.guides.form import Duties, Kpi, SeatGuide

WEB = SeatGuide(
    mission=_("A store that is quick, right and pleasant to buy in, on every phone and in every language it speaks."),
    purpose=_(
        "Customers do not complain about a slow page or a missing size; they leave. This seat looks at the store as they "
        "do: every product findable, every price and date true, every step possible with one thumb."
    ),
    duties=Duties(
        daily=(
            _("Clear the failed automations: an import, a feed, a scheduled publication that did not run."),
            _("Publish what is ready, and look at it on a phone."),
        ),
        weekly=(
            _("Check links, prices and feeds; a wrong price in a feed costs the account."),
            _("Fill what translations lack, best sellers first."),
            _("Read the searches that found nothing: each is a product, a synonym or a page."),
        ),
        monthly=(
            _("Go through the accessibility findings and updates; leave none that stop somebody from buying."),
            _("Retire products that are gone, with a redirect to what replaced them."),
        ),
        quarterly=(
            _("Buy something in your own store as a stranger, in each language, to the parcel at the door."),
            _("Tidy the categories by how people search, not by how suppliers deliver."),
        ),
    ),
    kpis=(
        Kpi(
            _("Reachable"),
            _("Successful probes ÷ all probes, every minute from outside."),
            _("99.9 %, that is 43 minutes a month."),
        ),
        Kpi(
            _("Speed"),
            _("75th percentile of real visits: largest paint, response to a tap, layout shift (LCP, INP, CLS)."),
            _("2.5 s, 200 ms, 0.1 or better on phones."),
        ),
        Kpi(_("Broken automations"), _("Runs that failed and were not cleared within a working day."), _("0.")),
        Kpi(
            _("Texts behind"),
            _("Published products whose translation is older than the original, or missing."),
            _("0 among the 50 best sellers."),
        ),
    ),
    limits=(
        _("Prices below cost and discounts beyond the rules need an approval."),
        _("Opens no accounts and keys; IT does."),
        _("Deletes no product that was ever ordered; it is archived."),
    ),
)

IT = SeatGuide(
    mission=_("Nothing is lost, nobody is in who should not be, and everything that must run does run."),
    purpose=_(
        "A store lives in its data. This seat makes sure that a broken disk costs an hour and not the company, and that "
        "somebody who left yesterday cannot get in today. Most of it is looking, on fixed days, at things that work."
    ),
    duties=Duties(
        daily=(
            _("Look at failed checks and dead letters; each gets retried, repaired or dropped with a reason."),
            _("Settle what is unknown: a mail or a payment of which nobody can say whether it went out."),
        ),
        weekly=(
            _(
                "Restore last night's backup somewhere else, and look up an order in it. A copy nobody restored is a hope."
            ),
            _("Look at the agents: who stopped being used, who hits limits, who still has a key without a job."),
        ),
        monthly=(
            _("Install updates, after the backup and not on a Friday."),
            _("Go through people and seats with the owner: does each still need what it has?"),
        ),
        quarterly=(
            _("Everybody shows their devices: what is there, what is encrypted, what is missing."),
            _("Rehearse the worst day: the machine is gone. How long until orders come in again?"),
        ),
    ),
    kpis=(
        Kpi(
            _("Days since a proven restore"),
            _("Days since a backup was restored and its last order found again."),
            _("7 or fewer."),
        ),
        Kpi(
            _("Measured recovery"),
            _("In the last drill: how much was lost (RPO) and how long it took (RTO)."),
            _("At most an hour lost, at most four hours down; written down, not estimated."),
        ),
        Kpi(_("Late checks"), _("Checks that should have reported and did not."), _("0.")),
        Kpi(
            _("Accounts of leavers"),
            _("Accounts, keys and devices of people who left that still work."),
            _("0, always."),
        ),
    ),
    limits=(
        _("May stop any agent and end any session at once; giving rights is the owner's."),
        _("Reads no customer's data without a case at hand; each look is on record."),
        _("Deletes no backup younger than the rule says."),
    ),
)
