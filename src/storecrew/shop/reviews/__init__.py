"""What buyers say of what they bought: only of what really went to them, shown whole, answered in the open.

Nouns: Review (one for each line of an order), Answer of the store, Tally (how many gave how many stars), Policy.
Doors: `actions` (write, withdraw, show, hide, answer, set_policy), `reads`, `events`, `types`,
`demo` (many past ones at once).
"""
