"""The store itself: its name, country, money, languages and time zone; one row, or none before set-up.

Nouns: Store. Doors: `reads` (the profile, as everyone may see it), `actions` (establish, edit), `choices`
(currencies, languages, time zones to choose from).
"""
