"""How one keeps up with suppliers: when one last spoke, what is to be solved, how well they do.

Doors: `actions`, `reads`, `events`, `types`. docs/suppliers.md.
"""
