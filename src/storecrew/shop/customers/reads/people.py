"""Who somebody is: for other rooms, for the customers themselves, and for whoever holds a session's token."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input
from storecrew.shop.customers.finding import alive
from storecrew.shop.customers.models import Customer, CustomerTag, IdentityKind
from storecrew.shop.customers.seats import CREW_DOORS, READERS, SHOP_DOOR
from storecrew.shop.customers.types import AddressView, CustomerView, SessionView
from storecrew.shop.customers.writing.sessions import digest_of, open_sessions, seen


class CustomerQuery(Input):
    """Which customer."""

    customer_id: int


@read("customers.customer", label=_("Customer"), seats={PUBLIC, *READERS}, surfaces=CREW_DOORS | SHOP_DOOR)
def customer(ask: Ask, data: CustomerQuery) -> CustomerView:
    """Tell who a customer is, how they are reached, and where they have things sent. Customers see themselves only."""
    found = view(data.customer_id)
    if found is None:
        raise Missing
    mine = ask.actor.ref in {found.subject, f"customer:{data.customer_id}"}
    if not mine and not ask.seats & READERS and ask.actor.kind != "system":
        raise Missing
    return found


def view(customer_id: int) -> CustomerView | None:
    """Return a customer for another room in this process; through merges to the living record. None: there is none."""
    return views([customer_id]).get(customer_id)


def views(customer_ids: Iterable[int]) -> dict[int, CustomerView]:
    """Return many customers by the number they were asked by, in four questions however many there are."""
    asked = set(customer_ids)
    rows = {row.pk: row for row in Customer.objects.filter(pk__in=asked).order_by("pk")}
    living = {number: alive(row).pk for number, row in rows.items()}
    tags = CustomerTag.objects.select_related("tag").order_by("tag__name", "pk")
    whole = Customer.objects.filter(pk__in=set(living.values())).prefetch_related(
        "addresses", "identities", Prefetch("tag_rows", tags)
    )
    by_number = {row.pk: _view(row) for row in whole.order_by("pk")}
    return {number: by_number[alive_as] for number, alive_as in living.items()}


def whose(token: str, now: datetime | None = None) -> int | None:
    """Return whose session this token is, None when it is nobody's or over. Marks the session as in use."""
    at = now or timezone.now()
    if not token or len(token) > 200:
        return None
    session = open_sessions(at).filter(digest=digest_of(token)).select_related("customer").first()
    if session is None or session.customer.forgotten_at is not None:
        return None
    seen(session, at)
    return alive(session.customer).pk


def sessions(customer_id: int, token: str = "", now: datetime | None = None) -> tuple[SessionView, ...]:
    """Return the browsers in which a customer is signed in, the last used first; `token` marks the present one."""
    rows = open_sessions(now or timezone.now()).filter(customer=customer_id)
    here = digest_of(token)
    return tuple(
        SessionView(
            session_id=row.pk,
            device=row.device,
            created_at=row.created_at,
            seen_at=row.seen_at,
            here=row.digest == here,
        )
        for row in rows
    )


def _view(row: Customer) -> CustomerView:
    kinds = {identity.kind for identity in row.identities.all()}
    return CustomerView(
        customer_id=row.pk,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        country=row.country,
        account=bool(kinds),
        email_proved=row.email_proved_at is not None,
        has_password=IdentityKind.PASSWORD in kinds,
        takes_newsletter=row.takes_newsletter,
        takes_texts=row.takes_texts,
        tags=tuple(tagged.tag.name for tagged in row.tag_rows.all()),
        addresses=tuple(
            AddressView(
                address_id=kept.pk,
                address=kept.postal,
                default_shipping=kept.default_shipping,
                default_billing=kept.default_billing,
            )
            for kept in row.addresses.all()
        ),
        created_at=row.created_at,
        seen_at=row.seen_at,
        forgotten=row.forgotten_at is not None,
    )
