"""Twelve months of trade for the demo store, made up by chance and written through the rooms' own rules.

`planning` goes through the year day by day: `seasons` say how many buy, `people` who, `baskets` what, `buying` when shelves
are filled again, `fates` what becomes of an order, `roads` how its parcel travels. `writing` then puts all of it down, room
by room, many rows at a time. The same moment and the same number of orders give the same year.
"""
