"""What this room does when others announce."""

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.people.events import PersonInvited
from storecrew.kernel.reception import letters


@on(PersonInvited, name="reception.send_invitation")
def send_invitation(event: PersonInvited, meta: Meta) -> None:
    """Send the invited person their link; the inviter has it as well, for WeChat."""
    letters.plan_invitation(event.invite_id, cause=meta.cause, at=meta.now)
