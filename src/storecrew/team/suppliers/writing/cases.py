"""Complaints as cases of a problem: what they are, and what they cost by now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns import reads as returns
from storecrew.shop.reviews import reads as reviews
from storecrew.team.suppliers.models import Case, Problem
from storecrew.team.suppliers.writing.problems import show

COLUMNS = (
    *("name", "order_id", "variant_id", "pieces", "reason", "at", "currency", "refund_minor", "shipping_minor"),
    *("written_off", "lost_minor", "lost_currency"),
)


@dataclass(slots=True)
class Found:
    """A complaint as it is now."""

    name: str
    order_id: int
    at: datetime
    variant_id: int | None = None
    pieces: int = 1
    reason: str = ""
    currency: str = ""
    refund_minor: int = 0
    shipping_minor: int = 0
    written_off: int = 0
    lost_minor: int = 0
    lost_currency: str = ""
    assets: list[int] = field(default_factory=list)


def add(run: Run, row: Problem, subjects: Iterable[str]) -> list[Case]:
    """Add complaints to a problem, with their pictures; those it has already stay as they are. Raises InvalidInput."""
    wanted = [one for one in dict.fromkeys(subjects) if one]
    known = set(Case.objects.filter(problem=row).values_list("subject", flat=True))
    fresh = [one for one in wanted if one not in known]
    found = look_up(fresh, row.variant_id)
    missing = [one for one in fresh if one not in found]
    if missing:
        raise InvalidInput({"cases": _("Nothing is known of %(what)s.") % {"what": ", ".join(missing)}})
    made = [_case(row, subject, found[subject]) for subject in fresh]
    Case.objects.bulk_create(made)
    for case in made:
        run.changed(row.subject, "case", old=None, new=case.subject)
        run.about(case.subject)
    show(run, row, [asset_id for subject in fresh for asset_id in found[subject].assets])
    return made


def refresh(row: Problem) -> bool:
    """Reckon anew what the complaints of a problem cost; tells whether anything has changed."""
    cases = list(Case.objects.filter(problem=row).order_by("pk"))
    found = look_up([case.subject for case in cases], row.variant_id)
    changed = []
    for case in cases:
        new = found.get(case.subject)
        if new is None:  # declined or taken back since: it stays as it was known
            continue
        values = {name: getattr(new, name) for name in COLUMNS}
        if any(getattr(case, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(case, name, value)
            changed.append(case)
    Case.objects.bulk_update(changed, list(COLUMNS))
    return bool(changed)


def look_up(subjects: Iterable[str], variant_id: int | None) -> dict[str, Found]:
    """Return complaints by their subjects: returns, reviews, orders. A fixed number of questions.

    With a variant, only the lines of it count, where there are any.
    """
    wanted: dict[str, set[int]] = {"return": set(), "review": set(), "order": set()}
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        if kind in wanted and number.isdigit():
            wanted[kind].add(int(number))
    found = _returns(wanted["return"], variant_id)
    bad = reviews.bad_reviews(review_ids=wanted["review"]) if wanted["review"] else ()
    known = orders.find_many({*wanted["order"], *(one.order_id for one in bad), *(f.order_id for f in found.values())})
    for subject, one in found.items():
        _price(found[subject], known.get(one.order_id))
    for row in bad:
        if row.order_id in known:
            name = f"★{row.stars} {known[row.order_id].number}"
            found[f"review:{row.review_id}"] = Found(name, row.order_id, row.at, variant_id=row.variant_id)
    for pk in wanted["order"] & set(known):
        order = known[pk]
        at = order.placed_at
        if at is not None:
            found[f"order:{pk}"] = Found(order.number, pk, at, variant_id=variant_id)
    return found


def _returns(return_ids: set[int], variant_id: int | None) -> dict[str, Found]:
    if not return_ids:
        return {}
    lines: dict[int, list[returns.Complaint]] = {}
    for one in returns.complaints(return_ids=return_ids):
        lines.setdefault(one.return_id, []).append(one)
    found = {}
    for return_id, some in lines.items():
        ours = [one for one in some if one.variant_id == variant_id] or some
        first = ours[0]
        found[f"return:{return_id}"] = Found(
            first.number,
            first.order_id,
            first.at,
            variant_id=first.variant_id,
            pieces=sum(one.pieces for one in ours),
            reason=first.reason,
            currency=first.currency,
            refund_minor=sum(one.refund_minor for one in ours),
            # the delivery and the goodwill of a return stand at its first line, whichever of them is ours
            shipping_minor=sum(one.shipping_minor for one in some),
            written_off=sum(one.written_off for one in ours),
            assets=list(first.assets),
        )
    return found


def _price(one: Found, order: OrderView | None) -> None:
    """Say what the written off pieces had cost, where the order knows it."""
    if order is None or not one.written_off:
        return
    line = next((line for line in order.lines if line.variant_id == one.variant_id and line.cost), None)
    if line is not None and line.cost is not None:
        one.lost_minor, one.lost_currency = line.cost.minor * one.written_off, line.cost.currency


def _case(row: Problem, subject: str, one: Found) -> Case:
    return Case(problem=row, subject=subject, **{name: getattr(one, name) for name in COLUMNS})
