"""What the people room itself hands over with a seat: covers that rest on it, and programs that act in it."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from storecrew.kernel.people.handover import Item, Owner, Section, section
from storecrew.kernel.people.models import Agent, Tenure


@section("people.covers")
def covers(tenure: Tenure, now: datetime) -> Section | None:
    """List the covers of this tenure; they end with it."""
    rows = tenure.covered_by.ending_after(now).select_related("person").order_by("starts_at", "pk")
    items = tuple(
        Item(
            _("%(name)s stands in until %(day)s: %(reason)s")
            % {
                "name": row.person.name,
                "day": date_format(localtime(row.ends_at), "DATE_FORMAT"),
                "reason": row.reason,
            },
            subject=f"person:{row.person_id}",
            then=Owner.ENDS,
        )
        for row in rows
    )
    return Section(_("Covers"), items)


@section("people.agents")
def agents(tenure: Tenure, now: datetime) -> Section | None:
    """List the programs that act for the holder in this seat; they lose it in the same instant."""
    rows = Agent.objects.filter(acts_for=tenure.person_id, seat=tenure.seat, stopped_at=None).order_by("pk")
    items = tuple(
        Item(
            _("%(name)s can do nothing in this seat any more") % {"name": row.name},
            subject=row.subject,
            then=Owner.ENDS,
        )
        for row in rows
    )
    return Section(_("Agents"), items)
