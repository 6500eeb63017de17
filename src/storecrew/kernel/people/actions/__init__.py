"""Every change of people, seats and agents."""

from storecrew.kernel.people.actions.address import ask_new_address, confirm_address
from storecrew.kernel.people.actions.agents import adjust_agent, create_agent, rotate_agent_token, stop_agent
from storecrew.kernel.people.actions.handovers import hand_over, sign_handover
from storecrew.kernel.people.actions.invites import accept_invite, invite, withdraw_invite
from storecrew.kernel.people.actions.leaving import forget_person, leave, transfer_ownership
from storecrew.kernel.people.actions.profile import create_token, edit_profile, end_sessions, revoke_token
from storecrew.kernel.people.actions.setup import set_up
from storecrew.kernel.people.actions.tenures import cover_seat, end_tenure, grant_seat, share_seat
from storecrew.kernel.people.actions.ways_in import note_way_in

__all__ = [
    "accept_invite",
    "adjust_agent",
    "ask_new_address",
    "confirm_address",
    "cover_seat",
    "create_agent",
    "create_token",
    "edit_profile",
    "end_sessions",
    "end_tenure",
    "forget_person",
    "grant_seat",
    "hand_over",
    "invite",
    "leave",
    "note_way_in",
    "revoke_token",
    "rotate_agent_token",
    "set_up",
    "share_seat",
    "sign_handover",
    "stop_agent",
    "transfer_ownership",
    "withdraw_invite",
]
