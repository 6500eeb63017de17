"""What the demo store shows of seats: one handed over, one covered, and a program that may only propose."""

from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Actor, person
from storecrew.kernel.people.actions.agents import AgentForm, create_agent
from storecrew.kernel.people.actions.handovers import HandOver, SignHandover, hand_over, sign_handover
from storecrew.kernel.people.actions.tenures import CoverForm, cover_seat
from storecrew.kernel.people.models import Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind


def build(actor: Actor, now: datetime) -> None:
    """Add a few weeks of history to a staffed store; without people in these seats it adds what it can."""
    founder = actor
    opened = now - timedelta(days=80)
    holder = {row.seat: person(row.person_id) for row in Tenure.objects.at(now).filter(kind=TenureKind.HOLD)}
    keeper, service = holder.get(Seat.WAREHOUSE), holder.get(Seat.SERVICE)
    if keeper is None or service is None:
        return
    _analyst_changes(founder, opened)
    form = CoverForm(
        seat=Seat.WAREHOUSE,
        person_id=service.person_id or 0,
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=4),
        reason="回老家办事",
    )
    cover_seat(keeper, form, now=now - timedelta(days=1))
    helper = AgentForm(
        name="小账房",
        seat=Seat.WAREHOUSE,
        scopes=("people.board", "people.who_could"),
        day_count=40,
        day_amount_minor=50_000,
        currency="CNY",
        shadow=True,
    )
    create_agent(keeper, helper, now=now - timedelta(days=20))


def _analyst_changes(founder: Actor, at: datetime) -> None:
    """Hand the founder's analyst hat to the colleague who shared it, with both signatures."""
    sharer = Tenure.objects.at(at).filter(seat=Seat.ANALYST, kind=TenureKind.SHARE).first()
    held = Tenure.objects.at(at).filter(seat=Seat.ANALYST, kind=TenureKind.HOLD, person=founder.person_id).exists()
    if sharer is None or not held:
        return
    form = HandOver(seat=Seat.ANALYST, to_id=sharer.person_id, reason="忙不过来，交给懂的人")
    done = hand_over(founder, form, now=at)
    for side in (founder, person(sharer.person_id)):
        sign_handover(side, SignHandover(handover_id=done.handover_id), now=at + timedelta(hours=1))
