"""What was agreed with a buyer, and what became of it.

Nouns: Order with its Lines, Charges, Discounts and Taxes (all frozen as they were agreed), Change (what was altered since),
Handling (what left or came back), Hold, Note, Tag. Drafts are orders that nobody agreed to yet.
Doors: `actions` (place, record_shipped, record_returned, cancel, edit, split, hold …), `reads`, `events`, `types`,
`page` (panels and timelines that other rooms show on an order's page), `in_hand` (who knows that somebody works on it),
`letters` (what buyers are written), `demo` (thousands of past orders at once).
docs/orders.md says how it works.
"""
