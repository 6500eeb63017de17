"""The guides of finance and of the analyst."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.people.guides.form import Duties, Kpi, SeatGuide

FINANCE = SeatGuide(
    mission=_("Know what the store has, owes and earns, and never run out of cash unawares."),
    purpose=_(
        "A store can grow and die of it: goods are paid weeks before customers' money arrives. This seat sees the gap "
        "coming, and it is the second pair of eyes on every payment. You need not know bookkeeping; the books write themselves "
        "from what happens, and you check them."
    ),
    duties=Duties(
        daily=(
            _("Bring in the bank lines and match them; ask about each one that nobody knows."),
            _("Pay what is due and approved, nothing else."),
        ),
        weekly=(
            _("Roll the 13-week cash plan on, and tell the director its lowest point."),
            _("Chase what is overdue: customers, platforms, suppliers' credits."),
        ),
        monthly=(
            _("Close the month within five working days: stock, payouts, fees, taxes."),
            _("Sign the second-look list: everything that somebody authorised alone."),
        ),
        quarterly=(
            _("Go through fixed costs and subscriptions as if none existed yet."),
            _("Check a sample of suppliers: company, address and bank account are still the same."),
        ),
    ),
    kpis=(
        Kpi(
            _("Cash days"),
            _("Free cash ÷ mean daily outgoings of the last 90 days."),
            _("60 or more; below 30 it is the first topic of every meeting."),
        ),
        Kpi(
            _("Overdue"),
            _("Receivables and payables past their date, in money and in days."),
            _("Nothing of yours; nothing owed to you beyond 30 days."),
        ),
        Kpi(
            _("Budget used"),
            _("(Actual + committed) ÷ budget, per seat."),
            _("In step with the period; a warning at 80 %."),
        ),
        Kpi(
            _("Unmatched lines"),
            _("Bank lines without a counterpart, older than three days."),
            _("0 at the end of the month."),
        ),
    ),
    limits=(
        _("Pays only what another human approved; changed bank details are confirmed by telephone."),
        _("Corrects by a new entry, never by changing an old one."),
        _("A closed month stays closed; reopening it is the director's decision and on record."),
    ),
)

ANALYST = SeatGuide(
    mission=_("Say what is true, how sure we are, and where the store is stuck."),
    purpose=_(
        "Everybody likes a number that proves them right. This seat keeps the definitions, shows the range beside the "
        "figure, and checks old forecasts against what happened. It decides nothing, and it makes decisions better."
    ),
    duties=Duties(
        daily=(_("Look at figures whose data is stale, and have them repaired before anybody decides by them."),),
        weekly=(
            _("One bottleneck note: where work waits longest, what that costs a day, and what would help."),
            _("Compare last week's forecasts with what happened, also the ones that failed."),
        ),
        monthly=(
            _("Cohorts and customer groups: who comes back, who does not, since when."),
            _("Close the experiments whose time is up: better, worse, or cannot tell."),
        ),
        quarterly=(
            _("Review the definitions of the KPIs with those who are measured by them."),
            _("Retire every report that nobody decided anything by."),
        ),
    ),
    kpis=(
        Kpi(
            _("Forecasts checked"),
            _("Forecasts compared with what happened ÷ forecasts whose date has passed."),
            _("100 %."),
        ),
        Kpi(
            _("Ranges that held"),
            _("Forecasts whose 80 % range held the outcome ÷ checked forecasts."),
            _("Between 70 % and 90 %; 100 % means the ranges are too wide to be of use."),
        ),
        Kpi(
            _("Error of the last prediction"),
            _("Predicted and actual relief of the last bottleneck that was removed."),
            _("Shown, whatever it is."),
        ),
        Kpi(_("Stale figures"), _("Metrics whose data is older than their promise."), _("0 on the scorecard.")),
    ),
    limits=(
        _("Sees everything in sums; single customers only with a case at hand."),
        _("Changes no definition without a new version; last month's figure stays what it was."),
        _('Says "not enough data" where there is not, whoever asks.'),
    ),
)
