"""Trials on the owner's own machine, in a store made for it and thrown away: how it sells when fifty people want the last one.

Doors: `furnishing` (a small store that sells, for trials and tests).
"""
