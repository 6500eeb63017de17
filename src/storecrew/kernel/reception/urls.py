"""Addresses of people, seats, agents and oneself, under /crew/."""

from django.urls import path

from storecrew.kernel.reception.views import agents, joining, me, people, seats, setup

app_name = "reception"
urlpatterns = [
    path("setup/", setup.begin, name="setup"),
    path("setup/code/", setup.prove, name="setup_code"),
    path("setup/<slug:step>/", setup.step, name="setup_step"),
    path("join/<str:token>/", joining.join, name="join"),
    path("me/", me.me, name="me"),
    path("join/address/<str:token>/", me.confirm_address, name="new_address_confirm"),
    path("me/sessions/", me.sessions, name="sessions"),
    path("me/keys/", me.keys, name="keys"),
    path("me/keys/<int:token_id>/revocation/", me.revoke, name="revoke_key"),
    path("people/", people.index, name="people"),
    path("people/invitation/", people.invite, name="invite"),
    path("people/invitations/<int:invite_id>/withdrawal/", people.withdraw_invite, name="withdraw_invite"),
    path("people/ownership/", people.owner, name="owner"),
    path("people/who-could/", people.who_could, name="who_could"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/sessions/", people.end_sessions, name="end_sessions"),
    path("people/<int:person_id>/leaving/", people.leave, name="leave"),
    path("people/<int:person_id>/forgetting/", people.forget, name="forget"),
    path("people/seats/", seats.board, name="seats"),
    path("people/seats/<slug:seat>/", seats.seat, name="seat"),
    path("people/seats/<slug:seat>/tenure/", seats.give, name="give"),
    path("people/seats/<slug:seat>/cover/", seats.cover, name="cover"),
    path("people/seats/<slug:seat>/handover/", seats.hand_over, name="hand_over"),
    path("people/seats/<slug:seat>/tenures/<int:tenure_id>/end/", seats.end, name="end"),
    path("people/handovers/<int:handover_id>/", seats.handover, name="handover"),
    path("people/agents/", agents.index, name="agents"),
    path("people/agents/new/", agents.new, name="new_agent"),
    path("people/agents/<int:agent_id>/", agents.agent, name="agent"),
    path("people/agents/<int:agent_id>/key/", agents.rotate, name="rotate"),
    path("people/agents/<int:agent_id>/stop/", agents.stop, name="stop"),
]
