"""The people of the store: who they are, which seats they sit in from when to when, and which programs act for them.

Nouns: Person (a human who signs in), Ownership (who may hand out seats), Tenure (a dated row: who holds, shares or
covers which seat), Agent (a program acting for a person in a seat), Token, Invite, Handover (a seat's receipt).
What somebody may do is resolved from tenures at the moment of use (`grants`) and copied nowhere.
Doors: `actions`, `reads`, `events`, `types`; `rows` (what reads answer), `standing` (who could do what), `guides` (what
a seat is for), `directory` (names), `invitations` and
`new_addresses` (what a link opens), `proof` (for the doctor); `seats`, `grants`,
`tokens` (whose a bearer token is); rooms add to a handover through `handover` (`section`).
"""
