"""Whom the demo store's own shelves are filled by: four makers, a year of orders behind the deliveries of the year, their
bills, and what is open today. The past is written at once; what is open was done by the same acts as ever. Nobody exists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import actions
from storecrew.shop.buying.invoices import actions as billing
from storecrew.shop.buying.invoices.matching import number_key
from storecrew.shop.buying.invoices.models import InvoiceLine, InvoiceState, Payment, SupplierInvoice
from storecrew.shop.buying.models import Answer, PurchaseLine, PurchaseOrder, Receiving, ReceivingLine, State, Way
from storecrew.shop.buying.proposing import actions as proposing
from storecrew.shop.buying.proposing.jobs import reckon_all
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.stock.demo.deliveries import Delivery, of_suppliers
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply import reads as supply_reads

KNOWN_SINCE = timedelta(days=396)
BILLED_AFTER = timedelta(days=3)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Maker:
    """Somebody the shelves are filled by. `days` until an order is here; `deposit` in per cent, the rest `net` days after."""

    name: str
    code: str
    contact: str
    email: str
    days: int
    deposit: int
    net: int
    place: str


MAKERS = (
    Maker("中山和光灯饰", "ZS-HEGUANG", "陆工", "order@heguang.example", 16, 30, 30, "广东中山"),
    Maker("德化锦川陶瓷", "DH-JINCHUAN", "苏姐", "sales@jinchuan.example", 20, 0, 30, "福建德化"),
    Maker("绍兴越布坊", "SX-YUEBU", "章师傅", "yuebu@yuebu.example", 14, 0, 15, "浙江绍兴"),
    Maker("安吉竹里木作", "AJ-ZHULI", "竹里小周", "hello@zhuli.example", 18, 30, 15, "浙江安吉"),
)


def build(actor: Actor, now: datetime) -> None:
    """Write the past of buying and leave some of it open; `actor` is the founder, who is the director."""
    deliveries = of_suppliers([maker.name for maker in MAKERS])
    if not deliveries:
        return
    chance = Random(20)  # noqa: S311  the same store each time
    ids = {maker.name: _supplier(actor, maker, now) for maker in MAKERS}
    _offers(actor, ids, deliveries, now)
    _past(ids, deliveries, chance, actor.ref, now)
    reckon_all(now, "the demo")
    _today(actor, ids, deliveries, now)


def _supplier(actor: Actor, maker: Maker, now: datetime) -> int:
    at = now - KNOWN_SINCE
    form: dict[str, Any] = {
        "code": maker.code,
        "name": maker.name,
        "tier": "a",
        "country": "CN",
        "language": "zh-hans",
        "currency": "CNY",
    }
    form |= {"deposit_percent": maker.deposit, "net_days": maker.net, "note": f"{maker.place}，给自家仓供货。"}
    supplier_id = supply.add_supplier(actor, parse(supply.SupplierForm, form), now=at).supplier_id
    channels = [{"kind": "email", "address": maker.email}, {"kind": "wechat", "address": maker.code.lower()}]
    contact = {"supplier_id": supplier_id, "name": maker.contact, "role": "跟单", "channels": channels}
    supply.add_contact(actor, parse(supply.AddContact, contact), now=at)
    return supplier_id


def _offers(actor: Actor, ids: Mapping[str, int], deliveries: Sequence[Delivery], now: datetime) -> None:
    """Note what each maker offers: the newest cost, packs of three, a price break from sixty on for some."""
    newest: dict[tuple[str, int], Money] = {}
    for delivery in deliveries:
        for line in delivery.lines:
            newest[delivery.supplier, line.variant_id] = line.cost
    days = {maker.name: maker.days for maker in MAKERS}
    codes = {maker.name: maker.code.partition("-")[2][:2] for maker in MAKERS}
    for (name, variant_id), cost in sorted(newest.items()):
        terms: dict[str, Any] = {"supplier_id": ids[name], "variant_id": variant_id, "cost": cost, "pack_size": 3}
        terms |= {"sku": f"{codes[name]}-{variant_id:04}", "handling_days": max(1, days[name] - 3)}
        if variant_id % 5 == 0:
            terms["breaks"] = [{"quantity": 60, "cost": Money(cost.minor * 94 // 100, cost.currency)}]
        supply.make_offer(actor, parse(supply.MakeOffer, terms), now=now - KNOWN_SINCE)


def _past(ids: Mapping[str, int], deliveries: Sequence[Delivery], chance: Random, by: str, now: datetime) -> None:
    """Write an order behind each delivery, with its answer, what came, its bill and its payment."""
    variant_ids = {line.variant_id for delivery in deliveries for line in delivery.lines}
    faces = catalogue.faces(variant_ids, "zh-hans", now=now)
    offers = {
        (offer.supplier_id, variant_id): offer
        for variant_id, some in supply_reads.offers_of(variant_ids, now).items()
        for offer in some
    }
    makers = {maker.name: maker for maker in MAKERS}
    orders: list[PurchaseOrder] = []
    lines: list[list[PurchaseLine]] = []
    for delivery in deliveries:
        maker = makers[delivery.supplier]
        order = _order(delivery, maker, ids[maker.name], chance, by, now)
        orders.append(order)
        lines.append(
            [_line(order, delivery, place, one.variant_id, faces, offers) for place, one in enumerate(delivery.lines)]
        )
    PurchaseOrder.objects.bulk_create(orders, batch_size=AT_ONCE)
    flat = [line for some in lines for line in some]
    for line in flat:
        line.order_id = line.order.pk
    PurchaseLine.objects.bulk_create(flat, batch_size=AT_ONCE)
    Answer.objects.bulk_create(_answers(orders, by), batch_size=AT_ONCE)
    _receivings(deliveries, orders, lines, by)
    _bills(orders, lines, chance, by, now)


def _order(delivery: Delivery, maker: Maker, supplier_id: int, chance: Random, by: str, now: datetime) -> PurchaseOrder:
    sent = delivery.made_at + timedelta(minutes=chance.randrange(20, 200))
    answered = sent + timedelta(hours=chance.choice([2, 5, 20, 26, 47]))
    here = delivery.done_at is not None
    return PurchaseOrder(
        supplier_id=supplier_id,
        warehouse_id=delivery.warehouse_id,
        state=State.CLOSED if here else State.ACKNOWLEDGED,
        currency="CNY",
        language="zh-hans",
        deposit_percent=maker.deposit,
        net_days=maker.net,
        wanted_on=delivery.expected_on,
        promised_on=None if here else delivery.expected_on,
        way=Way.MAIL,
        sent_to=maker.email,
        receipt_id=None if here else delivery.receipt_id,
        made_by=by,
        made_at=delivery.made_at,
        sent_at=sent,
        acked_at=min(answered, delivery.done_at or now),
        done_at=delivery.done_at,
        version=3,
    )


def _line(
    order: PurchaseOrder,
    delivery: Delivery,
    place: int,
    variant_id: int,
    faces: Mapping[int, Any],
    offers: Mapping[Any, Any],
) -> PurchaseLine:
    one = delivery.lines[place]
    offer = offers.get((order.supplier_id, variant_id))
    return PurchaseLine(
        order=order,
        variant_id=variant_id,
        offer_id=offer.offer_id if offer else None,
        position=place,
        sku=offer.sku if offer else "",
        title=" · ".join([faces[variant_id].title, *faces[variant_id].options])[:300],
        quantity=one.expected,
        cost_minor=one.cost.minor,
        ordered=one.expected,
        asked_minor=one.cost.minor,
        promised_on=delivery.expected_on,
        first_promised_on=delivery.expected_on,
        received=one.received,
        first_received_at=delivery.done_at,
        received_at=delivery.done_at,
    )


def _answers(orders: Iterable[PurchaseOrder], by: str) -> Iterator[Answer]:
    for order in orders:
        assert order.sent_at is not None and order.acked_at is not None  # noqa: S101, PT018  made so above
        yield Answer(order=order, at=order.sent_at, ours=True, kind="sent", way=Way.MAIL, actor=by, text=order.sent_to)
        yield Answer(
            order=order, at=order.acked_at, kind="acknowledged", way=Way.PERSON, actor=by, text="收到，按期发。"
        )


def _receivings(
    deliveries: Sequence[Delivery], orders: Sequence[PurchaseOrder], lines: Sequence[Sequence[PurchaseLine]], by: str
) -> None:
    came = [
        (Receiving(order=order, receipt_id=one.receipt_id, delivery_note=one.reference, actor=by, at=one.done_at), some)
        for one, order, some in zip(deliveries, orders, lines, strict=True)
        if one.done_at is not None
    ]
    Receiving.objects.bulk_create([receiving for receiving, _some in came], batch_size=AT_ONCE)
    rows = [
        ReceivingLine(
            receiving=receiving,
            line=line,
            quantity=line.received,
            cost_minor=line.cost_minor,
            own_minor=line.cost_minor,
            own_currency="CNY",
        )
        for receiving, some in came
        for line in some
        if line.received
    ]
    ReceivingLine.objects.bulk_create(rows, batch_size=AT_ONCE)


def _bills(
    orders: Sequence[PurchaseOrder], lines: Sequence[Sequence[PurchaseLine]], chance: Random, by: str, now: datetime
) -> None:
    """Write a bill for each order that came; what came in the last days is not billed yet."""
    bills: list[SupplierInvoice] = []
    rows: list[InvoiceLine] = []
    paid: list[Payment] = []
    for order, some in zip(orders, lines, strict=True):
        if order.done_at is None:
            continue
        at = order.done_at + BILLED_AFTER + timedelta(hours=chance.randrange(48))
        if at > now:
            order.state = State.RECEIVED
            continue
        bill, inside = _bill(order, some, at, chance, by)
        bills.append(bill)
        rows += inside
        pays_at = at + timedelta(days=order.net_days + chance.randrange(-2, 3))
        if pays_at < now:
            bill.state, bill.paid_minor, bill.paid_at = InvoiceState.PAID, bill.total_minor, pays_at
            paid.append(_payment(order, bill, pays_at, by))
    SupplierInvoice.objects.bulk_create(bills, batch_size=AT_ONCE)
    InvoiceLine.objects.bulk_create(rows, batch_size=AT_ONCE)
    Payment.objects.bulk_create(paid, batch_size=AT_ONCE)
    PurchaseOrder.objects.bulk_update([one for one in orders if one.state == State.RECEIVED], ["state"], batch_size=200)
    flat = [line for some in lines for line in some if line.billed]
    PurchaseLine.objects.bulk_update(flat, ["billed", "billed_minor"], batch_size=200)


def _bill(
    order: PurchaseOrder, lines: Sequence[PurchaseLine], at: datetime, chance: Random, by: str
) -> tuple[SupplierInvoice, list[InvoiceLine]]:
    number = f"{at:%y%m}{chance.randrange(10_000, 99_999)}{order.pk:04}"
    day = supply_reads.store_day(at)
    bill = SupplierInvoice(
        supplier_id=order.supplier_id,
        number=number,
        number_key=number_key(number),
        state=InvoiceState.MATCHED,
        currency="CNY",
        total_minor=0,
        dated_on=day,
        due_on=day + timedelta(days=order.net_days),
        entered_by=by,
        entered_at=at,
        matched_at=at,
    )
    rows = []
    for line in lines:
        if not line.received:
            continue
        dearer = chance.random() < 0.03
        unit = line.cost_minor * 101 // 100 if dearer else line.cost_minor
        line.billed, line.billed_minor = line.received, line.received * unit
        bill.total_minor += line.billed_minor
        rows.append(
            InvoiceLine(
                invoice=bill,
                position=line.position,
                line=line,
                title=line.title,
                sku=line.sku,
                quantity=line.received,
                unit_minor=unit,
                expected=line.received,
                agreed_minor=line.cost_minor,
            )
        )
    return bill, rows


def _payment(order: PurchaseOrder, bill: SupplierInvoice, at: datetime, by: str) -> Payment:
    return Payment(
        supplier_id=order.supplier_id,
        invoice=bill,
        amount_minor=bill.total_minor,
        currency="CNY",
        paid_on=supply_reads.store_day(at),
        reference=f"{order.number} 货款",
        recorded_by=by,
        recorded_at=at,
    )


def _today(actor: Actor, ids: Mapping[str, int], deliveries: Sequence[Delivery], now: datetime) -> None:
    """Leave a draft, an order nobody answered, one answered otherwise, and one of which some came broken."""
    place = deliveries[-1].warehouse_id
    some = {
        name: list(dict.fromkeys(line.variant_id for one in deliveries if one.supplier == name for line in one.lines))
        for name in ids
    }
    lamps, clay, cloth, wood = (some[maker.name] for maker in MAKERS)
    lamp_maker, potter, weaver, joiner = (ids[maker.name] for maker in MAKERS)
    if min(map(len, (lamps, clay, cloth, wood))) < 3:
        return
    _make(actor, weaver, place, cloth[:3], 12, now - timedelta(hours=27), send=False)
    _make(actor, joiner, place, wood[:3], 9, now - timedelta(days=3))
    otherwise = _make(actor, potter, place, clay[:4], 24, now - timedelta(days=4))
    first = PurchaseLine.objects.filter(order_id=otherwise).order_by("position")[0]
    day = supply_reads.store_day(now) + timedelta(days=24)
    said = {"po_id": otherwise, "on": day, "note": "青白那窑烧坏了，先给一半。"}
    said["lines"] = [{"line_id": first.pk, "quantity": 12}]
    actions.acknowledge(actor, parse(actions.AcknowledgePO, said), now=now - timedelta(days=2))
    _broken(actor, _make(actor, lamp_maker, place, lamps[:3], 6, now - timedelta(days=17)), now)
    first_day = supply_reads.store_day(now) + timedelta(days=16)
    plan = {"name": "双十二", "percent": 60, "first": first_day, "last": first_day + timedelta(days=3)}
    proposing.plan_promotion(actor, parse(proposing.PlanPromotion, plan), now=now)


def _make(
    actor: Actor,
    supplier_id: int,
    place: int,
    variant_ids: Sequence[int],
    pieces: int,
    at: datetime,
    *,
    send: bool = True,
) -> int:
    lines = [{"variant_id": number, "quantity": pieces} for number in variant_ids]
    form = {"supplier_id": supplier_id, "warehouse_id": place, "lines": lines}
    form["wanted_on"] = supply_reads.store_day(at) + timedelta(days=21)
    po_id = actions.make_order(actor, parse(actions.MakeOrder, form), now=at).po_id
    if send:
        actions.send_order(actor, parse(actions.Send, {"po_id": po_id}), now=at + timedelta(minutes=5))
    return po_id


def _broken(actor: Actor, po_id: int, now: datetime) -> None:
    """Let an order come with two broken pieces and dear freight, and its bill ask more than was agreed."""
    said = {"po_id": po_id, "on": supply_reads.store_day(now) - timedelta(days=1), "note": "周二到。"}
    actions.acknowledge(actor, parse(actions.AcknowledgePO, said), now=now - timedelta(days=16))
    freight = {"po_id": po_id, "kind": "freight", "amount": Money(18_000, "CNY"), "spread": "weight", "note": "德邦"}
    actions.add_cost(actor, parse(actions.AddCost, freight), now=now - timedelta(days=2))
    rows = list(PurchaseLine.objects.filter(order_id=po_id).order_by("position"))
    got = [{"line_id": row.pk, "quantity": row.quantity} for row in rows]
    got[0]["damaged"] = 2
    came = {"po_id": po_id, "lines": got, "delivery_note": "HG-1124"}
    actions.receive(actor, parse(actions.ReceivePO, came), now=now - timedelta(hours=20))
    asked = [row.cost_minor for row in rows[:-1]] + [rows[-1].cost_minor * 108 // 100]
    lines = [
        {"line_id": row.pk, "quantity": row.quantity, "unit": Money(minor, "CNY")}
        for row, minor in zip(rows, asked, strict=True)
    ]
    total = sum(row.quantity * minor for row, minor in zip(rows, asked, strict=True))
    bill = {"supplier_id": PurchaseOrder.objects.get(pk=po_id).supplier_id, "number": "26117-0093", "lines": lines}
    bill |= {"dated_on": supply_reads.store_day(now), "total": Money(total, "CNY")}
    billing.record_invoice(actor, parse(billing.RecordInvoice, bill), now=now - timedelta(hours=2))
