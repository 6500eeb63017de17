"""What a supplier's report is still worth: from (value, seen when, by whom) to what may be sold now, with the reason.

Nouns: Stream (one way in which a supplier speaks), Call (it spoke), Said (what holds of one offer at one site), Heard (every
value there ever was), Outcome (what an order found there), Record (how often they were right), Threshold.
Doors: `actions` (take_said, confirm_stream, record_outcome, age, set_thresholds), `reads`, `events`, `types`; the pure parts
are `rule` (how many may be sold), `learning` (what is learned from reports and orders), `asking` (whom to ask first);
`demo` (a past of outcomes).
docs/supply.md shows how they go together.
"""
