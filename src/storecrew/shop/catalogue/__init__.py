"""What the store sells: products, their variants and prices, and how they are grouped, named and found.

Nouns: Product, Option (at most three), Variant (what can be bought), Price (now) and PriceChange (for ever), Category (tree),
Collection (by hand or by rule), Picture, Translation, Redirect (renamed or gone), Tag, Attribute; and the search index.
Doors: `actions` (every write), `reads`, `events`, `types`. docs/catalogue.md shows tables and rules.
"""
