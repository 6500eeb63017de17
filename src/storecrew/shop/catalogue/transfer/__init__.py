"""Bring a catalogue in from another shop system's file, and send ours out.

Nouns: a *table* is a file read as rows; a *dialect* knows one system's columns and makes neutral *drafts* of products; the
*stage* holds a file's rows on disk, grouped by product; an *import* is the long work that compares drafts with the
catalogue and applies them in batches; a *finding* is what was wrong with a row. Doors: `actions`, `reads`.
"""
