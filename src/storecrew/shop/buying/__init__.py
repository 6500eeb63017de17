"""What to buy for one's own shelves, when and of whom: purchase orders, what comes of them, what they cost in the end.

Nouns: PurchaseOrder, PurchaseLine, Answer (what was said about it, for ever), Receiving, Discrepancy (too many, broken),
LandedCost (freight, duty, fees), Booking (what the ledger is to book). `proposing` says what to buy, `invoices` matches bills.
Doors: `actions`, `reads`, `events`, `types`, `warnings` (what is known against a supplier), `billable` (what else they may
bill), `portal` (where they answer), `demo`. docs/buying.md.
"""
