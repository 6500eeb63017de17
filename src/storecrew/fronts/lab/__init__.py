"""Trials on the owner's own machine, in a store made for it and thrown away: how it sells when fifty people want the last one.

Nouns: Trial (what came out, kept in the owner's store).
Doors: `actions` (record), `reads` (last), `types`, and `furnishing` (a small store that sells, for trials and tests).
"""
