"""People at suppliers and how they are reached."""

from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator, model_validator

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Personal
from storecrew.kernel.audit import forgetting
from storecrew.shop.supply.models import Channel, ChannelKind, Contact, Supplier
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.writing.changing import set_fields
from storecrew.shop.supply.writing.loading import contact_of, supplier_of

DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ChannelDraft(Input):
    """One way to reach somebody."""

    kind: ChannelKind
    address: Annotated[str, Personal, Field(min_length=1, max_length=254)]

    @model_validator(mode="after")
    def _plausible(self) -> Self:
        if self.kind == ChannelKind.EMAIL and not ("@" in self.address.strip("@") and " " not in self.address):
            raise ValueError(_("Write an e-mail address."))
        if self.kind in {ChannelKind.PHONE, ChannelKind.WHATSAPP} and not any(sign.isdigit() for sign in self.address):
            raise ValueError(_("Write a telephone number."))
        return self


class ContactForm(Input):
    """Somebody at a supplier. `channels`: the best way in front. Of a birthday only month and day are kept."""

    name: Annotated[str, Personal, Field(min_length=1, max_length=80)]
    role: Annotated[str, Field(max_length=80)] = ""
    language: Annotated[str, Field(max_length=12)] = ""
    birth_month: Annotated[int, Personal, Field(ge=1, le=12)] | None = None
    birth_day: Annotated[int, Personal, Field(ge=1, le=31)] | None = None
    primary: bool = False
    note: Annotated[str, Personal, Field(max_length=300)] = ""
    channels: Annotated[tuple[ChannelDraft, ...], Field(max_length=20)] = ()

    @field_validator("channels")
    @classmethod
    def _once(cls, channels: tuple[ChannelDraft, ...]) -> tuple[ChannelDraft, ...]:
        return tuple({(one.kind, _folded(one)): one for one in channels}.values())

    @model_validator(mode="after")
    def _birthday(self) -> Self:
        if (self.birth_month is None) != (self.birth_day is None):
            raise ValueError(_("A birthday has a month and a day."))
        if self.birth_month and self.birth_day and self.birth_day > DAYS[self.birth_month - 1]:
            raise ValueError(_("This month has no such day."))
        return self


class AddContact(ContactForm):
    """Somebody new at a supplier."""

    supplier_id: int


class ContactId(Output):
    """Names somebody at a supplier."""

    contact_id: int


@action("supply.add_contact", label=gettext_lazy("Add a contact"), seats=BUYERS, surfaces=EVERYWHERE, previews=True)
def add_contact(run: Run, data: AddContact) -> ContactId:
    """Add somebody who works at a supplier. The first one there is asked first."""
    supplier = supplier_of(run, data.supplier_id)
    alone = not Contact.objects.filter(supplier=supplier, primary=True, left_at=None).exists()
    row = Contact(supplier=supplier, added_at=run.now, **_columns(data))
    row.primary = data.primary or alone
    _make_room(supplier, row)
    row.save()
    run.changed(row.subject, "name", old=None, new=row.name, personal=True)
    _write_channels(run, row, data)
    _touch(run, supplier)
    return ContactId(contact_id=row.pk)


class EditContact(ContactForm):
    """What is true of a contact now."""

    contact_id: int


@action("supply.edit_contact", label=gettext_lazy("Change a contact"), seats=BUYERS, surfaces=EVERYWHERE, previews=True)
def edit_contact(run: Run, data: EditContact) -> ContactId:
    """Change what is known of somebody at a supplier, and how they are reached."""
    row = contact_of(run, data.contact_id)
    set_fields(run, row, _columns(data), personal=("name", "birth_month", "birth_day", "note"))
    _make_room(row.supplier, row)
    row.save()
    _write_channels(run, row, data)
    _touch(run, row.supplier)
    return ContactId(contact_id=row.pk)


class OneContact(Input):
    """Names somebody at a supplier."""

    contact_id: int


@action("supply.contact_left", label=gettext_lazy("Note that a contact left"), seats=BUYERS, surfaces=EVERYWHERE)
def contact_left(run: Run, data: OneContact) -> Nothing:
    """Note that somebody no longer works at a supplier. What was said with them stays on record."""
    row = contact_of(run, data.contact_id)
    if row.left_at is None:
        run.changed(row.subject, "left", old=False, new=True)
        row.left_at, row.primary = run.now, False
        row.save(update_fields=["left_at", "primary"])
        _touch(run, row.supplier)
    return Nothing()


@action(
    "supply.forget_contact",
    label=gettext_lazy("Forget a contact"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    destructive=True,
)
def forget_contact(run: Run, data: OneContact) -> Nothing:
    """Erase name, birthday, numbers and notes of somebody at a supplier, here and in what is on record of them."""
    row = contact_of(run, data.contact_id)
    row.channels.all().delete()
    row.name, row.note, row.birth_month, row.birth_day = "–", "", None, None
    row.left_at, row.primary = row.left_at or run.now, False
    row.save()
    forgetting.forget(row.subject)
    return Nothing()


def _columns(data: ContactForm) -> dict[str, Any]:
    names = ("name", "role", "language", "birth_month", "birth_day", "primary", "note")
    return {name: getattr(data, name) for name in names}


def _make_room(supplier: Supplier, row: Contact) -> None:
    """Let whoever was asked first step back, when somebody else is from now on."""
    if row.primary:
        Contact.objects.filter(supplier=supplier, primary=True).exclude(pk=row.pk).update(primary=False)


def _write_channels(run: Run, row: Contact, data: ContactForm) -> None:
    wanted = [(one.kind.value, _folded(one)) for one in data.channels]
    there = [(one.kind, one.address) for one in row.channels.order_by("position", "pk")]
    if wanted == there:
        return
    run.changed(row.subject, "channels", old=[*map(list, there)], new=[*map(list, wanted)], personal=True)
    row.channels.all().delete()
    Channel.objects.bulk_create(
        Channel(contact=row, position=place, kind=kind, address=address)
        for place, (kind, address) in enumerate(wanted, start=1)
    )


def _folded(channel: ChannelDraft) -> str:
    return channel.address.casefold() if channel.kind == ChannelKind.EMAIL else " ".join(channel.address.split())


def _touch(run: Run, supplier: Supplier) -> None:
    supplier.changed_at = run.now
    supplier.save(update_fields=["changed_at"])
