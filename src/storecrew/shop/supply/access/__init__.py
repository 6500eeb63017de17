"""Links by which people of a supplier come in without an account: given, used, run out, taken back.

Doors: `actions`, `reads`, `types`. docs/portal.md.
"""
