"""Which taxes are charged, where, on what and how they are rounded.

Nouns: Zone (an area with its own rates), Area (a country, region, postcodes of a zone), TaxClass (standard, reduced, zero …),
Rate (dated), Settings (prices with or without tax, the rounding rule), Exemption (a buyer who is not charged).
Doors: `actions`, `reads` (`reckon`, `rules`), `events`, `types`. The reckoning itself is pure: `rules(at).reckon(…)`. docs/pricing.md.
"""
