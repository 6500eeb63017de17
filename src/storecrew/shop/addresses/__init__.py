"""Postal addresses of the whole world: how each country wants them asked for, checked, written and read.

Nouns: Address (frozen, kept as JSON by the rooms that hold one), Field (of a country's form), Region (a choice in it),
Pasted lines (an address copied out of a chat), Hint (this looks like a freight forwarder).
No tables and no actions: everything is a pure function. Doors: `types`. docs/customers.md tells the rules.
"""
