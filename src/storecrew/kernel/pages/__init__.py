"""The console's shell and component kit: what every room's pages are made of.

Nouns: Shell (frame of a page), MenuItem, QueueItem, Hit, Panel, Link (what rooms register for it), Table (of an index
page), Chart (server-drawn SVG), Notice (a line for one person), SavedView (a person's way of looking at a table).
Doors: `actions`, `reads`, `types`; for registering `menu`, `queue`, `search`, `desk`, `links`, `wording`, `notices`; for making
pages `tables`, `charts`, `forms`, `answers`, `access`, `formats`, `shell`, `activity`, `errors`, `urls`,
`language`; `tolerance` (registries of other rooms).
docs/console.md shows how.
"""
