"""Who may open these pages, and what they may do on them."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import OWNER
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import contacts_of
from storecrew.shop.supply.types import SupplierView
from storecrew.team.suppliers.seats import KEEPERS, PAYERS, RAISERS, READERS, RULERS

reader = permitted("suppliers.problems", READERS)
"""Lets in who may see how one keeps up with suppliers."""
keeper = permitted("suppliers.log_contact", KEEPERS)
"""Lets in who speaks with them."""
raiser = permitted("suppliers.raise_problem", RAISERS)
"""Lets in who may note a problem."""
ruler = permitted("suppliers.set_yardstick", frozenset({OWNER, *RULERS}))
"""Lets in who says how they are measured."""
payer = permitted("suppliers.use_claim", PAYERS)
"""Lets in who uses claims."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    grants = grants_of(actor_of(request), timezone.now())
    seats = set(grants.seats)
    return {
        "may_keep": bool(seats & KEEPERS),
        "may_raise": bool(seats & RAISERS),
        "may_rule": bool(seats & RULERS) or grants.owner,
        "may_pay": bool(seats & PAYERS),
    }


def supplier_or_404(supplier_id: int) -> SupplierView:
    """Return the supplier."""
    found = supply.suppliers_by_id([supplier_id])
    if supplier_id not in found:
        raise Http404
    return found[supplier_id]


def people_of(supplier_id: int) -> list[tuple[str, Any]]:
    """Return who works there, for a choice."""
    return [(str(one.contact_id), one.name) for one in contacts_of([supplier_id]).get(supplier_id, ())]
