"""What the room registers with the console: menu, names of objects, search."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.shop.customers.finding import digits_of
from storecrew.shop.customers.models import Customer, Merge
from storecrew.shop.customers.seats import KEEPERS, READERS
from storecrew.shop.customers.tables import END, matching

menu.register(MenuItem("customers", _("Customers"), "people", "customers:customers", READERS, order=20))
menu.register(MenuItem("customers", _("Duplicates"), "swap", "customers:duplicates", KEEPERS, order=21))
menu.register(MenuItem("customers", _("Requests about data"), "lock", "customers:requests", KEEPERS, order=22))


def _customer(number: str) -> Link | None:
    return _customers([number]).get(number)


def _customers(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Customer.objects.filter(pk__in=ids).only("pk", "name", "email", "phone")
    return {str(row.pk): Link(str(row), reverse("customers:customer", args=[row.pk]), "person") for row in rows}


def _merge(number: str) -> Link | None:
    row = Merge.objects.filter(pk=number).select_related("kept").first() if number.isdigit() else None
    return Link(str(row.kept), reverse("customers:customer", args=[row.kept_id]), "swap") if row else None


links.register("customer", _customer, many=_customers, seats=READERS)
links.register("merge", _merge, seats=KEEPERS)


@search.source("customers.customers")
def customers(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find customers by name, e-mail, telephone, or the last four digits of it."""
    if not allows(actor, name="customers.customer", seats=READERS, at=timezone.now()):
        return
    words, digits = text.casefold(), digits_of(text)
    rows = matching(Customer.objects.present(), text).order_by("-seen_at", "-pk")
    for place, row in enumerate(rows[:limit]):
        sure = words in {row.email, row.name.casefold()} or (len(digits) > END and row.phone.endswith(digits))
        yield Hit(
            title=str(row),
            url=reverse("customers:customer", args=[row.pk]),
            icon="person",
            detail=row.email if row.name else row.phone,
            score=1.0 if sure else max(0.3, 0.7 - place * 0.05),
            kind=_("Customer"),
        )
