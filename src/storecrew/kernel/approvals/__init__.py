"""Some acts need a second human: by amount or kind, a rule sends them to a seat before they run.

Nouns: Rule (from which amount of which act which seat decides), Request (an act that waits, bound to its exact input),
Decision (what a human said of it).
Doors: `actions` (set rules, decide, withdraw), `reads`, `events`, `types`.

The engine compares humans, not accounts: nobody decides on what he, another hat of his, or an agent of his asked for.
Where only one human is there, the row says "self-authorised" and the rule's compensating control applies: a delay
during which the act can still be withdrawn, and a place on the second-look list.
"""
