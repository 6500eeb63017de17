"""What lies where, to whom it is promised, what it cost, and how it came to be so; nothing is sold twice.

Nouns: Warehouse, Bin, Item (a variant that is counted, with its policy), Component (of a bundle), Level (an item in a
warehouse), Reservation (a hold of a cart, a firm promise to an order), Move (for ever), Layer (what came in together and
what it cost), Lot, Serial, Pile (how much lies in which bin, of which lot), Receipt, Transfer.
Doors: `actions` (every write), `reads`, `events`, `types`, `item_panels` (what others show on a
variant's page), `demo` (months at once). docs/stock.md shows tables and rules.
"""
