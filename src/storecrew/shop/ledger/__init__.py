"""The ledger: double entry, as a mechanism. What is booked when is said by the rooms above (`insight/books`).

Nouns: Account (a tree), Entry with its Lines (what was booked, for ever), Balance (running totals by month), Period (a
month that can be locked), Seal (what a locked month looked like), Chain (the last link of the entries' hashes).
Entries are never changed or deleted, here or by hand: the database refuses it. A mistake is reversed.
Doors: `actions`, `reads`, `events`, `types`. Subjects: `account:7`, `entry:41`, `period:2026-03`. docs/ledger.md.
"""
