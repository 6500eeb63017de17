"""The guides of marketing and of service."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.people.guides.form import Duties, Kpi, SeatGuide

MARKETING = SeatGuide(
    mission=_("Bring in people who buy, at a price the margin can bear, and have them come back."),
    purpose=_(
        "Visitors can be bought without end; customers worth more than they cost cannot. This seat spends the store's "
        "money before it is earned, so it says beforehand what it expects and afterwards what came of it."
    ),
    duties=Duties(
        daily=(
            _("Look at what is running: spend against plan, and anything that sells what is not there."),
            _("Answer what people say in public, before others answer for you."),
        ),
        weekly=(
            _("Compare spend with what it left after goods, shipping and fees; stop the worst tenth."),
            _("Send the letter only to those who asked for it; look at complaints first, at openings last."),
        ),
        monthly=(
            _("Review every campaign within seven days of its end: expected, happened, learned."),
            _("Plan the next month with the warehouse: nothing is promoted that cannot be delivered."),
        ),
        quarterly=(
            _("Ask where the customers who came back first came from, and move money there."),
            _("Run one experiment whose answer you do not know."),
        ),
    ),
    kpis=(
        Kpi(
            _("Margin after advertising"),
            _("Contribution of the orders − spend of the period."),
            _("Positive each month; a first order may cost something if the second is known to follow."),
        ),
        Kpi(
            _("Cost of a new customer"),
            _("Spend ÷ first-time buyers, with its range."),
            _("Less than the contribution of their first 90 days."),
        ),
        Kpi(
            _("Revenue per unit of spend"),
            _("Revenue ÷ spend over all channels (MER)."),
            _("Steady or rising while spend rises; the needed value follows from your margin."),
        ),
        Kpi(
            _("Unwanted letters"),
            _("Unsubscribed % and complained % of delivered mails."),
            _("Below 0.5 % and below 0.1 %; above 0.3 % complaints mailboxes shut you out."),
        ),
    ),
    limits=(
        _("Budgets up to the amount in the approval rules; above that the director."),
        _("Writes to nobody without a recorded consent."),
        _("Promises no date and no price that the store does not show."),
    ),
)

SERVICE = SeatGuide(
    mission=_(
        "Everybody who writes gets a true answer soon, and the cause of the question goes to whoever can remove it."
    ),
    purpose=_(
        "One in fifteen orders brings a question, and one question in six asks where the parcel is. A quick, honest answer "
        "sells the next order; the same question ten times is a mistake in the store that this seat sees first."
    ),
    duties=Duties(
        daily=(
            _("Empty the queue twice: in the morning and before the end of the day, longest waiting first."),
            _("Write to customers whose promise will break before they write to you."),
        ),
        weekly=(
            _("The five most frequent reasons, with numbers, to the seat that causes them."),
            _("Read ten answers of your own from last week as the customer."),
        ),
        monthly=(
            _("Turn what was asked five times into a line on the product page or in the help."),
            _("Go through refunds by reason with warehouse and suppliers."),
        ),
        quarterly=(
            _("Ask those who wrote whether they would buy again, and show how many answered."),
            _("Check the promised reply times against working hours and holidays."),
        ),
    ),
    kpis=(
        Kpi(
            _("First reply"),
            _("Median and 85th percentile in working time."),
            _("2 h and 8 h; what customers were promised comes first."),
        ),
        Kpi(
            _("Deadlines kept"),
            _("First reply, next reply and solution, each on its own: kept ÷ due."),
            _("95 % each. One figure for all three hides the worst."),
        ),
        Kpi(
            _("Solved at first contact"),
            _("Tickets solved without a second question ÷ solved tickets."),
            _("70 % or more."),
        ),
        Kpi(
            _("Contact rate"),
            _("Tickets ÷ orders of the same period."),
            _("Falling. 7 per 100 orders is common."),
        ),
    ),
    limits=(
        _("Refunds, replacements and vouchers up to the amounts in the approval rules; above that the director."),
        _("Sees the order, not the means of payment."),
        _("Blames no colleague and no supplier towards a customer."),
    ),
)
