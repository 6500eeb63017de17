"""What buyers of delayed orders are written: what may be chosen, and what was chosen."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.mail.composing import Button, Facts, Heading, Part, Row, Rows, Sheet, Words
from storecrew.kernel.money.types import Money
from storecrew.shop.delays.models import Offer
from storecrew.shop.delays.reasons import Reason
from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.delays.wording import because, name_of, price_of, window
from storecrew.shop.orders.letters.kinds import Occasion, kind
from storecrew.shop.orders.letters.parts import day, small, to_order, why
from storecrew.shop.orders.letters.telling import tell as tell_of_order
from storecrew.shop.orders.types import OrderView

OFFERED, CHOSEN = "delay", "delay_choice"


def facts_of(made: Offer) -> dict[str, Any]:
    """Return what the letter with the choices is made of: the offer as it stands in its row."""
    return {
        "offer": made.pk,
        "until": made.delay.promised_until.isoformat(),
        "first": made.expected_first.isoformat() if made.expected_first else "",
        "last": made.expected_last.isoformat() if made.expected_last else "",
        "reason": made.delay.reason,
        "choices": made.choices,
        "deadline": made.deadline_at.isoformat(),
        "words": made.words,
    }


def tell_offered(made: Offer, *, cause: str, happened_at: datetime, now: datetime) -> bool:
    """Write the letter with the choices; once for each offer."""
    return tell_of_order(
        OFFERED,
        made.order_id,
        key=str(made.pk),
        facts=facts_of(made),
        cause=cause,
        happened_at=happened_at,
        now=now,
    )


def tell_chosen(made: Offer, *, cause: str, happened_at: datetime, now: datetime) -> bool:
    """Write what was chosen, with the code of the voucher where there is one."""
    facts = {"answer": made.answer, "code": made.code}
    return tell_of_order(
        CHOSEN, made.order_id, key=str(made.pk), facts=facts, cause=cause, happened_at=happened_at, now=now
    )


def offered(occasion: Occasion) -> Sheet:
    """Compose: it comes later than promised, why, and what may be chosen, each with its price."""
    order, facts = occasion.order, occasion.facts
    until = date.fromisoformat(str(facts["until"]))
    over = until < timezone.localdate(occasion.now)
    said = (
        _("We promised your order by %(day)s, and have not kept it. We are sorry.")
        if over
        else _("We promised your order by %(day)s. As we see it today, it will be later. We are sorry.")
    )
    choices = [Choice.model_validate(one) for one in facts["choices"]]
    soonest = window(_day(facts["first"]), _day(facts["last"]))
    parts: list[Part] = [
        Words(_("Hello %(name)s,") % {"name": order.name} if order.name.strip() else _("Hello,")),
        Words(said % {"day": day(until)}, tone="strong"),
        Words(because(str(facts.get("reason", "")))),
    ]
    if facts.get("words"):
        parts.append(Words(str(facts["words"])))
    if soonest:
        parts.append(Facts(((_("It arrives now"), soonest),)))
    parts.append(Heading(_("You choose")))
    parts.append(Rows(tuple(Row(name_of(one), _detail(one), price_of(one)) for one in choices)))
    if occasion.url:
        parts.append(Button(_("Choose"), f"{occasion.url}choose/{facts['offer']}/"))
    deadline = datetime.fromisoformat(str(facts["deadline"]))
    parts.append(
        small(
            _("If we hear nothing until %(day)s, we take it that you wait.")
            % {"day": day(timezone.localdate(deadline))}
        )
    )
    parts.append(small(_("You can also answer this letter; a person reads it.")))
    title = _("Later than promised: order %(number)s") % {"number": order.number}
    return Sheet(title=title, parts=tuple(parts), preview=soonest, why=why(order))


def chosen(occasion: Occasion) -> Sheet:
    """Compose: what was chosen, that it is done, and the code of the voucher."""
    order, facts = occasion.order, occasion.facts
    choice = Choice.model_validate(facts["answer"])
    rows = [(_("You chose"), name_of(choice))]
    if choice.instead:
        rows.append((_("Instead"), choice.instead))
    if choice.theirs.minor and choice.code != Code.WAIT:
        rows.append((_("Goes back to you"), price_of(choice)))
    elif choice.first and choice.last:
        rows.append((_("It arrives now"), window(choice.first, choice.last)))
    parts: list[Part] = [
        Words(_("Hello %(name)s,") % {"name": order.name} if order.name.strip() else _("Hello,")),
        Words(_("Thank you for your answer. It is done.")),
        Facts(tuple(rows)),
    ]
    if facts.get("code"):
        parts.append(Words(_("For your waiting: %(code)s") % {"code": facts["code"]}, tone="strong"))
        parts.append(small(_("Type it at the checkout. It holds once, for half a year.")))
    parts += to_order(occasion, _("See the order"))
    title = _("As you chose: order %(number)s") % {"number": order.number}
    return Sheet(title=title, parts=tuple(parts), why=why(order))


def _detail(one: Choice) -> str:
    if one.code == Code.SUBSTITUTE:
        return one.instead
    if one.code in {Code.SPLIT, Code.DROP}:
        return ", ".join(one.lines)
    return window(one.first, one.last) if one.first else ""


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _example(order: OrderView, now: datetime) -> Mapping[str, Any]:
    until = order.promised_until or now.date()
    first, last = until + timedelta(days=3), until + timedelta(days=6)
    zero, voucher = Money.zero(order.currency), Money(1000, order.currency)
    choices = (
        Choice(
            key="wait", code="wait", theirs=voucher, ours=None, given=voucher, voucher=voucher, first=first, last=last
        ),
        Choice(key="cancel", code="cancel", theirs=order.total, ours=None, given=zero),
    )
    return {
        "offer": 1,
        "until": until.isoformat(),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "reason": Reason.NOT_SENT,
        "choices": [one.model_dump(mode="json") for one in choices],
        "deadline": (now + timedelta(hours=72)).isoformat(),
        "words": "",
    }


def _example_chosen(order: OrderView, now: datetime) -> Mapping[str, Any]:
    return {"answer": _example(order, now)["choices"][0], "code": "SORRY-4QK7M2XB9D"}


kind(
    OFFERED,
    label=pgettext_lazy("letter", "Later than promised: what would you like?"),
    when=gettext_lazy("When somebody of the crew, or the owner's rule, offers choices for an order that will be late."),
    compose=offered,
    example=_example,
    order=62,
)
kind(
    CHOSEN,
    label=pgettext_lazy("letter", "As you chose"),
    when=gettext_lazy("When a buyer has chosen what becomes of a late order."),
    compose=chosen,
    example=_example_chosen,
    order=64,
)
