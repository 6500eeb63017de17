"""Lists of what a supplier offers, brought in from any table, and found again in the store's own catalogue.

Nouns: OfferList (one file on its way in), Match (a row of a supplier's lists, and which variant it is or might be),
ColumnMemory (what the columns of a supplier's files mean). The rows' report stands in the long work that reads the file.
Doors: `actions`, `reads`.
"""
