"""Companies one buys from: their warehouses, people, terms and papers, and what they offer each variant for.

Nouns: Supplier, Site (a warehouse of theirs, which is a `stock` warehouse of kind supplier), Contact, Channel, Document,
Offer (terms for one variant), CostChange (for ever), Watch (when somebody is told).
Doors: `actions`, `reads`, `events`, `types`, `panels` (what others show on its pages), `demo` (who behaves how).
Lists of offers come in through `supply/lists`, links for suppliers are given by `access`. docs/supply.md.
"""
