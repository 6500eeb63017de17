"""Counting: planned by class, blind, counted again where it differs, and booked while orders flow; and counts by file.

Nouns: Count (what is to be counted in a warehouse), CountLine (one item of it). Doors: `actions`, `reads`.
"""
