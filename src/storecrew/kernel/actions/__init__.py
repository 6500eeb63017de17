"""The one door through which everything is written and asked.

Nouns: Action (a named, permitted, audited, transactional function), Read (its twin for questions), Run (one execution),
Actor (who asks), Grants (what that one may do at this moment), Gate (something that may stop or park a run).
Doors: `door` (the decorators), `types`, `errors`, `grants`, `registry`, `cause`.
"""
