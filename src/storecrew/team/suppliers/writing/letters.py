"""Letters to suppliers about problems, and the links in them, in the language of whoever reads them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.kernel.actions.run import Run
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.composing import Button, Facts, Sheet, Words, compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import formats
from storecrew.kernel.store.reads import current
from storecrew.shop.supply.access import reads as access
from storecrew.shop.supply.reads.people import contacts_of
from storecrew.shop.supply.types import ContactView
from storecrew.team.suppliers.models import Asked, Case, Problem


@dataclass(frozen=True, slots=True)
class Mailed:
    """To whom a letter went."""

    contact_id: int
    address: str


def problem(row: Problem, *, words: str, again: bool, key: str, run: Run) -> Mailed | None:
    """Write the letter about a problem to whoever is asked first and has an address; None where nobody has one."""
    for contact in contacts_of([row.supplier_id]).get(row.supplier_id, ()):
        address = address_of(contact)
        if not address:
            continue
        with translation.override(contact.language):
            sheet = _sheet(row, contact, words, again=again, now=run.now)
            letter = compose(sheet, dress_in(contact.language), to=address, language=contact.language)
        mail.write(letter, key=key, subject=row.subject, cause=run.uid, at=run.now)
        return Mailed(contact.contact_id, address)
    return None


def address_of(contact: ContactView) -> str:
    """Return somebody's e-mail address, empty where none is known."""
    return next((one.address for one in contact.channels if one.kind == "email"), "")


def link_of(row: Problem, now: datetime, contact_id: int | None = None) -> str:
    """Return where the supplier answers, as a whole address; empty while no front serves it."""
    return access.url_for(row.supplier_id, contact_id, now, what=row.subject)


def said(row: Problem, language: str, now: datetime) -> str:
    """Return what is to be passed on by hand, by WeChat or another way, in a language."""
    with translation.override(language):
        lines = [_("%(number)s: %(title)s") % {"number": row.number, "title": row.title}, row.text]
        lines += [f"{name}: {value}" for name, value in _facts(row)]
        url = link_of(row, now)
        lines += [_("Answer here: %(url)s") % {"url": url}] if url else []
        return "\n".join(line for line in lines if line)


def _sheet(row: Problem, contact: ContactView, words: str, *, again: bool, now: datetime) -> Sheet:
    store = current()
    facts = {"number": row.number, "title": row.title, "name": contact.name}
    title = _("Once more: %(title)s (%(number)s)") if again else _("A problem with your goods: %(title)s (%(number)s)")
    parts = [Words(_("Hello %(name)s,") % facts), *(Words(one) for one in (words, row.text) if one)]
    url = link_of(row, now, contact.contact_id)
    button = (
        [Button(_("Look at it and answer"), url)]
        if url
        else [Words(_("Answer this letter, with pictures if you have any."))]
    )
    return Sheet(
        title % facts, (*parts, Facts(tuple(_facts(row))), *button, Words(store.name if store else "", tone="small"))
    )


def _facts(row: Problem) -> list[tuple[str, str]]:
    cases = list(Case.objects.filter(problem=row))
    pieces = row.quantity or sum(case.pieces for case in cases)
    asked = str(Asked(row.asked).label)
    if row.asked_amount:
        asked = f"{asked} {format_money(row.asked_amount)}"
    found = [
        (_("Lot"), row.lot),
        (_("What is wrong"), row.get_fault_display()),
        (_("Pieces"), str(pieces) if pieces else ""),
        (_("Complaints"), str(len(cases)) if cases else ""),
        (_("We ask for"), asked),
        (_("Answer until"), formats.day(row.due_on) if row.due_on else ""),
    ]
    return [(name, value) for name, value in found if value]
