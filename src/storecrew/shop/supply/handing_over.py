"""What passes on when a seat that buys is handed over: suppliers whom somebody keeps in touch with, by name."""

from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.run import Run
from storecrew.kernel.people.handover import Item, Owner, Person, Section, Tenure, section
from storecrew.shop.supply.models import Contact, State, Supplier
from storecrew.shop.supply.seats import BUYERS


@section("supply.contacts")
def contacts(tenure: Tenure, now: datetime) -> Section | None:
    """List the suppliers that are kept under the name of whoever hands over; the successor keeps in touch from now on."""
    if tenure.seat not in BUYERS:
        return None
    mine = Supplier.objects.filter(keeper=tenure.person_id).exclude(state=State.ENDED).order_by("name", "pk")
    people: dict[int, str] = {}
    for row in Contact.objects.filter(supplier__in=mine, left_at=None).order_by("primary", "-pk"):
        people[row.supplier_id] = row.name
    items = tuple(
        Item(
            _("%(supplier)s, contact: %(name)s") % {"supplier": row.name, "name": people[row.pk]}
            if row.pk in people
            else _("%(supplier)s, nobody known there") % {"supplier": row.name},
            subject=row.subject,
            then=Owner.SEAT,
        )
        for row in mine
    )

    def move(run: Run, successor: Person) -> None:
        for row in mine:
            run.changed(row.subject, "keeper_id", old=row.keeper_id, new=successor.pk)
        Supplier.objects.filter(keeper=tenure.person_id).update(keeper=successor, changed_at=run.now)

    return Section(_("Suppliers to keep in touch with"), items, move=move)
