"""Find what an action is about, locked."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.supply.models import Contact, Document, Offer, Site, State, Supplier


def supplier_of(run: Run, supplier_id: int, *, going: bool = False) -> Supplier:
    """Return the supplier. `going`: refuse one that was ended. Raises Missing, Refused."""
    row = Supplier.objects.select_for_update(of=("self",)).filter(pk=supplier_id).first()
    if row is None:
        raise Missing(_("There is no such supplier."))
    run.about(row.subject)
    if going and row.state == State.ENDED:
        raise Refused(
            _("Nothing is bought from %(name)s any more. Set them active first.") % {"name": row.name},
            code="supply.ended",
        )
    return row


def site_of(run: Run, site_id: int) -> Site:
    """Return the warehouse of a supplier, with supplier, warehouse and calendar. Raises Missing."""
    rows = Site.objects.select_for_update(of=("self",)).select_related("supplier", "warehouse__calendar")
    row = rows.filter(pk=site_id).first()
    if row is None:
        raise Missing(_("There is no such warehouse."))
    run.about(row.supplier.subject)
    return row


def contact_of(run: Run, contact_id: int) -> Contact:
    """Return somebody at a supplier. Raises Missing."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(pk=contact_id).first()
    if row is None:
        raise Missing(_("There is no such contact."))
    run.about(row.supplier.subject, row.subject)
    return row


def document_of(run: Run, document_id: int) -> Document:
    """Return a paper. Raises Missing."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(pk=document_id).first()
    if row is None:
        raise Missing(_("There is no such document."))
    run.about(row.supplier.subject, row.subject)
    return row


def offer_of(run: Run, offer_id: int) -> Offer:
    """Return an offer, with its supplier. Raises Missing."""
    rows = Offer.objects.select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(pk=offer_id).first()
    if row is None:
        raise Missing(_("There is no such offer."))
    run.about(row.subject, row.supplier.subject)
    return row
