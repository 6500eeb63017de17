"""The people who buy: who they are, where they live, what they allowed, how they sign in, and what there was with them.

Nouns: Customer (guest or with an account), Identity (a way to sign in), Address (of the book), Consent (append-only, with
proof), Tag, Note, Merge (two records of one person, and how to take it back), SignInLink, Session, PrivacyRequest.
Customers act as `outsider("customer:5")`; what is theirs the actions decide by that name.
Doors: `actions`, `reads`, `events`, `types`; `proving` (passwords, outside of any transaction); `packing` (the copy of
somebody's data as a file); and registries for rooms above: `timeline` (what happened), `merging` (what moves), `privacy`
(what is kept of a person), `worth` (what one has bought), `panels` (parts of the customer's page); `demo` (many at once).
docs/customers.md shows tables and rules.
"""
