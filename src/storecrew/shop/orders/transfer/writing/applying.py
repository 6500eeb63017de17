"""Write orders that were judged: buyers, orders, money, stock, where each came from. Some hundred at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from storecrew.kernel.actions.run import Run
from storecrew.shop.customers.demo import recognise_many
from storecrew.shop.orders.actions import holding
from storecrew.shop.orders.demo import Past, Received, open_wants, rewrite, write_many
from storecrew.shop.orders.models import HoldReason, Order
from storecrew.shop.orders.transfer.composing import Goods, Origin, past_of, person_of
from storecrew.shop.orders.transfer.draft import Said
from storecrew.shop.orders.transfer.judging import Judged
from storecrew.shop.orders.transfer.models import Batch, Outcome, Source, Written
from storecrew.shop.payments.demo import OutsideMoney, note_outside, noted_outside
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.types import SoldOut

CALLS = (stock.reserve, stock.release, holding.hold)
"""What actions that write orders declare."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a judged order. `order_id` None: it stays out."""

    judged: Judged
    order_id: int | None
    said: tuple[Said, ...]


def write_orders(
    run: Run,
    judged: Sequence[Judged],
    origin: Origin,
    goods: Goods,
    *,
    takes_open: bool,
    batch: Batch | None = None,
    source: Source | None = None,
) -> list[Applied]:
    """Write what is new, bring up to date what has moved on there, leave the rest."""
    some = [one for one in judged if one.writes]
    buyers = recognise_many([person_of(one.draft, origin) for one in some])
    numbers, taken = _numbers(some, origin)
    noted = noted_outside([one.written.order.subject for one in some if one.written])
    pasts: dict[str, Past] = {}
    for one, buyer in zip(some, buyers, strict=True):
        number = numbers.get(one.draft.key, "")
        past = past_of(one.draft, origin, goods, customer_id=buyer.customer_id, number=number)
        pasts[one.draft.key] = _at_least(past, noted.get(one.written.order.subject) if one.written else None)
    ids = _save(run, some, pasts)
    _note_money(run, some, pasts, ids)
    told = _keep_goods(run, some, ids) if takes_open else {}
    _note_origins(
        run,
        some,
        origin,
        ids,
        {one.draft.key: buyer.new for one, buyer in zip(some, buyers, strict=True)},
        batch,
        source,
    )
    return [
        Applied(
            one,
            ids.get(one.draft.key) or (one.written.order_id if one.written else None),
            (*one.said, *taken.get(one.draft.key, ()), *told.get(one.draft.key, ())),
        )
        for one in judged
    ]


def _at_least(past: Past, noted: tuple[int, int] | None) -> Past:
    """Money that was noted once stays: what another system took back of its own history is not known to be true."""
    if noted is None:
        return past
    captured = max(past.money.captured, noted[0])
    return replace(past, money=Received(captured=captured, refunded=min(captured, max(past.money.refunded, noted[1]))))


def _numbers(some: Sequence[Judged], origin: Origin) -> tuple[dict[str, str], dict[str, tuple[Said, ...]]]:
    """Return the number of each new order: its own with the prefix, unless another order has it."""
    wanted = {
        one.draft.key: f"{origin.prefix}{one.draft.number.lstrip('#')}"[:40] for one in some if one.written is None
    }
    known = set(Order.objects.filter(number__in=wanted.values()).values_list("number", flat=True))
    given: dict[str, str] = {}
    told: dict[str, tuple[Said, ...]] = {}
    for one in some:
        number = wanted.get(one.draft.key)
        if number is None:
            continue
        if number in known:
            said = Said(one.draft.line, "number_taken", number=one.draft.number, params={"number": number})
            told[one.draft.key] = (said,)
        else:
            known.add(number)
            given[one.draft.key] = number
    return given, told


def _save(run: Run, some: Sequence[Judged], pasts: Mapping[str, Past]) -> dict[str, int]:
    """Write the orders; returns their ids by key."""
    fresh = [pasts[one.draft.key] for one in some if one.written is None]
    made = write_many(fresh, by=run.actor.ref)
    ids = {one.draft.key: made[pasts[one.draft.key].checkout] for one in some if one.written is None}
    for one in some:
        if one.written is not None:
            order = rewrite(one.written.order_id, pasts[one.draft.key], by=run.actor.ref)
            run.changed(order.subject, "total", old=one.written.order.placed_total_minor, new=order.placed_total_minor)
            ids[one.draft.key] = order.pk
    return ids


def _note_money(run: Run, some: Sequence[Judged], pasts: Mapping[str, Past], ids: Mapping[str, int]) -> None:
    rows = []
    for one in some:
        draft, money = one.draft, pasts[one.draft.key].money
        rows.append(
            OutsideMoney(
                payable=f"order:{ids[draft.key]}",
                currency=draft.currency,
                captured=money.captured,
                refunded=money.refunded,
                at=draft.paid_at or draft.placed_at,
                refunded_at=draft.refunded_at,
                method=draft.method,
                language=pasts[draft.key].language,
            )
        )
    note_outside(rows, by=run.actor.ref, now=run.now)


def _keep_goods(run: Run, some: Sequence[Judged], ids: Mapping[str, int]) -> dict[str, tuple[Said, ...]]:
    """Promise open orders what they still want; those that cannot have it are held until somebody decides."""
    keys = {f"order:{ids[one.draft.key]}": one for one in some}
    wants = dict(open_wants(list(ids.values())))
    told: dict[str, tuple[Said, ...]] = {}
    for owner, one in keys.items():
        try:
            with transaction.atomic():
                if owner in wants:
                    run.call(stock.reserve, stock.Reserve(owner=owner, lines=wants[owner]))
                elif one.outcome == Outcome.UPDATED:
                    run.call(stock.release, stock.Release(owner=owner))
        except SoldOut:
            order_id = ids[one.draft.key]
            if not Order.objects.filter(pk=order_id, held=True).exists():
                run.call(holding.hold, holding.HoldThem(order_ids=(order_id,), reason=HoldReason.STOCK))
            told[one.draft.key] = (Said(one.draft.line, "sold_out", number=one.draft.number),)
    return told


def _note_origins(
    run: Run,
    some: Sequence[Judged],
    origin: Origin,
    ids: Mapping[str, int],
    guests: Mapping[str, bool],
    batch: Batch | None,
    source: Source | None,
) -> None:
    """Note where each order came from and at which version it stands, so that a later change here is seen."""
    versions = dict(Order.objects.filter(pk__in=ids.values()).values_list("pk", "version"))
    fresh = []
    for one in some:
        order_id = ids[one.draft.key]
        values = {
            "digest": one.digest,
            "version": versions[order_id],
            "outside_at": one.draft.updated_at,
            "changed_at": run.now,
        }
        if one.written is None:
            fresh.append(
                Written(
                    origin=origin.channel,
                    key=one.draft.key[:120],
                    order_id=order_id,
                    batch=batch,
                    source=source,
                    customer_new=guests[one.draft.key],
                    **values,
                )
            )
        else:
            Written.objects.filter(pk=one.written.pk).update(**values)
    Written.objects.bulk_create(fresh)
