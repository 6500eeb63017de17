"""What it costs to send something somewhere, who carries it, and how long that takes.

Nouns: Zone (where to) with its Areas, Method (how, for what price) with its Tiers, PackageKind (the boxes and bags that
things are put into), Carrier (who brings it) and its tracking numbers.
Doors: `actions` (every change of the rules), `reads` (`rates` for baskets; zones, methods, carriers for people and
programs), `types`; and `carriers`, the pure knowledge of tracking numbers. docs/fulfilment.md shows the rules.
Doors: `carriers`.
"""
