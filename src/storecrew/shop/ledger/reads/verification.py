"""Are the books what they were? Every hash, number, sum and seal is computed anew from the rows themselves."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import batched

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input
from storecrew.shop.ledger.models import Chain, Entry, Line, Seal
from storecrew.shop.ledger.seats import EVERYWHERE, READERS
from storecrew.shop.ledger.types import Verified
from storecrew.shop.ledger.writing import canon, sealing

BATCH = 2000


class VerifyQuery(Input):
    """Nothing needs to be said."""


@read("ledger.verify", label=gettext_lazy("Prove the books"), seats=READERS, surfaces=EVERYWHERE)
def verify(ask: Ask, data: VerifyQuery) -> Verified:
    """Prove that no entry was changed, taken out or put in since it was booked, that each is balanced, and each seal fits."""
    number, head = 0, ""
    for entry, lines in _entries():
        number += 1
        wrong = _wrong(entry, lines, number, head)
        if wrong:
            return Verified(entries=number, head=head, whole=False, wrong=wrong, wrong_number=entry.number)
        head = entry.hash
    chain = Chain.objects.filter(pk=1).first()
    if (chain.last_number if chain else 0, chain.last_hash if chain else "") != (number, head):
        return Verified(entries=number, head=head, whole=False, wrong=_("The last entries are missing."))
    wrong = _wrong_seal()
    return Verified(entries=number, head=head, whole=not wrong, wrong=wrong)


def _wrong(entry: Entry, lines: list[Line], number: int, head: str) -> str:
    if entry.number != number:
        return _("Entry %(number)d is missing.") % {"number": number}
    if entry.previous_hash != head:
        return _("Entry %(number)d does not follow the one before.") % {"number": number}
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.currency] += line.debit_minor - line.credit_minor
    if len(lines) < 2 or any(sums.values()):
        return _("Entry %(number)d is not balanced.") % {"number": number}
    sides = [
        canon.Side(line.account.code, line.currency, line.debit_minor, line.credit_minor, line.note) for line in lines
    ]
    content = canon.Content(
        entry.number,
        entry.on,
        entry.text,
        entry.source,
        entry.key,
        entry.reverses_id,
        entry.posted_at,
        entry.posted_by,
        sides,
    )
    if canon.link(content, head) != entry.hash or any(line.on != entry.on for line in lines):
        return _("Entry %(number)d is not what was booked.") % {"number": number}
    return ""


def _entries() -> Iterator[tuple[Entry, list[Line]]]:
    """Yield every entry with its lines, in order and in bounded memory."""
    for part in batched(Entry.objects.order_by("number").iterator(chunk_size=BATCH), BATCH):
        lines: dict[int, list[Line]] = defaultdict(list)
        span = Line.objects.filter(entry__gte=part[0].number, entry__lte=part[-1].number).select_related("account")
        for line in span.order_by("entry", "place"):
            lines[line.entry_id].append(line)
        for entry in part:
            yield entry, lines[entry.number]


def _wrong_seal() -> str:
    before = ""
    for seal in Seal.objects.filter(broken_at=None).select_related("period").order_by("period__month"):
        month = seal.period.month
        hashes = sealing.hashes_of(month)
        if seal.previous_digest != before or canon.seal(month, hashes, before) != seal.digest:
            return _("%(month)s is not what it was when it was closed.") % {
                "month": date_format(month, "YEAR_MONTH_FORMAT")
            }
        before = seal.digest
    return ""
