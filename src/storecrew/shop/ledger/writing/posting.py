"""Book entries: the only function that writes them. Numbers, hashes, lines and running totals come in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connections, router
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.ledger.models import Account, Balance, Chain, Entry, Line
from storecrew.shop.ledger.types import EntryDraft, Posted
from storecrew.shop.ledger.writing import rows
from storecrew.shop.ledger.writing.canon import Content, Side, link
from storecrew.shop.ledger.writing.checking import accounts_of, check
from storecrew.shop.ledger.writing.days import month_of

BATCH = 2000
ENTRY_COLUMNS = (
    "number",
    "on",
    "text",
    "source",
    "key",
    "reverses_id",
    "posted_at",
    "posted_by",
    "previous_hash",
    "hash",
)
LINE_COLUMNS = ("entry_id", "place", "account_id", "on", "currency", "debit_minor", "credit_minor", "note")


def write(run: Run, drafts: Sequence[EntryDraft], *, reverses: int | None = None, many: bool = False) -> list[Posted]:
    """Book these entries in order, each once by its key; answers in the same order.

    Raises InvalidInput for what is wrong with an entry, and Refused for a closed month or a key that was used for
    something else; then nothing is booked. `reverses` is for a single entry.
    """
    chain = end_of_chain()
    known = _known([draft.key for draft in drafts])
    fresh = list({draft.key: draft for draft in drafts if draft.key not in known}.values())
    if fresh:
        accounts = accounts_of(fresh)
        check(fresh, accounts, now=run.now, many=many)
        written = _append(chain, fresh, accounts, run=run, reverses=reverses)
        known |= {row.key: row for row in written}
    new = {draft.key for draft in fresh}
    answers = []
    for draft in drafts:
        row = known[draft.key]
        _same(draft, row)
        answers.append(Posted(number=row.number, hash=row.hash, new=draft.key in new))
        new.discard(draft.key)
    return answers


def end_of_chain() -> Chain:
    """Return the end of the chain, locked until the transaction ends: one entry follows another, and no month is locked
    between them."""
    Chain.objects.get_or_create(pk=1)
    return Chain.objects.select_for_update().get(pk=1)


def _known(keys: Sequence[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(keys), BATCH):
        found |= {row.key: row for row in Entry.objects.filter(key__in=keys[start : start + BATCH])}
    return found


def _same(draft: EntryDraft, row: Entry) -> None:
    """Raise Refused when a key is used for another posting than the first time: the hash says so."""
    content = _content(draft, row.number, row.reverses_id, row.posted_at, row.posted_by)
    if link(content, row.previous_hash) != row.hash:
        raise Refused(
            _("Entry %(number)d was booked under the same key with other content. Reverse it first, if it is wrong.")
            % {"number": row.number},
            code="ledger.key_reused",
        )


def _content(draft: EntryDraft, number: int, reverses: int | None, at: datetime, by: str) -> Content:
    sides = [Side(line.account, line.currency, line.debit_minor, line.credit_minor, line.note) for line in draft.lines]
    return Content(number, draft.on, draft.text, draft.source, draft.key, reverses, at, by, sides)


def _append(
    chain: Chain, drafts: Sequence[EntryDraft], accounts: Mapping[str, Account], *, run: Run, reverses: int | None
) -> list[Entry]:
    entries: list[Entry] = []
    lines: list[tuple[Any, ...]] = []
    by = run.actor.ref
    for number, draft in enumerate(drafts, start=chain.last_number + 1):
        made = link(_content(draft, number, reverses, run.now, by), chain.last_hash)
        entries.append(
            Entry(
                number=number,
                on=draft.on,
                text=draft.text,
                source=draft.source,
                key=draft.key,
                reverses_id=reverses,
                posted_at=run.now,
                posted_by=by,
                previous_hash=chain.last_hash,
                hash=made,
            )
        )
        lines += (
            (
                number,
                place,
                accounts[line.account].pk,
                draft.on,
                line.currency,
                line.debit_minor,
                line.credit_minor,
                line.note,
            )
            for place, line in enumerate(draft.lines)
        )
        chain.last_number, chain.last_hash = number, made
    rows.insert(Entry, ENTRY_COLUMNS, ([getattr(entry, name) for name in ENTRY_COLUMNS] for entry in entries))
    rows.insert(Line, LINE_COLUMNS, lines)
    _add_up(lines)
    chain.save(update_fields=["last_number", "last_hash"])
    return entries


def _add_up(lines: Iterable[tuple[Any, ...]]) -> None:
    """Add the lines to the running totals of their months, in one order, so that writers cannot block each other."""
    sums: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for _number, _place, account_id, on, currency, debit, credit, _note in lines:
        total = sums[month_of(on).isoformat(), account_id, currency]
        total[0] += debit
        total[1] += credit
        total[2] += 1
    # an increment on conflict is what no bulk method of the ORM can say; both databases read the same statement
    with connections[router.db_for_write(Balance)].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_balance (month, account_id, currency, debit_minor, credit_minor, lines)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (month, account_id, currency) DO UPDATE SET"
            " debit_minor = ledger_balance.debit_minor + excluded.debit_minor,"
            " credit_minor = ledger_balance.credit_minor + excluded.credit_minor,"
            " lines = ledger_balance.lines + excluded.lines",
            [(*key, *total) for key, total in sorted(sums.items())],
        )
