"""The store's work calendar: one engine for deadlines, duties, approvals and promises.

Nouns: WorkCalendar (when people work), Day (one date of it, and why it is open or closed), Interval (open hours within
a day), Rule (when something falls due again and again). Time is always an argument; nothing here looks at the clock.
Doors: `types` (the values), `engine` (working time and working days), `recurrence` (rules), `hours` (hours as text),
`public` (countries and their holidays), `usual` (what a new store begins with); `actions`, `reads`.
"""
