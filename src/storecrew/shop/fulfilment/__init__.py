"""From "it may leave" to "it has arrived": picked, packed, labelled, handed over, followed.

Nouns: Wave (a walk through one warehouse) with its Totes (one order's goods) and Picks, Shortage (what was not in its
bin), Parcel with its Contents and Pieces, Label, Service (a carrier's API), TrackingEvent, Progress (what of an order's
line lies packed), Habits.
Doors: `actions` (every write), `reads`, `events`, `types`, `demo` (many past parcels at once), `labels` (Code 128 as SVG).
docs/fulfilment.md shows states and rules.
"""
