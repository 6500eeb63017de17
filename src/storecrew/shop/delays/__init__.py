"""Promises that will break, or have: which orders, why, what the buyer is offered and what they answered.

Doors: `actions`, `reads`, `events`, `types`. docs/delays.md.
"""
