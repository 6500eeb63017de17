"""The guides of the director and the warehouse."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.people.guides.form import Duties, Kpi, SeatGuide

DIRECTOR = SeatGuide(
    mission=_("Decide what the store does next, and see that every decision is carried out."),
    purpose=_(
        "Seven seats each see their own corner. The director sees what they cost each other: the campaign that empties "
        "the warehouse, the discount that eats the margin. Without this seat everybody is busy and nothing is decided."
    ),
    duties=Duties(
        daily=(
            _("Read Today from the top: what costs most to leave lying comes first."),
            _("Decide the approvals that wait. Silence is no consent, and somebody stands still meanwhile."),
        ),
        weekly=(
            _(
                "Team meeting, 90 minutes: good news, the scorecard, the quarter's goals, then an hour on real problems."
            ),
            _("Look at the lowest point of the cash in the next 13 weeks before promising anything."),
        ),
        monthly=(
            _("Take up the decisions whose review date has come: what did we expect, what came of it?"),
            _("Look at the bottleneck note and move one thing, not five."),
        ),
        quarterly=(
            _("Three to five goals for 90 days, each with one owner and a number."),
            _("Ask which seat needs relief next: a person, a few hours, an agent, or nothing."),
        ),
    ),
    kpis=(
        Kpi(
            _("Overdue decisions"),
            _("Open decisions whose due date has passed."),
            _("0. Two is a warning, five means the meeting does not work."),
        ),
        Kpi(
            _("Decisions not reviewed"),
            _("Decisions whose review date has passed without a look back."),
            _("0."),
        ),
        Kpi(
            _("Lowest cash in 13 weeks"),
            _("The lowest point of the forecast cash balance, with its range."),
            _("Above the floor you set, even at the lower end of the range."),
        ),
        Kpi(
            _("Goals reached"),
            _("Mean of the quarter's goals, each from 0 to 1."),
            _("0.7. Always 1 means the goals were too small."),
        ),
    ),
    limits=(
        _("Approves what others ask for, never what you asked for yourself in another seat."),
        _("Moves no money: finance does, after the approval."),
        _("Hands out no seats, unless you are the owner as well."),
    ),
)

WAREHOUSE = SeatGuide(
    mission=_("Know what is there, and send it on the day it was promised."),
    purpose=_(
        "The promise on the product page is kept here or nowhere. Own shelves are one part; the other is what suppliers "
        "say they have, often late and sometimes wrong. This seat turns both into a number that may be sold."
    ),
    duties=Duties(
        daily=(
            _("Pick, pack and hand over everything due before the cut-off. Only the carrier's scan counts as sent."),
            _("Receive what arrives: count it, and write down every difference with a photo."),
            _("Go through the lines at risk of missing their promise, dearest first."),
        ),
        weekly=(
            _("Count the fast movers (A items), a few bins a day rather than all at once."),
            _("Reorder: what lasts shorter than its replacement takes."),
            _("Ask suppliers whose stock report is older than a day."),
        ),
        monthly=(
            _("Count the B items; look for the cause of every difference, not for the culprit."),
            _("Clear what has not sold in 90 days: discount, bundle, return or write off."),
        ),
        quarterly=(
            _("Count the C items, so that every bin was seen once."),
            _("Check box sizes and weights against what the carriers billed."),
        ),
    ),
    kpis=(
        Kpi(
            _("Stock accuracy"),
            _("Lines counted equal ÷ lines counted."),
            _("97 % or more. Below 95 % promises are guesses."),
        ),
        Kpi(
            _("Dispatched on time"),
            _("Parcels scanned by the carrier by their promised day ÷ parcels due."),
            _("98 % or more; the peak season counts as well."),
        ),
        Kpi(
            _("Days of cover"),
            _("On hand ÷ mean daily sales, per variant, with its range."),
            _("Longer than the supplier takes, shorter than 90 days."),
        ),
        Kpi(
            _("Wrong picks"),
            _("Wrong or missing pieces per million picked."),
            _("Below 1,000. With a scanner below 300."),
        ),
    ),
    limits=(
        _(
            "Purchase orders, write-offs and count differences up to the amounts in the approval rules; above that the director."
        ),
        _("New suppliers and their bank details: finance checks them before the first payment."),
        _("Changes no prices and takes no product off sale; says so to the web seat."),
    ),
)
