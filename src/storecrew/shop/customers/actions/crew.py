"""What the crew writes on customers: tags, on many at once, and notes."""

from collections.abc import Iterable
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Personal
from storecrew.shop.customers.finding import folded, whom
from storecrew.shop.customers.models import Customer, CustomerTag, Note, Tag
from storecrew.shop.customers.seats import CREW_DOORS, INSIDERS, KEEPERS, TAGGERS

AT_MOST = 1000
"""Customers tagged at once."""

Word = Annotated[str, Field(min_length=1, max_length=60)]


class TagCustomers(Input):
    """Which words come on which customers, and which come off."""

    customer_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=AT_MOST)]
    add: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    remove: Annotated[tuple[Word, ...], Field(max_length=20)] = ()


class Tagged(Output):
    """How many customers are tagged otherwise now."""

    changed: int


@action("customers.tag", label=gettext_lazy("Tag customers"), seats=TAGGERS, surfaces=CREW_DOORS)
def tag(run: Run, data: TagCustomers) -> Tagged:
    """Put words on customers and take words off. VIP and vip are one word."""
    if not data.add and not data.remove:
        raise InvalidInput({"add": _("Write a tag to put on, or one to take off.")})
    rows = Customer.objects.present().filter(pk__in=data.customer_ids).order_by("pk").in_bulk()
    before = _words_of(rows)
    off = CustomerTag.objects.filter(customer__in=rows, tag__key__in=[folded(word) for word in data.remove])
    off.delete()
    for word in data.add:
        kept, _new = Tag.objects.get_or_create(key=folded(word), defaults={"name": " ".join(word.split())})
        links = [CustomerTag(customer=row, tag=kept) for row in rows.values()]
        CustomerTag.objects.bulk_create(links, ignore_conflicts=True, batch_size=500)
    after = _words_of(rows)
    changed = [number for number in rows if before.get(number) != after.get(number)]
    for number in changed:
        run.changed(f"customer:{number}", "tags", old=before.get(number, []), new=after.get(number, []))
    return Tagged(changed=len(changed))


def _words_of(customer_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = CustomerTag.objects.filter(customer__in=list(customer_ids)).order_by("customer_id", "tag__name", "pk")
    for number, name in rows.values_list("customer_id", "tag__name"):
        found.setdefault(number, []).append(name)
    return found


class NoteDraft(Input):
    """What is worth knowing next time. `private`: not for marketing."""

    customer_id: int
    text: Annotated[str, Personal, Field(min_length=1, max_length=4000)]
    private: bool = False


class Noted(Output):
    """A note."""

    note_id: int


@action("customers.add_note", label=gettext_lazy("Write a note"), seats=TAGGERS, surfaces=CREW_DOORS)
def add_note(run: Run, data: NoteDraft) -> Noted:
    """Write a note on a customer. They get to read it when they ask for a copy of their data."""
    row = whom(run, data.customer_id)
    if row.forgotten_at is not None:
        raise Refused(_("This customer was forgotten; nothing can be written here any more."), code="forgotten")
    if data.private and run.seat not in INSIDERS:
        raise Denied(_("Private notes are for service, finance and the director."))
    note = Note.objects.create(customer=row, text=data.text, private=data.private, by=run.actor.ref, at=run.now)
    return Noted(note_id=note.pk)


class OneNote(Input):
    """A note on a customer."""

    customer_id: int
    note_id: int


@action("customers.remove_note", label=gettext_lazy("Remove a note"), seats=TAGGERS, surfaces=CREW_DOORS)
def remove_note(run: Run, data: OneNote) -> Nothing:
    """Remove a note: one's own, or anybody's with the service or director seat."""
    row = whom(run, data.customer_id)
    note = row.notes.filter(pk=data.note_id).first()
    if note is None:
        raise Missing(_("This note is gone already."))
    if note.by != run.actor.ref and run.seat not in KEEPERS:
        raise Denied(_("Somebody else wrote this note."))
    run.changed(row.subject, "note", old=note.text, new=None, personal=True)
    note.delete()
    return Nothing()
