"""The one door through which everything is written and asked.

Nouns: Action (a named, permitted, audited, transactional function), Read (its twin for questions), Run (one execution),
Actor (who asks), Grants (what that one may do at this moment), Gate (something that may stop or park a run).
Doors: `door` (`@action`), `questions` (`@read`), `run`, `types`, `errors`, `grants`, `constraints` (sentences for rules
of the database), `registry`, `cause`; for fronts and gates: `surfaces` (what is exposed where),
`validation` (raw input), `redaction` (what is kept of it).
"""
