"""Names and pages of people, agents, seats and receipts, for whoever mentions them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.pages.types import Link
from storecrew.kernel.people.models import Agent, Handover, Person
from storecrew.kernel.people.seats import LABELS, Seat


def person(id_: str) -> Link | None:
    """Name a person."""
    row = Person.objects.filter(pk=int(id_)).first() if id_.isdigit() else None
    return Link(row.name, reverse("reception:person", args=[row.pk]), "person") if row else None


def agent(id_: str) -> Link | None:
    """Name a program."""
    row = Agent.objects.filter(pk=int(id_)).first() if id_.isdigit() else None
    return Link(row.name, reverse("reception:agent", args=[row.pk]), "agent") if row else None


def seat(id_: str) -> Link | None:
    """Name a seat."""
    return (
        Link(str(LABELS[Seat(id_)]), reverse("reception:seat", args=[id_]), f"seat-{id_}")
        if id_ in list(Seat)
        else None
    )


def handover(id_: str) -> Link | None:
    """Name a receipt."""
    row = Handover.objects.filter(pk=int(id_)).first() if id_.isdigit() else None
    if row is None:
        return None
    return Link(_("Handover %(n)d") % {"n": row.pk}, reverse("reception:handover", args=[row.pk]), "handover")
