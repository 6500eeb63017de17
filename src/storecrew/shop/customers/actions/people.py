"""Know a customer: from a guest's order, by hand, and mend what is known."""

from typing import Annotated

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Output, Personal, Surface
from storecrew.shop.customers.events import CustomerEdited, CustomerRegistered
from storecrew.shop.customers.finding import alive, by_email, email_of, whom
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.seats import CREW_DOORS, KEEPERS, SHOP_DOOR, THEMSELVES
from storecrew.shop.customers.writing.people import change, derive, phone_of, tidy_phone

Email = Annotated[str, Personal, Field(max_length=254, pattern=r"^(|[^@\s]+@[^@\s]+\.[^@\s]+)$")]
Phone = Annotated[str, Personal, Field(max_length=40)]
Name = Annotated[str, Personal, Field(max_length=200)]
Language = Annotated[str, Field(max_length=12)]
CountryCode = Annotated[str, Field(pattern="^([A-Z]{2})?$")]


class Recognise(Input):
    """What a guest said at the checkout. One of e-mail and telephone is needed."""

    email: Email = ""
    phone: Phone = ""
    name: Name = ""
    language: Language = ""
    country: CountryCode = ""
    source: Annotated[str, Field(min_length=1, max_length=40)] = "checkout"


class Recognised(Output):
    """Whom the order belongs to; `new`: nobody was known by this address before."""

    customer_id: int
    new: bool = False


@action(
    "customers.recognise",
    label=gettext_lazy("Recognise a customer"),
    seats={PUBLIC, *KEEPERS},
    surfaces={Surface.WORKER},
    emits=(CustomerRegistered,),
)
def recognise(run: Run, data: Recognise) -> Recognised:
    """Find the customer behind a guest's order, or make one: the same e-mail, whatever its case, is the same person.

    Without an e-mail the telephone decides, among those of whom no e-mail is known. What is known stays as it is, since
    nobody has proved anything: empty fields are filled in, nothing is replaced.
    """
    email = email_of(data.email)
    phone = tidy_phone(data.phone, data.country or "CN")
    if not email and not phone:
        raise InvalidInput({"email": _("Leave an e-mail address or a telephone number.")})
    row = by_email(email) if email else _by_phone(phone)
    if row is not None:
        fill = {"phone": phone, "name": data.name, "language": data.language, "country": data.country}
        # a stranger who knows somebody's address must not write into an account
        empty = (
            {}
            if row.identities.exists()
            else {name: value for name, value in fill.items() if value and not getattr(row, name)}
        )
        run.about(row.subject)
        change(run, row, **empty)
        return Recognised(customer_id=row.pk)
    row = Customer(
        email=email,
        phone=phone,
        name=data.name,
        language=data.language,
        country=data.country,
        source=data.source,
        created_at=run.now,
    )
    derive(row)
    try:
        with transaction.atomic():  # a savepoint: two orders of one new buyer at the same moment are one customer
            row.save()
    except IntegrityError:
        other = by_email(email)
        if other is None:
            raise
        run.about(other.subject)
        return Recognised(customer_id=other.pk)
    run.about(row.subject)
    run.emit(CustomerRegistered(customer_id=row.pk, source=data.source, account=False), subject=row.subject)
    return Recognised(customer_id=row.pk, new=True)


def _by_phone(phone: str) -> Customer | None:
    rows = Customer.objects.filter(Q(email="") | Q(merged_into__isnull=False), phone=phone, forgotten_at=None)
    row = rows.order_by("pk").first()
    return alive(row) if row else None


class CustomerDraft(Input):
    """What the crew knows of somebody new. One of name, e-mail and telephone is needed."""

    email: Email = ""
    phone: Phone = ""
    name: Name = ""
    language: Language = ""
    country: CountryCode = ""


class Known(Output):
    """A customer."""

    customer_id: int


@action(
    "customers.create",
    label=gettext_lazy("New customer"),
    seats=KEEPERS,
    surfaces=CREW_DOORS,
    emits=(CustomerRegistered,),
)
def create(run: Run, data: CustomerDraft) -> Known:
    """Write down a customer, for an order by telephone or chat."""
    email = email_of(data.email)
    phone = phone_of(data.phone, data.country or "CN")
    if not email and not phone and not data.name:
        raise InvalidInput({"name": _("Write a name, an e-mail address or a telephone number.")})
    if (known := by_email(email)) is not None:
        words = _("There is a customer with this e-mail address: %(name)s.")
        raise InvalidInput({"email": words % {"name": known}})
    row = Customer(
        email=email,
        phone=phone,
        name=data.name,
        language=data.language,
        country=data.country,
        source="crew",
        created_at=run.now,
    )
    derive(row)
    row.save()
    run.about(row.subject)
    run.emit(CustomerRegistered(customer_id=row.pk, source="crew", account=False), subject=row.subject)
    return Known(customer_id=row.pk)


class CustomerEdit(Input):
    """What is to be put right. None: stays as it is. Customers change their e-mail by a link, not here."""

    customer_id: int
    # outermost, or nobody would see that they are personal
    email: Annotated[Email | None, Personal] = None
    phone: Annotated[Phone | None, Personal] = None
    name: Annotated[Name | None, Personal] = None
    language: Language | None = None
    country: CountryCode | None = None


@action(
    "customers.edit",
    label=gettext_lazy("Edit a customer"),
    seats=THEMSELVES,
    surfaces=CREW_DOORS | SHOP_DOOR,
    emits=(CustomerEdited,),
)
def edit(run: Run, data: CustomerEdit) -> Known:
    """Put right how a customer is called and reached."""
    row = whom(run, data.customer_id, lock=True)
    if row.forgotten_at is not None:
        raise Refused(_("This customer was forgotten; nothing can be written here any more."), code="forgotten")
    values = data.model_dump(exclude={"customer_id"}, exclude_none=True)
    if "phone" in values:
        values["phone"] = phone_of(values["phone"], values.get("country") or row.country or "CN")
    if "email" in values:
        values["email"] = _new_email(run, row, email_of(values["email"]))
        if values["email"] != row.email:
            values["email_proved_at"] = None
    changed = change(run, row, **values)
    told = tuple(name for name in changed if name != "email_proved_at")
    if told:
        run.emit(CustomerEdited(customer_id=row.pk, fields=told), subject=row.subject)
    return Known(customer_id=row.pk)


def _new_email(run: Run, row: Customer, email: str) -> str:
    if email == row.email:
        return email
    if run.actor.stranger:
        raise Refused(_("A new e-mail address is proved by a link that is sent there."), code="needs_link")
    if row.identities.exists() and not email:
        raise InvalidInput({"email": _("They sign in with it; write the new one.")})
    other = by_email(email)
    if other is not None and other.pk != row.pk:
        words = _("There is a customer with this e-mail address: %(name)s. Merge the two if they are one person.")
        raise InvalidInput({"email": words % {"name": other}})
    return email
