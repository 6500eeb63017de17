"""Orders of other systems: brought in by file and by webhook, checked against the file's own sums to the cent.

Nouns: Batch (a file on its way in), Remark (an exception, with its row and what it does to the sums), Written (which order
came from where), RememberedMapping, Source (a shop that tells us by webhook), Incoming (what it told us).
docs/orders-import.md says how it works.
"""
