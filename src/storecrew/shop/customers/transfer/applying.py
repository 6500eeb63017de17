"""Write what a row says: find whom it is about, fill in what is missing, replace nothing that is known."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Output
from storecrew.kernel.actions.validation import parse
from storecrew.shop.addresses.types import Address as PostalAddress
from storecrew.shop.addresses.types import checked
from storecrew.shop.customers.actions.addresses import fingerprint_of
from storecrew.shop.customers.events import CustomerRegistered
from storecrew.shop.customers.finding import alive, by_email, folded
from storecrew.shop.customers.models import Address, Customer, CustomerTag, Note, Purpose, Tag
from storecrew.shop.customers.transfer.rows import ImportRow
from storecrew.shop.customers.writing.consents import write_consent
from storecrew.shop.customers.writing.people import change, derive, tidy_phone

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Outcome(Output):
    """What became of a row: new, changed, same, refused. `said` tells more; `column` and `value` where it is wrong."""

    line: int
    became: str
    customer_id: int | None = None
    said: str = ""
    column: str = ""
    value: str = ""


def apply(run: Run, row: ImportRow, source: str) -> Outcome:
    """Write one row by itself: whatever is wrong with it leaves the others alone."""
    try:
        with transaction.atomic():
            return _apply(run, row, source)
    except InvalidInput as error:
        column, sentence = next(iter(error.fields.items()))
        return Outcome(line=row.line, became="refused", said=sentence, column=column, value=getattr(row, column, ""))
    except ActionError as error:
        return Outcome(line=row.line, became="refused", said=error.message)
    except IntegrityError:
        return Outcome(line=row.line, became="refused", said=_("Another record has this e-mail address or number."))


def _apply(run: Run, row: ImportRow, source: str) -> Outcome:
    if row.email and not EMAIL.fullmatch(row.email):
        raise InvalidInput({"email": _("This is no e-mail address.")})
    if not row.email and not row.phone:
        raise InvalidInput(
            {"email": _("Neither an e-mail address nor a telephone number: nobody could be found by it.")}
        )
    country = row.address["country"] if row.address else ""
    phone = tidy_phone(row.phone, country or "CN")
    known = _find(row, phone, source)
    if known is not None and known.forgotten_at is not None:
        return Outcome(line=row.line, became="same", said=_("They asked to be forgotten, and stay so."))
    customer = known or _create(run, row, phone, country, source)
    changed = known is not None and bool(change(run, customer, **_missing(customer, row, phone, country, source)))
    left_out = ""
    try:
        changed |= _add_address(run, customer, row)
    except InvalidInput as error:
        left_out = _("The address is left out: %(why)s") % {"why": " ".join(error.fields.values())}
    changed |= _add_words(run, customer, row, source)
    changed |= _follow(run, customer, Purpose.NEWSLETTER, row.newsletter, source)
    changed |= _follow(run, customer, Purpose.TEXTS, row.texts, source)
    became = "new" if known is None else "changed" if changed else "same"
    return Outcome(line=row.line, became=became, customer_id=customer.pk, said=left_out)


def _find(row: ImportRow, phone: str, source: str) -> Customer | None:
    if row.outside_id:
        found = Customer.objects.filter(source=source, outside_id=row.outside_id).first()
        if found is not None:
            return alive(found)
    if row.email:
        return by_email(row.email)
    found = Customer.objects.filter(phone=phone, email="", forgotten_at=None).order_by("pk").first()
    return alive(found) if found else None


def _create(run: Run, row: ImportRow, phone: str, country: str, source: str) -> Customer:
    customer = Customer(
        email=row.email,
        phone=phone,
        name=row.name,
        language=row.language,
        country=country,
        source=source,
        outside_id=row.outside_id,
        created_at=run.now,
    )
    derive(customer)
    customer.save()
    run.about(customer.subject)
    run.emit(CustomerRegistered(customer_id=customer.pk, source=source, account=False), subject=customer.subject)
    return customer


def _missing(customer: Customer, row: ImportRow, phone: str, country: str, source: str) -> dict[str, str]:
    said = {"email": row.email, "phone": phone, "name": row.name, "language": row.language, "country": country}
    if customer.source == source:
        said["outside_id"] = row.outside_id
    return {name: value for name, value in said.items() if value and not getattr(customer, name)}


def _add_address(run: Run, customer: Customer, row: ImportRow) -> bool:
    if row.address is None:
        return False
    if not row.address["country"]:
        raise InvalidInput({"country": _("There is no country with this name or code.")})
    address = checked(parse(PostalAddress, row.address))
    book = customer.addresses
    if book.filter(fingerprint=fingerprint_of(address)).exists():
        return False
    first = not book.exists()
    Address.objects.create(
        customer=customer,
        data=address.model_dump(),
        fingerprint=fingerprint_of(address),
        default_shipping=first,
        default_billing=first,
        created_at=run.now,
    )
    return True


def _add_words(run: Run, customer: Customer, row: ImportRow, source: str) -> bool:
    changed = False
    for word in row.tags:
        tag, _new = Tag.objects.get_or_create(key=folded(word), defaults={"name": word})
        changed |= CustomerTag.objects.get_or_create(customer=customer, tag=tag)[1]
    if row.note and not customer.notes.filter(text=row.note).exists():
        Note.objects.create(customer=customer, text=row.note, private=True, by=run.actor.ref, at=run.now)
        changed = True
    return changed


def _follow(run: Run, customer: Customer, purpose: Purpose, said: bool | None, source: str) -> bool:
    """Take over a consent that the other system noted. What was said here since counts more than any file."""
    newest = customer.consents.filter(purpose=purpose).order_by("-pk").first()
    from_a_file = newest is not None and newest.place == "import"
    if (
        said is None
        or (newest is None and not said)
        or (newest is not None and (not from_a_file or newest.given == said))
    ):
        return False
    words = f"as noted in {source}"
    write_consent(run, customer, purpose, given=said, text_version=words, text_hash="", place="import")
    return True
