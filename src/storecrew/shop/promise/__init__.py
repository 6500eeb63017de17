"""By when it arrives: learned from what happened, told alike everywhere, frozen with the order.

Nouns: *observation* (something that happened to a shipment), *knowledge* (what was learned from all of them, with a name),
*window* (first and last day), *grounds* (all that a window rests on: from them it is reckoned again, bit for bit).

Doors: `actions.observe` for the rooms where shipments happen, `actions.learn` each night; `reads.windows(asks, now)` for
lists, `reads.window` for everybody, `reads.recompute(grounds)`. The reckoning itself is `engine`, and pure.
"""
