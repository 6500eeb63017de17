"""Put a year down, room by room, each by its own way of writing many: who, what, from which shelf, how paid, how sent."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Final

from django.db import transaction

from storecrew.config.trade.planning import Year
from storecrew.config.trade.returning import past_returns
from storecrew.config.trade.reviewing import reviews
from storecrew.config.trade.sales import Fate, Sale
from storecrew.config.trade.senders import BY_MAIL, Story
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.customers import demo as customers
from storecrew.shop.customers.models import Purpose
from storecrew.shop.dropships.demo import past as dropships
from storecrew.shop.fulfilment import demo as fulfilment
from storecrew.shop.fulfilment.dueness import Clockwork, clockwork_of, due_at
from storecrew.shop.orders import demo as orders
from storecrew.shop.orders.models import Rulebook
from storecrew.shop.orders.promising import Promise, promise_in, promise_of
from storecrew.shop.payments import demo as payments
from storecrew.shop.promise import actions as promise
from storecrew.shop.promise import demo as observations
from storecrew.shop.promise.types import Way
from storecrew.shop.returns import demo as returns
from storecrew.shop.reviews import demo as buyers
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.shipping.reads.rules import KindView
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as places

OFTEN: Final = 5
TAG_OF_REGULARS: Final = "常客"
PAY_BY_H: Final = {"transfer": 72}


@dataclass(frozen=True, slots=True)
class Crew:
    """Who did it, as rows name actors: by telephone, at the packing table, with the money."""

    service: str
    warehouse: str
    finance: str


class Writer:
    """Writes one year, in one transaction."""

    def __init__(self, year: Year, crew: Crew, *, calendar: WorkCalendar, habits: Rulebook, now: datetime) -> None:
        self._year, self._crew, self._now = year, crew, now
        self._calendar, self._habits = calendar, habits
        self._sales = sorted(year.sales, key=lambda sale: (sale.at, sale.name))
        self._customers: dict[str, int] = {}
        self._orders: dict[str, int] = {}
        self._numbers: dict[str, str] = {}
        self._lines: Mapping[tuple[int, str], int] = {}
        self._parcels: dict[str, int] = {}
        self._by_word = observations.ByWord()

    def write(self, founder: Actor) -> None:
        """Write everything. `founder` reserves what is still to leave."""
        with transaction.atomic():
            self._write_customers()
            self._write_orders()
            self._year.shelves.write()
            self._write_parcels(founder)
            dropships.write_many(list(self._asked()))
            observations.write_many(self._observed())
            numbers = self._write_money()
            returns.write_many(
                list(past_returns(self._sales, self._orders, self._lines, numbers)), by=self._crew.service
            )
            self._year.coupons.write(self._orders, self._customers)
            buyers.write_many(list(self._reviews()), by=self._crew.service)
        dropships.book(founder, self._now)
        open_now = {self._orders[sale.name]: sale for sale in self._sales if sale.fate == Fate.OPEN}
        for owner, lines in orders.open_wants(list(open_now)):
            sender = open_now[int(owner.partition(":")[2])].sender
            place = {"warehouse_id": sender.site.warehouse_id if sender else None}
            wanted = tuple(line.model_copy(update=place) for line in lines)
            stock.reserve(founder, stock.Reserve(owner=owner, lines=wanted), now=self._now)
        observer = Actor("system", name=promise.OBSERVER, reason="a year has passed", surface=Surface.CLI)
        with suppress(Refused):  # of a year so small that nothing has arrived
            promise.learn(observer, promise.Learn(), now=self._now)

    def _write_customers(self) -> None:
        people = sorted(self._year.people, key=lambda one: (one.first_at or self._now, one.email))
        pasts = []
        for person in people:
            at = person.first_at or self._now
            consents = [customers.PastConsent(Purpose.TERMS, given=True, at=at)]
            if person.newsletter:
                consents.append(customers.PastConsent(Purpose.NEWSLETTER, given=True, at=at))
            pasts.append(
                customers.PastCustomer(
                    email=person.email,
                    name=person.name,
                    created_at=at,
                    phone=person.phone,
                    language=person.language,
                    country=person.address.country,
                    account=person.account,
                    seen_at=person.last_at,
                    addresses=(person.address,),
                    consents=consents,
                    tags=(TAG_OF_REGULARS,) if person.orders >= OFTEN else (),
                )
            )
        ids = customers.create_many(pasts)
        self._customers = {person.email: number for person, number in zip(people, ids, strict=True)}

    def _write_orders(self) -> None:
        sent = [sale for sale in self._sales if sale.travel is not None]
        self._parcels = dict(zip((sale.name for sale in sent), fulfilment.numbers(len(sent)), strict=True))
        self._orders = orders.write_many([self._order(sale) for sale in self._sales], by="nobody")
        found = orders.written(list(self._orders.values()))
        self._lines = found.lines
        self._numbers = {name: found.numbers[number] for name, number in self._orders.items()}
        for sale in sent:
            for left in sale.lefts.values():
                left.belongs_to(order=f"order:{self._orders[sale.name]}", parcel=f"parcel:{self._parcels[sale.name]}")

    def _order(self, sale: Sale) -> orders.Past:
        travel, back, way = sale.travel, sale.back, sale.way
        pieces = {line.key: line.quantity for line in sale.quote.lines}
        returned = {one.key: one.quantity for one in back.lines if one.disposition} if back else {}
        paid = sale.total_minor if _paid(sale, self._now) else 0
        given_back = sale.total_minor if sale.fate == Fate.CANCELLED else back.refunded_minor if back else 0
        waits = sale.fate == Fate.OPEN and not paid and way.provider != "cash"
        return orders.Past(
            checkout=sale.name,
            placed_at=sale.at,
            quote=sale.quote,
            language=sale.person.language,
            channel=sale.channel,
            customer_id=self._customers[sale.person.email],
            email=sale.person.email,
            phone=sale.person.phone,
            ship_to=sale.person.address,
            provider=way.provider,
            ships_unpaid=way.provider == "cash",
            pay_by=sale.at + timedelta(hours=PAY_BY_H.get(way.provider, 2)) if waits else None,
            promise=self._promised(sale),
            money=orders.Received(captured=paid, refunded=given_back),
            paid_at=way.paid_at if paid else None,
            cancelled=pieces if sale.cancelled_at else {},
            cancelled_at=sale.cancelled_at,
            cancel_reason="unpaid" if sale.fate == Fate.UNPAID else "buyer" if sale.cancelled_at else "",
            shipped=(orders.Moved(self._parcel_of(sale), travel.shipped_at, pieces),) if travel else (),
            returned=(orders.Moved(sale.document, back.received_at, returned),)
            if back and back.received_at and returned
            else (),
            costs=dict(_costs(sale)),
            by=self._crew.service if sale.channel == "phone" else "",
        )

    def _promised(self, sale: Sale) -> Promise:
        """Return what was promised; of what still has to leave with all its grounds."""
        if sale.travel is None and sale.fate == Fate.OPEN:
            return promise_of(sale.quote, sale.at, self._habits, sale.person.address, self._by_word.windows)
        return promise_in(sale.quote, sale.at, self._habits, self._calendar)

    def _parcel_of(self, sale: Sale) -> str:
        return f"parcel:{self._parcels[sale.name]}"

    def _write_parcels(self, founder: Actor) -> None:
        kinds = [kind for kind in shipping.package_kinds() if kind.form == "box"]
        found = places.warehouses(founder, places.WarehousesQuery(), now=self._now).items
        clocks = {place.warehouse_id: clockwork_of(place) for place in found}
        handling = shipping.handling_days()
        pasts = [self._parcel(sale, kinds, clocks, handling) for sale in self._sales if sale.travel is not None]
        fulfilment.write_many(pasts, by=self._crew.warehouse)

    def _parcel(
        self,
        sale: Sale,
        kinds: Sequence[KindView],
        clocks: Mapping[int, Clockwork],
        handling: Mapping[int, int],
    ) -> fulfilment.PastParcel:
        order_id, travel = self._orders[sale.name], sale.travel
        offer = sale.quote.packages[0].chosen
        assert travel is not None and offer is not None  # noqa: S101, PT018  it left
        weight = sale.quote.packages[0].weight_g
        kind = next((one for one in kinds if (one.max_weight_g or 0) >= weight), kinds[-1])
        promise = promise_in(sale.quote, sale.at, self._habits, self._calendar)
        words = tuple(word for word in travel.words if word.at <= self._now)
        return fulfilment.PastParcel(
            parcel_id=self._parcels[sale.name],
            order_id=order_id,
            order=self._numbers[sale.name],
            ordinal=1,
            warehouse_id=sale.warehouse_id,
            ship_to=sale.person.address,
            language=sale.person.language,
            contents=tuple(
                fulfilment.Packed(
                    line_id=self._lines[order_id, line.key],
                    key=line.key,
                    variant_id=line.variant_id,
                    quantity=line.quantity,
                    weight_g=None if line.weight_g is None else line.weight_g // line.quantity,
                    bin_id=sale.lefts[line.key].move.from_bin_id,
                )
                for line in sale.quote.lines
            ),
            package_kind_id=kind.kind_id,
            tare_g=kind.tare_g,
            method_id=offer.method_id,
            carrier=offer.carrier,
            tracking_number=travel.tracking_number,
            due_at=due_at(clocks[sale.warehouse_id], sale.at, handling, offer.method_id, promise.ship_by),
            promised_from=promise.first,
            promised_until=promise.last,
            packed_at=travel.shipped_at - timedelta(minutes=95),
            shipped_at=travel.shipped_at,
            words=words,
            late_told_at=travel.late_told_at if travel.late_told_at and travel.late_told_at < self._now else None,
            settled_at=travel.settled_at if travel.settled_at and travel.settled_at < self._now else None,
        )

    def _asked(self) -> Iterator[dropships.PastDropship]:
        """Yield what suppliers were asked to send, those who refused first."""
        for sale in self._sales:
            if sale.fate == Fate.SENT:
                stories = [story for story in (sale.refused_by, sale.sent_by) if story is not None]
                yield from (self._dropship(sale, story, number) for number, story in enumerate(stories, 1))

    def _dropship(self, sale: Sale, story: Story, ordinal: int) -> dropships.PastDropship:
        order_id, travel = self._orders[sale.name], sale.travel
        refused = story is sale.refused_by
        lines = []
        for line in sale.quote.lines:
            offer = story.sender.offers[line.variant_id]
            lines.append(dropships.PastLine(self._lines[order_id, line.key], offer, line.title, line.quantity))
        return dropships.PastDropship(
            order_id=order_id,
            order=self._numbers[sale.name],
            ordinal=ordinal,
            site=story.sender.site,
            lines=tuple(lines),
            made_at=story.made_at,
            sent_at=story.sent_at,
            ack_by=story.ack_by,
            ack_at=story.ack_at,
            ship_by=story.ship_by,
            ships_on=None if refused else story.ships_on,
            by_mail=story.sender.code in BY_MAIL,
            by=self._crew.warehouse,
            moved_to=sale.warehouse_id if refused else None,
            shipped_at=None if refused else story.shipped_at,
            parcel_id=None if refused else self._parcels[sale.name],
            carrier=sale.quote.packages[0].chosen.carrier if sale.quote.packages[0].chosen else "",
            tracking_number=travel.tracking_number if travel and not refused else "",
        )

    def _observed(self) -> Iterator[promise.Observe]:
        """Yield what promises learn from: each parcel that left, with its arrival; each order that still has to leave."""
        for sale in self._sales:
            offer = sale.quote.packages[0].chosen if sale.quote.packages else None
            if offer is None or offer.handling is None or offer.transit is None or sale.fate == Fate.UNPAID:
                continue
            promised = self._promised(sale)
            number, travel = self._orders[sale.name], sale.travel
            about = promise.Observe(
                shipment=f"parcel:{self._parcels[sale.name]}" if travel else f"order:{number}",
                order=f"order:{number}",
                what=promise.What.PLACED,
                at=sale.at,
                placed_at=sale.at,
                way=Way(
                    method_id=offer.method_id, carrier=offer.carrier, handling=offer.handling, transit=offer.transit
                ),
                source=f"warehouse:{sale.warehouse_id}",
                country=sale.person.address.country,
                region=sale.person.address.region,
                promised_first=promised.first,
                promised_last=promised.last,
                grounds=promised.grounds if travel is None else None,
            )
            if travel is None:
                yield about
                if sale.cancelled_at is not None:
                    yield about.model_copy(
                        update={"what": promise.What.ENDED, "at": sale.cancelled_at, "grounds": None}
                    )
                continue
            yield about.model_copy(update={"what": promise.What.HANDED_OVER, "at": travel.shipped_at})
            if travel.delivered_at is not None and travel.delivered_at <= self._now:
                yield about.model_copy(update={"what": promise.What.DELIVERED, "at": travel.delivered_at})

    def _write_money(self) -> dict[str, int]:
        pasts = [past for sale in self._sales for past in self._payments(sale)]
        numbers = payments.write_many(pasts, by=self._crew.finance)
        payments.pay_out(pasts, numbers, until=self._now)
        return numbers

    def _payments(self, sale: Sale) -> Iterator[payments.PastPayment]:
        way, back = sale.way, sale.back
        common = {
            "payable": f"order:{self._orders[sale.name]}",
            "provider": way.provider,
            "amount_minor": sale.total_minor,
            "currency": sale.quote.currency,
            "email": sale.person.email,
            "language": sale.person.language,
            "description": self._numbers[sale.name],
            "method": way.method,
        }
        if way.failed or (sale.fate == Fate.UNPAID and way.provider == "test"):
            at = sale.at + timedelta(seconds=40)
            yield payments.PastPayment(name=f"f{sale.name}", at=at, failed=way.failed or "card_declined", **common)  # type: ignore[arg-type]
            if sale.fate == Fate.UNPAID:
                return
        paid = _paid(sale, self._now)
        refunded = sale.total_minor if sale.fate == Fate.CANCELLED else back.refunded_minor if back else 0
        refunded_at = back.refunded_at if back else (sale.cancelled_at or sale.at) + timedelta(minutes=9)
        yield payments.PastPayment(
            name=f"p{sale.name}",
            at=sale.at,
            paid_at=way.paid_at if paid else None,
            given_up_at=sale.cancelled_at if sale.fate == Fate.UNPAID else None,
            refunded_minor=refunded,
            refunded_at=refunded_at if refunded else None,
            refund_key=sale.document if back else f"{common['payable']}:cancelled",
            refund_reason="" if back else "buyer",
            **common,  # type: ignore[arg-type]
        )

    def _reviews(self) -> Iterator[buyers.PastReview]:
        chance = Random(len(self._sales))  # noqa: S311  a demo: the same every time
        yield from reviews(chance, self._sales, self._orders, self._lines, self._customers, self._now)


def _paid(sale: Sale, now: datetime) -> bool:
    return sale.fate != Fate.UNPAID and sale.way.paid_at is not None and sale.way.paid_at <= now


def _costs(sale: Sale) -> Iterator[tuple[str, Money]]:
    """Yield what one piece of each line had cost."""
    if sale.sent_by is not None:
        costs = ((line.key, sale.sent_by.sender.cost(line.variant_id)) for line in sale.quote.lines)
        yield from ((key, cost) for key, cost in costs if cost is not None)
        return
    for key, left in sale.lefts.items():
        if left.cost is not None:
            yield key, left.cost.times(Fraction(1, left.move.quantity), rounding=Rounding.HALF_UP)
