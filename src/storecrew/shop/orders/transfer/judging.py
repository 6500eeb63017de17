"""Say of each order of a file, or of a message, what it is and what is to be done with it. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from storecrew.kernel.tabular.finding import Severity
from storecrew.shop.orders.transfer.composing import Goods, Origin, digest_of, goods_of, unmatched
from storecrew.shop.orders.transfer.dialects import MAPPED, json_named, table_named
from storecrew.shop.orders.transfer.dialects.base import LeftOut
from storecrew.shop.orders.transfer.dialects.mapped import by_order, weigh
from storecrew.shop.orders.transfer.draft import OrderDraft, Said, Stand, settled
from storecrew.shop.orders.transfer.intake import Opened
from storecrew.shop.orders.transfer.models import Outcome, Written
from storecrew.shop.orders.transfer.reading import Reading, Unclear
from storecrew.shop.orders.transfer.stage import MOST_LINES, Gathered


@dataclass(frozen=True, slots=True)
class Read:
    """An order of a file as it was read. `draft` None: it stays out; `said` tells why. `file_minor` as the file has it."""

    number: int
    line: int
    currency: str
    file_minor: Decimal
    draft: OrderDraft | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An order and what is to be done with it. `written`: where it came in before."""

    draft: OrderDraft
    digest: str
    outcome: Outcome
    said: tuple[Said, ...]
    written: Written | None = None

    @property
    def ours_minor(self) -> int:
        """Return what the order came to when agreed, as it stands, or will stand, here."""
        if self.written is None or self.writes:
            return self.draft.total_minor
        return self.written.order.placed_total_minor

    @property
    def writes(self) -> bool:
        """Tell whether anything is to be written."""
        return self.outcome in {Outcome.NEW, Outcome.UPDATED}


def read(opened: Opened, gathered: Gathered) -> Read:
    """Make a draft of an order's rows, or say why there is none."""
    currency, minor = _file_minor(opened, gathered)
    line = gathered.rows[0].line
    try:
        if len(gathered.rows) > MOST_LINES:
            raise _out("too_many_lines", line, gathered.key, currency, minor)
        if not opened.is_json and _is_credit(opened, gathered, minor):
            return Read(gathered.number, line, currency, minor, None, tuple(_credit(opened, gathered, currency)))
        draft, more = _draft(opened, gathered)
    except LeftOut as error:
        said = error.said
        if not any(one.effect for one in said) and minor:
            said = (replace(said[0], effect=minor, currency=currency), *said[1:])
        return Read(gathered.number, line, currency, minor, None, said)
    except Unclear as error:
        one = _out(error.code, line, gathered.key, currency, minor).said[0]
        said = (replace(one, value=error.value[:120], column=error.column),)
        return Read(gathered.number, line, currency, minor, None, said)
    draft = settled(draft)
    return Read(gathered.number, line, currency, minor, draft, (*more, *draft.said, *_taken_back(draft, gathered)))


def judge(
    drafts: Sequence[OrderDraft], origin: Origin, *, takes_open: bool, lock: bool = False
) -> tuple[list[Judged], Goods]:
    """Decide about orders by what is here already; a few queries for all of them."""
    goods = goods_of(drafts)
    known = _known(drafts, origin, lock=lock)
    judged = []
    for draft in drafts:
        written = known.get(draft.key) or known.get(f"#{draft.number}")
        digest = digest_of(draft)
        outcome, code = _outcome(draft, digest, written, takes_open=takes_open)
        said = list(unmatched(draft, goods)) if outcome in {Outcome.NEW, Outcome.UPDATED} else []
        if code:
            kept = written.order.placed_total_minor if written and outcome != Outcome.UPDATED else draft.total_minor
            one = _told(draft, code, out=outcome == Outcome.OUT)
            said.append(one if one.effect else replace(one, effect=Decimal(draft.total_minor - kept)))
        if outcome in {Outcome.NEW, Outcome.UPDATED} and not _has_buyer(draft):
            said.append(_told(draft, "no_customer"))
        judged.append(Judged(draft, digest, outcome, tuple(said), written))
    return judged, goods


def _outcome(draft: OrderDraft, digest: str, written: Written | None, *, takes_open: bool) -> tuple[Outcome, str]:
    if written is None:
        if draft.rows_minor != draft.total_minor:
            return Outcome.OUT, "cannot_balance"
        if draft.stand != Stand.FINISHED and not takes_open:
            return Outcome.OUT, "still_open"
        return Outcome.NEW, ""
    if written.digest == digest:
        return Outcome.SAME, "known_before"
    if written.outside_at is not None and (draft.updated_at is None or draft.updated_at < written.outside_at):
        return Outcome.SAME, "older"
    if written.order.version != written.version:
        return Outcome.LEFT, "changed_here"
    if draft.rows_minor != draft.total_minor:
        return Outcome.LEFT, "cannot_balance"
    return Outcome.UPDATED, "updated"


def _known(drafts: Sequence[OrderDraft], origin: Origin, *, lock: bool) -> dict[str, Written]:
    """Return where orders came in before: by their key, and by their number with # before it."""
    keys = {draft.key for draft in drafts}
    numbers = {draft.number[:60] for draft in drafts if draft.number}
    wanted = Q(key__in=keys) | Q(order__source_number__in=numbers)
    rows = Written.objects.filter(wanted, origin=origin.channel).select_related("order").order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: dict[str, Written] = {}
    for row in rows:
        found[f"#{row.order.source_number}"] = row
        found[row.key] = row
    return found


def _draft(opened: Opened, gathered: Gathered) -> tuple[OrderDraft, list[Said]]:
    if not opened.is_json:
        dialect = table_named(opened.batch.dialect)
        return dialect.draft(gathered.rows, opened.header, opened.reading, gathered.credits), []
    form = json_named(opened.batch.dialect)
    drafts = [form.draft(order, row.line, opened.reading) for row, order in gathered.objects()]
    newest = max(range(len(drafts)), key=lambda place: (_when(drafts[place]), place))
    twice = [
        Said(
            one.line,
            "same_in_file",
            number=one.number,
            severity=Severity.REFUSED,
            effect=Decimal(one.total_minor),
            currency=one.currency,
        )
        for place, one in enumerate(drafts)
        if place != newest
    ]
    return drafts[newest], twice


def _when(draft: OrderDraft) -> str:
    return (draft.updated_at or draft.placed_at).isoformat()


def _file_minor(opened: Opened, gathered: Gathered) -> tuple[str, Decimal]:
    if not opened.is_json:
        return table_named(opened.batch.dialect).file_minor(gathered.rows, opened.header, opened.reading)
    form = json_named(opened.batch.dialect)
    sums = [form.file_minor(order, opened.reading) for _row, order in gathered.objects()]
    return sums[0][0], sum((minor for _currency, minor in sums), Decimal(0))


# credits of a table of lines ---------------------------------------------------------------------------------------


def _is_credit(opened: Opened, gathered: Gathered, minor: Decimal) -> bool:
    """Tell whether rows are a document that only takes back: it comes to less than nothing, or has only such pieces."""
    if table_named(opened.batch.dialect) is not MAPPED or by_order(opened.reading.mapping):
        return False
    if minor < 0:
        return True
    found = [weigh(row.cells, opened.header, opened.reading) for row in gathered.rows]
    return minor == 0 and any(one is not None and one.pieces < 0 for one in found)


def _credit(opened: Opened, gathered: Gathered, currency: str) -> list[Said]:
    """Tell of each row of a credit what it takes back, from which order, or that nobody knows."""
    answers = opened.stage.answers(gathered.key)
    told: list[Said] = []
    for row in gathered.rows:
        found = weigh(row.cells, opened.header, opened.reading)
        if found is None:
            told.append(_row(row.line, "unreadable_row", gathered.key, currency))
            continue
        rest, pieces = found.minor, -found.pieces
        for answer in answers.get(row.line, ()):
            params: dict[str, str | int] = {"pieces": answer.pieces, "order": answer.order}
            taken = Decimal(-answer.minor)
            told.append(
                Said(
                    row.line,
                    "credited",
                    value=found.code,
                    number=gathered.key,
                    params=params,
                    effect=taken,
                    currency=currency,
                )
            )
            rest -= taken
            pieces -= answer.pieces
        if rest or (pieces > 0 and not answers.get(row.line)):
            told.append(_unanswered(opened.reading, found.code, pieces, rest, row.line, gathered.key, currency))
    return told


def _unanswered(reading: Reading, code: str, pieces: int, rest: Decimal, line: int, number: str, currency: str) -> Said:
    kind, params = "credit_unmatched", dict[str, str | int](pieces=pieces)
    if code.upper() in reading.book_codes:
        kind = "booking"
    elif rest == 0:
        kind = "no_sale"
    elif abs(rest) < 1:
        kind = "rounded"
    elif pieces <= 0:
        kind = "credit_row"
    return Said(
        line,
        kind,
        value=code,
        number=number,
        params=params,
        severity=Severity.REFUSED if kind != "rounded" else Severity.NOTE,
        effect=rest,
        currency=currency,
    )


def _taken_back(draft: OrderDraft, gathered: Gathered) -> list[Said]:
    """Tell where the money of credits could not be given back in full, since so much was never paid."""
    asked = sum(credit.minor for credit in gathered.credits)
    return [] if draft.refunded_minor >= min(asked, draft.captured_minor) else [_told(draft, "refunded_beyond_paid")]


def _row(line: int, code: str, number: str, currency: str) -> Said:
    return Said(line, code, number=number, severity=Severity.REFUSED, currency=currency)


def _out(code: str, line: int, number: str, currency: str, effect: Decimal) -> LeftOut:
    return LeftOut(Said(line, code, number=number[:60], severity=Severity.REFUSED, effect=effect, currency=currency))


def _told(draft: OrderDraft, code: str, *, out: bool = False) -> Said:
    return Said(
        draft.line,
        code,
        number=draft.number,
        severity=Severity.REFUSED if out else Severity.NOTE,
        effect=Decimal(draft.total_minor) if out else Decimal(0),
        currency=draft.currency,
    )


def _has_buyer(draft: OrderDraft) -> bool:
    return bool(draft.person.email or draft.person.phone or draft.person.outside_id)
