"""What happened, told to whoever needs to know, and what has to be done outside the database.

Nouns: Event (a fact in the past tense), Delivery (one event for one handler), OutwardAct (mail, payment, HTTP: done
once).
The worker is a process of its own: `python -m storecrew.kernel.events.worker`.
Doors: `types` (Event, Meta), `registry` (`on`, `on_every`), `outbox` (`record`), `outward` (`plan`, `kind`), `retry`;
for those who run and watch it: `models`, `chores`, `handling` (`surround`), `drain`, `backlog`, `carrying`, `worker`.
"""
