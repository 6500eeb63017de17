"""Look after the orders of a source from which nothing comes: decide for many at once, go on later, take back."""

from typing import Annotated

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import ActionError, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Personal
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.store.reads import current
from storecrew.shop.availability import reads as availability
from storecrew.shop.delays import fallbacks, reckoning
from storecrew.shop.delays.actions.offering import OneOffer, compose, withdraw
from storecrew.shop.delays.choosing import ALL, usual_terms
from storecrew.shop.delays.events import ChoicesOffered
from storecrew.shop.delays.gathering import Setting, cases_of
from storecrew.shop.delays.models import LIVE, Cause, Decision, Delay, Offer, OfferState, Outage, What, rulebook
from storecrew.shop.delays.seats import EVERYWHERE, MINDERS
from storecrew.shop.delays.types import Affected
from storecrew.shop.delays.writing import looking
from storecrew.shop.orders import reads as orders
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

type Ids = Annotated[tuple[int, ...], Field(min_length=1, max_length=100)]


class Decide(Input):
    """What is done with orders that wait for a supplier's warehouse. `words`: added to the letter to buyers."""

    site_id: int
    what: What
    order_ids: Ids
    words: Annotated[str, Personal, Field(max_length=1000)] = ""


class Decided(Output):
    """For how many it was decided. `left`: orders for which it could not be, or was before, with the reason."""

    outage_id: int
    done: int
    left: tuple[str, ...]


@action(
    "delays.decide",
    label=gettext_lazy("Decide for orders that wait for a source"),
    seats=MINDERS,
    surfaces=EVERYWHERE,
    emits=(ChoicesOffered, *looking.EVENTS),
    calls=fallbacks.CALLS,
    previews=True,
)
def decide(run: Run, data: Decide) -> Decided:
    """Decide what becomes of orders that wait for a source, and do it. Whatever was decided before stays as it is.

    move: it comes from elsewhere. tell: the buyer gets choices. ask: the supplier is written to. wait: nothing is done.
    """
    site = supply.sites_by_id([data.site_id]).get(data.site_id)
    if site is None:
        raise Missing
    outage = _outage(run, site)
    found = {one.order_id: one for one in reckoning.stricken(site.site_id, run.now).items}
    done: list[Affected] = []
    left: list[str] = []
    for order_id in sorted(set(data.order_ids)):
        one = found.get(order_id)
        if one is None or one.over:
            left.append(_("%(order)s does not wait there any more.") % {"order": one.number if one else order_id})
            continue
        if one.what:
            if one.what != data.what:
                left.append(_("%(order)s: something else was decided. Take it back first.") % {"order": one.number})
            continue
        try:
            followed = _do(run, site, data, one)
        except ActionError as error:
            left.append(f"{one.number}: {error.message}")
            continue
        Decision.objects.create(
            outage=outage,
            order_id=order_id,
            what=data.what,
            pieces=one.pieces,
            stake_minor=one.stake.minor,
            currency=one.stake.currency,
            done=followed,
            at=run.now,
            by=run.actor.ref,
        )
        run.about(f"order:{order_id}")
        done.append(one)
    if data.what == What.ASK and done and not _write_to_supplier(run, site, outage, done):
        left.append(_("Nobody there has an e-mail address: call them."))
    run.changed(outage.subject, str(data.what), old=0, new=len(done))
    return Decided(outage_id=outage.pk, done=len(done), left=tuple(left))


class TakeBack(Input):
    """For which orders what was decided is taken back."""

    site_id: int
    order_ids: Ids


@action(
    "delays.take_back",
    label=gettext_lazy("Take back what was decided"),
    seats=MINDERS,
    surfaces=EVERYWHERE,
    calls=(withdraw,),
)
def take_back(run: Run, data: TakeBack) -> Decided:
    """Take decisions back: letters that nobody has answered are withdrawn. What has moved stays where it is."""
    outage = Outage.objects.select_for_update().filter(site=data.site_id, over_at=None).first()
    if outage is None:
        raise Missing
    rows = outage.decisions.filter(undone_at=None, order__in=data.order_ids).select_related("order").order_by("pk")
    done, left = 0, []
    for row in rows:
        if row.what == What.MOVE:
            left.append(_("%(order)s comes from elsewhere already.") % {"order": row.order.number})
            continue
        if row.what == What.TELL:
            made = Offer.objects.filter(pk=row.done.get("offer", 0)).first()
            if made is not None and made.state != OfferState.SENT:
                left.append(f"{row.order.number}: {made.get_state_display()}")
                continue
            if made is not None:
                run.call(withdraw, OneOffer(offer_id=made.pk))
        row.undone_at, row.undone_by = run.now, run.actor.ref
        row.save(update_fields=["undone_at", "undone_by"])
        run.about(f"order:{row.order_id}")
        done += 1
    run.changed(outage.subject, "taken_back", old=0, new=done)
    return Decided(outage_id=outage.pk, done=done, left=tuple(left))


class EndOutage(Input):
    """A source that is looked after no longer."""

    site_id: int


@action("delays.end_outage", label=gettext_lazy("Say that a source is back"), seats=MINDERS, surfaces=EVERYWHERE)
def end_outage(run: Run, data: EndOutage) -> Nothing:
    """Say that a source is looked after no longer; what was decided stays done, and stays as history."""
    outage = Outage.objects.select_for_update().filter(site=data.site_id, over_at=None).first()
    if outage is not None:
        outage.over_at, outage.over_by = run.now, run.actor.ref
        outage.save(update_fields=["over_at", "over_by"])
        run.changed(outage.subject, "over", old=False, new=True)
    return Nothing()


def _outage(run: Run, site: SiteView) -> Outage:
    """Return what is looked after, locked: two people who decide at one moment take turns."""
    made, _new = Outage.objects.select_for_update().get_or_create(
        site_id=site.site_id,
        over_at=None,
        defaults={"cause": cause_of(site, run), "begun_at": run.now, "begun_by": run.actor.ref},
    )
    run.about(made.subject)
    return made


def cause_of(site: SiteView, run: Run) -> Cause:
    """Return why a source is looked after, by what is known now."""
    if site.closed:
        return Cause.CLOSED
    mine = [one for one in availability.silent_streams(run.now) if one.site_id == site.site_id]
    if any(one.dead for one in mine):
        return Cause.DEAD
    return Cause.SILENT if mine else Cause.OTHER


def _do(run: Run, site: SiteView, data: Decide, one: Affected) -> dict[str, object]:
    match data.what:
        case What.MOVE:
            return fallbacks.move(run, one.order_id, site)
        case What.TELL:
            return _tell(run, data, one)
    return {}


def _tell(run: Run, data: Decide, one: Affected) -> dict[str, object]:
    """Offer the buyer choices by the owner's rules; where nobody had foreseen a delay, there is one from now on."""
    row = Delay.objects.select_for_update().filter(order=one.order_id, state__in=LIVE).first()
    if row is None:
        (case,) = cases_of([one.order_id], Setting(run.now)) or (None,)
        if case is None or case.verdict is None:
            raise Refused(_("No day was promised, so there is none to be kept."), code="delays.nothing")
        row = looking.begin(run, case, case.verdict, rulebook())
    made = compose(run, row, usual_terms(row, rulebook(), ALL), hours=None, words=data.words, by_rule=False)
    return {"offer": made.pk}


def _write_to_supplier(run: Run, site: SiteView, outage: Outage, asked: list[Affected]) -> bool:
    """Write one letter to the supplier that names all their goods these orders wait for; False: nobody has an address."""
    people = supply.contacts_of([site.supplier_id]).get(site.supplier_id, ())
    to = next(
        ((channel.address, person) for person in people for channel in person.channels if channel.kind == "email"), None
    )
    supplier = supply.suppliers_by_id([site.supplier_id]).get(site.supplier_id)
    if to is None or supplier is None:
        return False
    address, person = to
    with translation.override(person.language or supplier.language):
        lines = [f"{sku}  × {pieces}" for sku, pieces in _wanted(site, asked, run).items()]
        store = current()
        said = {"site": site.name, "n": len(asked), "store": store.name if store else "", "goods": "\n".join(lines)}
        title = ngettext(
            "%(store)s: %(n)d order waits for your answer",
            "%(store)s: %(n)d orders wait for your answer",
            len(asked),
        )
        text = ngettext(
            "Hello,\n\nwe have heard nothing of %(site)s lately, and %(n)d order of ours waits for goods from there:\n\n"
            "%(goods)s\n\nDo you have them, and on which day do they leave? Answer this letter.\n\n%(store)s",
            "Hello,\n\nwe have heard nothing of %(site)s lately, and %(n)d orders of ours wait for goods from there:\n\n"
            "%(goods)s\n\nDo you have them, and on which day do they leave? Answer this letter.\n\n%(store)s",
            len(asked),
        )
        letter = Letter(to=address, title=title % said, text=text % said)
    mail.write(letter, key=f"delays.ask:{run.uid}", subject=outage.subject, cause=run.uid, at=run.now)
    return True


def _wanted(site: SiteView, asked: list[Affected], run: Run) -> dict[str, int]:
    """Return what the asked orders wait for: the supplier's own SKU, or ours, → pieces."""
    ids = {one.order_id for one in asked}
    resting = [row for row in stock.promised_from([site.warehouse_id]) if int(row.owner.partition(":")[2] or 0) in ids]
    offers = supply.offers_of({row.variant_id for row in resting}, run.now)
    ours = {line.variant_id: line.sku for view in orders.find_many(ids).values() for line in view.lines}
    found: dict[str, int] = {}
    for row in resting:
        theirs = [one.sku for one in offers.get(row.variant_id, ()) if one.supplier_id == site.supplier_id]
        name = theirs[0] if theirs else ours.get(row.variant_id, "") or f"#{row.variant_id}"
        found[name] = found.get(name, 0) + row.quantity
    return dict(sorted(found.items()))
