"""Customers of other shop systems, brought in from their files: checked first, row by row, then written, once however often.

Nouns: Dialect (which system wrote the file), ImportRow (what a row says), Outcome (what became of it).
Without tables of its own: how far an import is and what became of each row stands in its long work.
"""
