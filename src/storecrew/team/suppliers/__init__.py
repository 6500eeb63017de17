"""How one keeps up with suppliers: when one last spoke, what is to be solved, how well they do.

Nouns: Rhythm (how often one speaks, by tier), Touch (a contact that happened), Greeting (drafted, sent by a person alone),
Favour (help given or taken), Problem (with its Cases, Replies and the Claim it ends in), Suggestion (of a problem), Score
(of a day), Proposal (of another threshold), Yardstick (what weighs how much).
Doors: `actions`, `reads`, `events`, `types`, `touching` (events that are a contact), `story` (what stands on a supplier's
timeline), `demo`. docs/suppliers.md.
"""
