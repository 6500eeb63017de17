"""Papers of orders: invoices and credit notes that never change, pro formas and packing slips that are only printed.

Nouns: Document (what was issued, word for word), Sequence (its number, without gaps), Letterhead (who issues it).
Doors: as of any room: `actions`, `reads`, `events`, `types`. docs/orders.md tells the rules.
"""
