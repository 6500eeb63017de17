"""Promises that will break, or have: which orders, why, what the buyer is offered and what they answered.

A *delay* is an order whose promise is not likely to hold any more; an *offer* is the letter with priced choices that its
buyer was sent; an *outage* is a source from which nothing comes for now (silent, dead, closed), with what was decided for
each order that waits for it.

Doors: `actions`, `reads`, `events`, `types`, `wording` (choices in the buyer's words), `demo`. docs/delays.md.
"""
