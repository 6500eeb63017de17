"""Where each line of a basket is taken from: own shelf or which supplier, with its reasons and what comes next if that fails.

Doors: `reads`, `actions`, `types`. docs/supply.md.
"""
