"""What happened, told to whoever needs to know, and what has to be done outside the database.

Nouns: Event (a fact in the past tense), Delivery (one event for one handler), OutwardAct (mail, payment, HTTP: done
once).
Doors: `types` (Event, Meta), `registry` (`on`), `outbox` (`record`), `outward` (`plan`, `kind`).
The worker is a process of its own: `python -m storecrew.kernel.events.worker`.
"""
