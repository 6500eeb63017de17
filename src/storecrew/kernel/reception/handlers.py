"""What this room does when others announce."""

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.people.events import AddressAsked, AddressChanged, PersonInvited
from storecrew.kernel.reception import letters


@on(PersonInvited, name="reception.send_invitation")
def send_invitation(event: PersonInvited, meta: Meta) -> None:
    """Send the invited person their link; the inviter has it as well, for WeChat."""
    letters.plan_invitation(event.invite_id, cause=meta.cause, at=meta.now)


@on(AddressAsked, name="reception.send_new_address")
def send_new_address(event: AddressAsked, meta: Meta) -> None:
    """Send the link that proves a new address there."""
    letters.plan_new_address(event.address_id, subject=meta.subject, cause=meta.cause, at=meta.now)


@on(AddressChanged, name="reception.tell_old_address")
def tell_old_address(event: AddressChanged, meta: Meta) -> None:
    """Tell the address that held until now."""
    letters.plan_address_changed(event.person_id, event.old, cause=meta.cause, at=meta.now)
