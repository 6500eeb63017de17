"""What a supplier sends to a buyer for the store: asked, answered, sent, or moved to another source.

Nouns: DropShipment (one order's goods at one warehouse of a supplier), DropLine, DropParcel with DropPieces, Answer (what
was said: evidence), Arrangement (how a supplier is told), Surprise (what left although it had been called off).
Doors: `actions`, `reads`, `events`, `types`, `portal` (a front says where suppliers answer), `demo` (many past ones at once).
docs/dropships.md tells rules and the open form.
"""
