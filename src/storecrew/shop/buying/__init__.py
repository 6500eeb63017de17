"""What to buy for one's own shelves, when and of whom: proposals, purchase orders, receipts, suppliers' invoices.

Doors: `actions`, `reads`, `events`, `types`. docs/buying.md.
"""
