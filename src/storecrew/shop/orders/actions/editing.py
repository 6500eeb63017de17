"""Change what was agreed after placing: what stays keeps its price, what is added gets today's."""

from typing import Annotated, Literal
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal, Weight
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.events import OrderEdited
from storecrew.shop.orders.models import ChangeKind, Charge, ChargeKind, Discount, Line, Order, State, Tax
from storecrew.shop.orders.seats import EVERYWHERE, SELLERS
from storecrew.shop.orders.sums import complete
from storecrew.shop.orders.writing import paying
from storecrew.shop.orders.writing.agreed import add_free, add_quoted
from storecrew.shop.orders.writing.finishing import OUTCOMES, finish, note_change
from storecrew.shop.orders.writing.loading import Sheet, refuse_draft, sheet_of
from storecrew.shop.orders.writing.pricing import quote_for
from storecrew.shop.orders.writing.quoting import FreeDraft, address_of, priced_free, taxes_of
from storecrew.shop.orders.writing.shrinking import take_off, take_out
from storecrew.shop.orders.writing.stocking import COVERING, cover
from storecrew.shop.pricing.types import LineWish, QuoteQuery, StaffTerms
from storecrew.shop.taxes.types import Taxable

SHIPPING_KEY = "agreed"


class NewQuantity(Input):
    """How many of a line the buyer is to get in all: fewer cancels pieces, more adds a line at the agreed price."""

    line_id: int
    quantity: Annotated[int, Field(ge=0, le=100_000)]


class NewLine(Input):
    """Something to add. `unit_price` None: what it costs today."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=100_000)] = 1
    unit_price: Money | None = None


class NewShipping(Input):
    """What sending the whole order costs from now on."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    price: Money
    method_id: int | None = None


class Edit(Input):
    """What to change; `version` is that of the order as the editor saw it.

    `refund`: `due` gives back at once what is then paid too much, `none` leaves it for later.
    """

    order_id: int
    version: int
    quantities: tuple[NewQuantity, ...] = ()
    add: tuple[NewLine, ...] = ()
    free: tuple[FreeDraft, ...] = ()
    shipping: NewShipping | None = None
    reason: Annotated[str, Personal, Field(max_length=400)] = ""
    refund: Literal["due", "none"] = "due"


class Edited(Output):
    """How the order stands afterwards. `difference` of the total; `balance`: to be paid, negative: to be given back."""

    order_id: int
    number: str
    difference: Money
    total: Money
    balance: Money
    refunding: Money
    version: int


def weigh_edit(data: Edit) -> Weight:
    """Weigh an edit by what it takes off pieces that were paid for; adding something never needs a second human."""
    order = Order.objects.filter(pk=data.order_id).first()
    if order is None:
        return Weight()
    lines = {line.pk: line for line in Line.objects.filter(order=order)}
    off = 0
    for one in data.quantities:
        line = lines.get(one.line_id)
        if line is not None and line.wanted > one.quantity:
            off += line.total_minor * (line.wanted - one.quantity) // line.wanted
    return Weight(amount_minor=off, currency=order.currency, versions={order.subject: order.version})


@action(
    "orders.edit",
    label=gettext_lazy("Change an order"),
    seats=SELLERS,
    surfaces=EVERYWHERE,
    emits=(OrderEdited, *OUTCOMES),
    calls=(*COVERING, *paying.CALLS),
    previews=True,
    weigh=weigh_edit,
)
def edit(run: Run, data: Edit) -> Edited:
    """Change lines and shipping of a placed order. What stays keeps its agreed price; what is added costs what it costs today."""
    sheet = sheet_of(run, data.order_id, version=data.version)
    order = sheet.order
    refuse_draft(order)
    if order.state == State.CANCELLED:
        raise Refused(_("This order is cancelled. Write a new one."), code="orders.cancelled")
    was, before = order.total_minor, _picture(sheet)
    more = _fewer(run, sheet, data)
    _add(run, sheet, data, more)
    if data.shipping is not None:
        _ship_for(run, sheet, data.shipping)
    if all(line.wanted == 0 for line in sheet.lines):
        raise Refused(_("Nothing would be left. Cancel the order instead."), code="orders.empty")
    cover(run, order, sheet.lines)
    finish(run, sheet)
    after = _picture(sheet)
    if before == after:
        raise Refused(_("Nothing has changed."), code="orders.unchanged")
    note_change(run, order, ChangeKind.EDIT, was=was, before=before, after=after, reason=data.reason)
    difference = order.money(order.total_minor - was)
    edited = OrderEdited(
        order_id=order.pk, number=order.number, kind=ChangeKind.EDIT, difference=difference, total=order.total
    )
    run.emit(edited, subject=order.subject)
    back = paying.give_back(run, order, why=data.reason) if data.refund == "due" else 0
    return Edited(
        order_id=order.pk,
        number=order.number,
        difference=difference,
        total=order.total,
        balance=order.money(order.balance_minor),
        refunding=order.money(back),
        version=order.version,
    )


def _fewer(run: Run, sheet: Sheet, data: Edit) -> list[NewLine | tuple[Line, int]]:
    """Take pieces out where fewer are wanted; return lines of which more are wanted, with how many."""
    more: list[NewLine | tuple[Line, int]] = []
    for number, one in enumerate(data.quantities):
        line = sheet.line(one.line_id)
        if one.quantity < line.shipped:
            sentence = _("%(n)d of it have left already; what comes back is a return.") % {"n": line.shipped}
            raise InvalidInput({f"quantities.{number}": sentence})
        if one.quantity < line.wanted:
            take_out(sheet, line, line.wanted - one.quantity)
        elif one.quantity > line.wanted:
            more.append((line, one.quantity - line.wanted))
    return more


def _add(run: Run, sheet: Sheet, data: Edit, more: list[NewLine | tuple[Line, int]]) -> None:
    order = sheet.order
    known = len(sheet.lines)
    wishes: list[LineWish] = []
    prices: dict[str, Money] = {}
    extras = list(data.free)
    for line, pieces in (one for one in more if isinstance(one, tuple)):
        if line.variant_id is None:
            extras.append(
                FreeDraft(
                    title=line.title,
                    quantity=pieces,
                    unit_price=order.money(line.unit_minor),
                    tax_class=line.tax_class or "standard",
                    requires_shipping=line.requires_shipping,
                )
            )
            continue
        wish = LineWish(key=new_key(), variant_id=line.variant_id, quantity=pieces)
        prices[wish.key] = order.money(line.unit_minor)
        wishes.append(wish)
    for new in data.add:
        wish = LineWish(key=new_key(), variant_id=new.variant_id, quantity=new.quantity)
        if new.unit_price is not None:
            prices[wish.key] = new.unit_price
        wishes.append(wish)
    if wishes:
        _add_quoted(run, sheet, wishes, prices)
    free = priced_free(extras, [new_key() for _extra in extras], order=order, at=run.now)
    for extra in free:
        add_free(sheet, extra, len(sheet.lines) + 1)
    _insert(sheet, sheet.lines[known:])


def _add_quoted(run: Run, sheet: Sheet, wishes: list[LineWish], prices: dict[str, Money]) -> None:
    order = sheet.order
    quote = quote_for(
        run.now,
        QuoteQuery(
            lines=tuple(wishes),
            currency=order.currency,
            language=order.language,
            address=address_of(order),
            customer_id=order.customer_id,
            email=order.email,
            staff=StaffTerms(unit_prices=prices, shipping=Money.zero(order.currency), unlisted=True),
        ),
    )
    trouble = next((one for one in quote.problems if one.blocking and one.line), None)
    if trouble is not None:
        raise Refused(trouble.message, code=f"orders.{trouble.code}")
    names = {one.coupon_id: (one.code, one.title) for one in quote.discounts}
    package = next((charge.key for charge in sheet.charges if charge.kind == ChargeKind.SHIPPING), "")
    for line in quote.lines:
        add_quoted(sheet, line, len(sheet.lines) + 1, package=package, names=names)


def _insert(sheet: Sheet, lines: list[Line]) -> None:
    """Write the lines that are new, with what stands on them."""
    if not lines:
        return
    Line.objects.bulk_create(lines)
    Discount.objects.bulk_create([one for one in sheet.discounts if one.pk is None])
    Tax.objects.bulk_create([one for one in sheet.taxes if one.pk is None])


def _ship_for(run: Run, sheet: Sheet, wanted: NewShipping) -> None:
    """Let one charge carry the agreed price of shipping, and take the others off."""
    order = sheet.order
    if wanted.price.currency != order.currency:
        raise InvalidInput({"shipping": _("This order is in %(currency)s.") % {"currency": order.currency}})
    shipping = [charge for charge in sheet.charges if charge.kind == ChargeKind.SHIPPING]
    for charge in shipping:
        take_off(sheet, charge)
    bearer = shipping[0] if shipping else Charge(order=order, kind=ChargeKind.SHIPPING, key=SHIPPING_KEY, total_minor=0)
    if not shipping:
        sheet.charges.append(bearer)
    bearer.name, bearer.method_id = wanted.name, wanted.method_id
    bearer.amount_minor = wanted.price.minor
    bearer.save()
    taxed = Taxable(key="shipping", amount=wanted.price, shipping=True)
    Tax.objects.filter(charge=bearer).delete()
    sheet.taxes = [tax for tax in sheet.taxes if tax.charge_id != bearer.pk]
    levies = [
        Tax(
            order=order,
            charge=bearer,
            name=part.name,
            rate=part.rate,
            base_minor=part.base.minor,
            amount_minor=part.amount.minor,
        )
        for part in taxes_of(order, [taxed], at=run.now).get("shipping", [])
    ]
    Tax.objects.bulk_create(levies)
    sheet.taxes += levies
    complete(bearer, [], levies, inclusive=order.inclusive)
    Discount.objects.filter(charge__in=shipping).delete()
    sheet.discounts = [one for one in sheet.discounts if one.charge_id is None]
    for charge in sheet.charges:
        charge.save()


def new_key() -> str:
    """Return a key that no line of any order has: stock remembers by it what a piece had cost."""
    return f"line:{uuid4().hex}"


def _picture(sheet: Sheet) -> dict[str, object]:
    """Return what an edit may change, for the record."""
    return {
        "lines": [
            {"line": line.pk, "sku": line.sku, "title": line.title, "pieces": line.wanted, "total": line.total_minor}
            for line in sheet.lines
        ],
        "shipping": [{"name": charge.name, "total": charge.total_minor} for charge in sheet.charges],
        "total": sheet.order.total_minor,
    }
