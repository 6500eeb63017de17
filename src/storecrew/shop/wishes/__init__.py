"""What people want but do not buy yet: wish lists, and notices when something is back or has become cheaper.

Nouns: WishList (of a browser or a customer), Wish, StockAlert (one person waits for one variant), Habits.
Doors: `actions`, `reads`, `events`, `types`, `pages` (which front serves products and lists), and `tokens`. docs/wishes.md.
"""
