"""Who did what, when, from where and on whose behalf: one row per attempt, written by the action door alone.

Nouns: Entry (an attempt and its outcome), Mention (a further object an entry touched).
Doors: `reads` (what happened to an object), `types`, `forgetting` (erases what is personal, keeps that it happened).
"""
