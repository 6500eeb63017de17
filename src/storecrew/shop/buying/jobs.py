"""What buying does by the clock."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.buying import actions
from storecrew.shop.buying.models import Booking
from storecrew.shop.buying.seats import clerk


@scheduled("buying.book", label=_("Book what was received and billed"), rhythm=Every(minutes=5))
def book(now: datetime) -> None:
    """Book what waits, as far as the books can take it."""
    if Booking.objects.filter(entry=None).exists():
        actions.book(clerk("every five minutes"), actions.Book(), now=now)
