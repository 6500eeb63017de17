"""What a supplier sends to a buyer for the store: asked, answered, sent, or moved to another source.

Nouns: DropShipment, DropLine, Answer. Doors: `actions`, `reads`, `events`, `types`, `portal` (where suppliers answer). docs/dropships.md.
"""
