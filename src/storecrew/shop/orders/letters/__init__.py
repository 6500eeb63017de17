"""What buyers are written about their orders: each kind once for each fact, in their language, and the same as its preview.

Nouns: Kind (one sort of letter; rooms above add theirs), Occasion (the order and the fact it is about), Switch (on or off).
Doors: `actions`, `reads`, `kinds` (`kind`, `Occasion`), `telling` (`tell`), `parts` (goods, address, promise in words).
"""
