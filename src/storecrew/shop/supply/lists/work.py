"""The long works of a list: its check, and bringing it in. Both run the same rules; the check rolls them back."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.jobs.work import CannotGoOn, LongWork, Step, long_work
from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.sentences import sentence_of
from storecrew.kernel.tabular.table import Header, recognise, records
from storecrew.shop.supply.lists.actions import BATCH, CHECK, RUN, SHELF, TakeRows, take_rows
from storecrew.shop.supply.lists.columns import FIELDS
from storecrew.shop.supply.lists.matching import Found, Matcher
from storecrew.shop.supply.lists.models import ListState, OfferList
from storecrew.shop.supply.lists.rows import Bad, Reader, Said
from storecrew.shop.supply.lists.types import TO_LOOK_AT, ListRow, RowDone

KINDS = ("new", "changed", "same", "open", "rejected", "refused")
"""What may become of a row; `rejected`: somebody said that it is none of ours."""


@long_work(CHECK, label=gettext_lazy("Check of a list of offers"))
def check(work: LongWork) -> None:
    """Tell of every row what bringing it in would do."""
    _go(work, dry=True)


@long_work(RUN, label=gettext_lazy("List of offers"))
def bring_in(work: LongWork) -> None:
    """Write the rows, a batch at a time."""
    _go(work, dry=False)


def _go(work: LongWork, *, dry: bool) -> None:
    of = OfferList.objects.select_related("supplier").filter(pk=work.params["list_id"]).first()
    if of is None:
        raise CannotGoOn(_("The list is not here any more."))
    try:
        form, header = recognise(SHELF.path_of(of.digest), encoding=of.encoding)
        reader, matcher = _reader(of, header), Matcher(of.supplier_id)
        rows = _after(records(SHELF.path_of(of.digest), form, header), work.cursor.get("line", 0))
        for some in batched(rows, BATCH):
            read = [reader.read(row.line, row.cells) if isinstance(row, Row) else row for row in some]
            found = matcher.match([one for one in read if isinstance(one, Said)])
            with work.step() as step:
                _step(work, step, of, read, found, dry=dry)
                step.cursor = {"line": some[-1].line}
    except Unreadable as error:
        raise CannotGoOn(sentence_of(error.code, error.params)) from error
    except FileNotFoundError as error:
        raise CannotGoOn(_("The file is not here any more. Send it again.")) from error
    except Denied as error:
        raise CannotGoOn(_("Whoever sent this list may not write offers any more.")) from error
    _finish(work, of, ListState.CHECKED if dry else ListState.DONE)


def _finish(work: LongWork, of: OfferList, state: ListState) -> None:
    going = OfferList.objects.filter(pk=of.pk, work_id=work.id)
    going.update(state=state, counts=work.summary, finished_at=work.now if state == ListState.DONE else None)


def _reader(of: OfferList, header: Header) -> Reader:
    places: dict[str, list[int]] = {}
    for name, field in of.mapping.items():
        if name in header.index:
            places.setdefault(field, []).append(header.index[name])
    return Reader(places, of.currency, of.decimal)


def _after(rows: Iterable[Row | Broken], line: int) -> Iterator[Row | Broken]:
    return (row for row in rows if row.line > line)


def _step(
    work: LongWork, step: Step, of: OfferList, read: Sequence[Said | Bad | Broken], found: Sequence[Found], *, dry: bool
) -> None:
    going = [one for one in found if not one.rejected and not one.stands_in]
    data = TakeRows(list_id=of.pk, rows=tuple(_row(one) for one in going))
    outcomes: dict[int, RowDone] = {}
    if going:
        now = work.now
        answer = take_rows.preview(work.actor, data, now=now).result if dry else take_rows(work.actor, data, now=now)
        outcomes = {one.line: one for one in answer.outcomes}
    by_line = {one.said.line: one for one in found}
    for one in read:
        if isinstance(one, Said):
            _report(step, by_line[one.line], outcomes.get(one.line), dry=dry)
        elif isinstance(one, Bad):
            step.refused(one.line, reason=one.reason, column=_column(of, one.field), value=one.value)
            _count(step, "refused")
        else:
            step.refused(one.line, reason=sentence_of(one.code, {}), value=one.text)
            _count(step, "refused")


def _row(one: Found) -> ListRow:
    said = one.said
    return ListRow(
        line=said.line,
        key=said.key,
        sku=said.sku,
        title=said.title,
        barcode=said.barcode,
        values=said.values,
        how=one.how,
        candidates=one.candidates,
        sure=one.variant_id is not None,
    )


def _report(step: Step, one: Found, outcome: RowDone | None, *, dry: bool) -> None:
    line = one.said.line
    if one.stands_in:
        _count(step, "refused")
        step.refused(
            line, reason=_("the same stands in line %(line)d already") % {"line": one.stands_in}, value=one.said.sku
        )
        return
    if outcome is None:
        _count(step, "rejected")
        step.skipped(line, reason=_("somebody said that this is none of ours"))
        return
    _count(step, outcome.became)
    subject = f"offer:{outcome.offer_id}" if outcome.offer_id and not (dry and outcome.became == "new") else ""
    match outcome.became:
        case "new":
            step.did(line, subject=subject, note=_("would be a new offer") if dry else _("new offer"))
        case "changed":
            step.did(line, subject=subject, note=_("would change") if dry else pgettext("row", "changed"))
        case "same":
            step.skipped(line, subject=subject, reason=_("nothing new in it"))
        case _ if outcome.became == TO_LOOK_AT and one.taken:
            step.skipped(line, reason=_("this supplier offers that under another SKU; somebody has to look"))
        case _:
            step.skipped(line, reason=_("not sure which of our goods it is; somebody has to look"))


def _column(of: OfferList, field: str) -> str:
    """Return what the file itself calls the column of a field."""
    return next((name for name, meant in of.mapping.items() if meant == field), str(FIELDS.get(field, field)))


def _count(step: Step, became: str) -> None:
    step.summary = {**step.summary, became: step.summary.get(became, 0) + 1}
