"""What a basket costs, to the cent: catalogue prices, discounts, shipping and taxes in one frozen answer.

Nouns: Quote (the answer), PriceRule (a currency the store sells in, and how converted prices are rounded), Problem (what
stands in the way of buying). Doors: `reads` (`quote`, `currencies`), `actions` (`set_rounding` …), `events`, `types`,
`demo` (thousands of baskets of the past).
The same function prices carts, drafts and edits; no price ever comes from the one who asks. docs/pricing.md.
"""
