"""Names and pages of people, agents, seats and receipts, for whoever mentions them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.pages.types import Link
from storecrew.kernel.people import directory
from storecrew.kernel.people.seats import LABELS, Seat


def person(id_: str) -> Link | None:
    """Name a person."""
    name = directory.person_name(id_)
    return Link(name, reverse("reception:person", args=[id_]), "person") if name else None


def agent(id_: str) -> Link | None:
    """Name a program."""
    name = directory.agent_name(id_)
    return Link(name, reverse("reception:agent", args=[id_]), "agent") if name else None


def seat(id_: str) -> Link | None:
    """Name a seat."""
    if id_ not in list(Seat):
        return None
    return Link(str(LABELS[Seat(id_)]), reverse("reception:seat", args=[id_]), f"seat-{id_}")


def handover(id_: str) -> Link | None:
    """Name a receipt."""
    if not directory.has_receipt(id_):
        return None
    return Link(_("Handover %(n)s") % {"n": id_}, reverse("reception:handover", args=[id_]), "handover")
