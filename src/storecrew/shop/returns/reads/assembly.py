"""Put returns together as others may hold them; the number of questions does not grow with them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language

from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import LineView
from storecrew.shop.returns.models import Exchange, ExchangeLine, Kind, Photo, Refund, Return, ReturnLine, State, Wish
from storecrew.shop.returns.models.exchanges import ExchangeState
from storecrew.shop.returns.reasons import Reason
from storecrew.shop.returns.types import ExchangeView, LineOfReturn, NewGoods, RefundOfReturn, ReturnView
from storecrew.shop.shipping import carriers


def views_of(rows: Sequence[Return], now: datetime, *, language: str = "") -> list[ReturnView]:
    """Return returns as the crew sees them. `language`: of product names; empty takes the reader's."""
    spoken = language or get_language() or "en"
    lines: dict[int, list[ReturnLine]] = defaultdict(list)
    for line in ReturnLine.objects.filter(ret__in=rows).order_by("pk"):
        lines[line.ret_id].append(line)
    refunds: dict[int, list[Refund]] = defaultdict(list)
    for refund in Refund.objects.filter(ret__in=rows).order_by("ordinal"):
        refunds[refund.ret_id].append(refund)
    photos: dict[int, list[int]] = defaultdict(list)
    for return_id, asset_id in Photo.objects.filter(ret__in=rows).order_by("pk").values_list("ret_id", "asset_id"):
        photos[return_id].append(asset_id)
    exchanges = {row.ret_id: row for row in Exchange.objects.filter(ret__in=rows).select_related("order")}
    wished: dict[int, list[ExchangeLine]] = defaultdict(list)
    for wish in ExchangeLine.objects.filter(exchange__ret__in=rows).order_by("pk"):
        wished[wish.instead_of_id].append(wish)
    known = orders.find_many({row.order_id for row in rows})
    of_order = {line.line_id: line for order in known.values() for line in order.lines}
    faces = catalogue.faces([one.variant_id for many in wished.values() for one in many], spoken, now=now)
    new = {
        pk: tuple(
            NewGoods(
                variant_id=one.variant_id,
                quantity=one.quantity,
                title=faces[one.variant_id].title if one.variant_id in faces else "",
                options=", ".join(faces[one.variant_id].options) if one.variant_id in faces else "",
            )
            for one in many
        )
        for pk, many in wished.items()
    }
    return [
        _view(
            row,
            known[row.order_id].number,
            tuple(_line(line, of_order.get(line.line_id), new.get(line.pk, ())) for line in lines[row.pk]),
            tuple(_refund(row, refund) for refund in refunds[row.pk]),
            _exchange(row, exchanges.get(row.pk)),
            tuple(photos[row.pk]),
            spoken,
        )
        for row in rows
    ]


def _view(
    row: Return,
    order: str,
    lines: tuple[LineOfReturn, ...],
    refunds: tuple[RefundOfReturn, ...],
    exchange: ExchangeView | None,
    photos: tuple[int, ...],
    language: str,
) -> ReturnView:
    return ReturnView(
        return_id=row.pk,
        number=row.number,
        order_id=row.order_id,
        order=order,
        kind=row.kind,
        kind_word=str(Kind(row.kind).label),
        state=row.state,
        word=str(State(row.state).label),
        wish=row.wish,
        wish_word=str(Wish(row.wish).label),
        words=row.words,
        language=row.language,
        customer_id=row.customer_id,
        nothing_back=row.nothing_back,
        payer=row.payer,
        way=row.way,
        warehouse_id=row.warehouse_id,
        label_url=row.label_url,
        note=row.note,
        send_by=row.send_by,
        carrier=row.carrier,
        carrier_name=carriers.name_of(row.carrier, language) if row.carrier else "",
        tracking_number=row.tracking_number,
        tracking_url=carriers.tracking_url(row.carrier, row.tracking_number),
        decline_reason=row.decline_reason,
        decline_words=row.decline_words,
        by_rule=row.by_rule,
        requested_at=row.requested_at,
        requested_by=row.requested_by,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        sent_at=row.sent_at,
        received_at=row.received_at,
        settled_at=row.settled_at,
        closed_at=row.closed_at,
        lines=lines,
        refunds=refunds,
        exchange=exchange,
        photos=photos,
        version=row.version,
    )


def _line(row: ReturnLine, line: LineView | None, instead: tuple[NewGoods, ...]) -> LineOfReturn:
    return LineOfReturn(
        return_line_id=row.pk,
        line_id=row.line_id,
        variant_id=row.variant_id,
        sku=line.sku if line else "",
        title=line.title if line else "",
        options=", ".join(option.value for option in line.options) if line else "",
        quantity=row.quantity,
        reason=row.reason,
        reason_word=str(Reason(row.reason).label),
        received=row.received,
        missing=row.missing,
        refunded=row.refunded,
        instead=instead,
    )


def _refund(row: Return, refund: Refund) -> RefundOfReturn:
    return RefundOfReturn(
        ordinal=refund.ordinal,
        state=refund.state,
        total=row.money(refund.total_minor),
        goods=row.money(refund.goods_minor),
        shipping=row.money(refund.shipping_minor),
        fee=row.money(refund.fee_minor),
        credit=row.money(refund.credit_minor),
        earlier=row.money(refund.earlier_minor),
        goodwill=row.money(refund.goodwill_minor),
        at=refund.at,
        by=refund.by,
        settled_at=refund.settled_at,
    )


def _exchange(row: Return, exchange: Exchange | None) -> ExchangeView | None:
    if exchange is None:
        return None
    return ExchangeView(
        state=exchange.state,
        word=str(ExchangeState(exchange.state).label),
        order_id=exchange.order_id,
        order_number=exchange.order.number if exchange.order else "",
        credit=row.money(exchange.credit_minor),
        due=row.money(exchange.due_minor),
    )
